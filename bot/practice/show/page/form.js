/** What a person has typed and chosen so far in one message, form or Home. */

/**
 * Holds the controls of one surface by block_id and action_id. A control is
 * {type, node, read(), write(state), empty(), focus()}; read gives Slack's state value.
 */
export class Form {
  constructor() {
    this.controls = [];
  }

  /** Remembers one control. */
  add(block, element, control) {
    this.controls.push({ block, element, control });
  }

  /** Slack's `state.values`: {block_id: {action_id: {type, value | selected_…}}}. */
  values() {
    const values = {};
    for (const { block, element, control } of this.controls) {
      values[block.block_id] ??= {};
      values[block.block_id][element.action_id] = { type: element.type, ...control.read() };
    }
    return values;
  }

  /** Takes over what was entered before, as Slack does when a form is updated. */
  restore(before) {
    for (const { block, element, control } of this.controls) {
      const state = before[block.block_id]?.[element.action_id];
      if (state && state.type === element.type) control.write(state);
    }
  }

  /** {block_id: sentence} for required inputs that are empty and values out of range. */
  problems() {
    const found = {};
    for (const { block, element, control } of this.controls) {
      if (block.type !== "input") continue;
      const problem = control.empty()
        ? !block.optional && "This is needed."
        : problemOf(element, control.read());
      if (problem) found[block.block_id] = problem;
    }
    return found;
  }

  /** Puts the cursor into the first control of a block. */
  focus(blockId) {
    this.controls.find(({ block }) => block.block_id === blockId)?.control.focus();
  }
}

function problemOf(element, state) {
  if (element.type === "number_input") return numberProblem(element, state.value);
  if (element.type === "plain_text_input" && state.value.length < (element.min_length ?? 0)) {
    return `Please write at least ${element.min_length} characters.`;
  }
  const most = element.max_selected_items;
  const chosen = Object.values(state).find(Array.isArray)?.length ?? 0;
  return most && chosen > most ? `Please choose at most ${most}.` : null;
}

function numberProblem(element, value) {
  const number = Number(value);
  if (Number.isNaN(number)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) {
    return "Please enter a whole number.";
  }
  if (element.min_value !== undefined && number < Number(element.min_value)) {
    return `Please enter ${element.min_value} or more.`;
  }
  if (element.max_value !== undefined && number > Number(element.max_value)) {
    return `Please enter ${element.max_value} or less.`;
  }
  return null;
}
