/** Controls in which a person chooses: selects, several-of-many lists, radio, checkboxes. */

import { el, uniqueId } from "./dom.js";
import { drawText, plainText } from "./mrkdwn.js";

/** What a select offers, as groups: [{label, items: [{value, label, option}]}]. */
function offered(element, surface) {
  const kind = element.type.replace(/^multi_/, "");
  if (kind === "users_select") return [{ items: surface.reader.people().map(personItem) }];
  if (kind === "channels_select") {
    return [
      {
        items: surface.reader
          .channels()
          .filter((one) => !one.is_private)
          .map(channelItem),
      },
    ];
  }
  if (kind === "conversations_select") return conversations(surface, element.filter?.include);
  return optionGroups(element);
}

/** All conversations, or those of the kinds that a filter names: "public", "private", "im". */
function conversations(surface, kinds = ["public", "private", "im"]) {
  const channels = surface.reader
    .channels()
    .filter((one) => kinds.includes(one.is_private ? "private" : "public"));
  const people = kinds.includes("im") ? surface.reader.people() : [];
  return [
    { label: "Channels", items: channels.map(channelItem) },
    { label: "People", items: people.map(personItem) },
  ].filter((group) => group.items.length);
}

/** The options of an element, or of an app's answer, as groups. */
export function optionGroups(source) {
  const items = (options) => (options ?? []).map(optionItem);
  if (source.option_groups) {
    return source.option_groups.map((group) => ({
      label: plainText(group.label),
      items: items(group.options),
    }));
  }
  return [{ items: items(source.options) }];
}

/** One option as the lists take it. */
export function optionItem(option) {
  const detail = option.description ? ` — ${plainText(option.description)}` : "";
  return { value: option.value, label: plainText(option.text) + detail, option };
}

function personItem(person) {
  const label = person.title ? `${person.real_name} — ${person.title}` : person.real_name;
  return { value: person.id, label, short: person.real_name };
}

function channelItem(channel) {
  return { value: channel.id, label: `#${channel.name}` };
}

/** The names under which Slack states one choice and several, per kind of select. */
const STATE_KEYS = {
  static_select: ["selected_option", "selected_options"],
  external_select: ["selected_option", "selected_options"],
  users_select: ["selected_user", "selected_users"],
  channels_select: ["selected_channel", "selected_channels"],
  conversations_select: ["selected_conversation", "selected_conversations"],
};

function stateKeys(element) {
  return STATE_KEYS[element.type.replace(/^multi_/, "")];
}

/** The value that an element starts with: `initial_option`, `initial_user`, … */
function initial(element) {
  const [one, many] = stateKeys(element).map((key) => key.replace("selected", "initial"));
  return [element[one], element[many]];
}

/** The plain value of a state entry: an option object or an id. */
function valueOf(entry) {
  return entry?.value ?? entry ?? null;
}

/** A select with one answer. */
export function drawSelect(element, surface, { label, onChoose }) {
  const groups = offered(element, surface);
  const items = groups.flatMap((group) => group.items);
  const node = el(
    "select",
    {
      class: "input select",
      data: { actionId: element.action_id },
      "aria-label": label,
      on: { change: () => node.value && onChoose(chosen()) },
    },
    el("option", { value: "" }, plainText(element.placeholder) || "Choose"),
    groups.map((group) => drawGroup(group)),
  );
  const [key] = stateKeys(element);
  const chosen = () => {
    const item = items.find(({ value }) => value === node.value);
    return { [key]: item ? (item.option ?? item.value) : null };
  };
  const write = (state) => (node.value = valueOf(state[key]) ?? "");
  write({ [key]: initial(element)[0] });
  return { node, read: chosen, write, empty: () => !node.value, focus: () => node.focus() };
}

function drawGroup(group) {
  const options = group.items.map((item) => el("option", { value: item.value }, item.label));
  return group.label ? el("optgroup", { label: group.label }, options) : options;
}

const FILTER_FROM = 8;

/** A list of checkboxes for several answers, with a filter when it is long. */
export function drawMultiSelect(element, surface, { label, onChoose }) {
  const items = offered(element, surface).flatMap((group) => group.items);
  const [, key] = stateKeys(element);
  const boxes = items.map((item) => drawBox(item, "checkbox", uniqueId("choice")));
  const list = el(
    "div",
    { class: "several-list" },
    boxes.map(({ node }) => node),
  );
  const node = el(
    "div",
    {
      class: "several",
      role: "group",
      "aria-label": label,
      data: { actionId: element.action_id },
      on: { change: () => onChoose(chosen()) },
    },
    items.length > FILTER_FROM ? drawFilter(element, boxes) : null,
    list,
  );
  const chosen = () => ({
    [key]: boxes.filter(({ box }) => box.checked).map(({ item }) => item.option ?? item.value),
  });
  const write = (state) => {
    const values = (state[key] ?? []).map(valueOf);
    for (const { box, item } of boxes) box.checked = values.includes(item.value);
  };
  write({ [key]: initial(element)[1] });
  return {
    node,
    read: chosen,
    write,
    empty: () => chosen()[key].length === 0,
    focus: () => node.querySelector("input")?.focus(),
  };
}

function drawFilter(element, boxes) {
  const narrow = (event) => {
    // The filter is no answer, so its change must not reach the list around it.
    event.stopPropagation();
    const wanted = event.target.value.trim().toLowerCase();
    for (const { node, item, box } of boxes) {
      node.hidden = !box.checked && !item.label.toLowerCase().includes(wanted);
    }
  };
  const placeholder = plainText(element.placeholder) || "Filter";
  return el("input", {
    type: "search",
    class: "input several-filter",
    placeholder,
    "aria-label": placeholder,
    on: { input: narrow, change: (event) => event.stopPropagation() },
  });
}

function drawBox(item, type, name, reader = null) {
  const box = el("input", { type, name, value: item.value });
  const words = reader ? drawText(item.option.text, reader) : [item.label];
  const detail = reader && item.option.description;
  const node = el(
    "label",
    { class: "choice" },
    box,
    el(
      "span",
      { class: "choice-text", dir: "auto" },
      words,
      detail ? el("small", {}, drawText(detail, reader)) : null,
    ),
  );
  return { node, box, item };
}

/** Radio buttons or checkboxes, all options in sight. */
export function drawChoices(element, surface, { label, onChoose }) {
  const many = element.type === "checkboxes";
  const key = many ? "selected_options" : "selected_option";
  const name = uniqueId("choice");
  const boxes = (element.options ?? []).map((option) =>
    drawBox(optionItem(option), many ? "checkbox" : "radio", name, surface.reader),
  );
  const node = el(
    "div",
    {
      class: "choices",
      role: many ? "group" : "radiogroup",
      "aria-label": label,
      data: { actionId: element.action_id },
      on: { change: () => onChoose(read()) },
    },
    boxes.map((box) => box.node),
  );
  const read = () => {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ item }) => item.option);
    return { [key]: many ? chosen : (chosen[0] ?? null) };
  };
  const write = (state) => {
    const values = [state[key] ?? []].flat().map(valueOf);
    for (const { box, item } of boxes) box.checked = values.includes(item.value);
  };
  write({ [key]: element[key.replace("selected", "initial")] });
  return {
    node,
    read,
    write,
    empty: () => !boxes.some(({ box }) => box.checked),
    focus: () => boxes[0]?.box.focus(),
  };
}
