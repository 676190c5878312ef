/** A menu whose choices the app finds while a person types (external_select). */

import { optionGroups, optionItem } from "./choices.js";
import { el, uniqueId } from "./dom.js";
import { plainText } from "./mrkdwn.js";

const PAUSE_MS = 200;
const LEAST = 3; // Slack's own, where the app says nothing

const SEARCHING = "Searching…";
const NOTHING = "No results";
const FAILED = "The choices could not be loaded.";

/** A select with one answer; what is typed only searches, and a choice is made in the list. */
export function drawSearchSelect(element, surface, { block, label, onChoose }) {
  let option = null;
  const list = drawList(label);
  const input = el("input", {
    type: "text",
    class: "input",
    role: "combobox",
    autocomplete: "off",
    "aria-label": label,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.node.id,
    data: { actionId: element.action_id },
    placeholder: plainText(element.placeholder) || "Type to search",
  });
  const words = () => (option ? optionItem(option).label : "");
  const choose = (chosen) => {
    const isNew = chosen?.value !== option?.value;
    option = chosen;
    input.value = words();
    close();
    if (isNew && chosen) onChoose(read());
  };
  const close = () => {
    search.forget();
    list.hide();
    input.setAttribute("aria-expanded", "false");
  };
  const search = searching(element, async (query, isLatest) => {
    list.say(SEARCHING);
    input.setAttribute("aria-expanded", "true");
    const answer = await surface.options(element, block, query);
    if (!isLatest()) return;
    if (!answer) list.say(FAILED);
    else list.offer(optionGroups(answer), choose);
    input.setAttribute("aria-activedescendant", list.activeId());
  });
  const open = () => search.now(option ? "" : input.value);
  input.addEventListener("click", () => list.node.hidden && open());
  input.addEventListener("input", () => {
    if (input.value === "") option = null;
    search.soon(input.value);
  });
  // The list takes no focus, so what was typed and not chosen is given up when the field is left.
  input.addEventListener("blur", () => choose(option));
  input.addEventListener("keydown", (event) => {
    const isOpen = !list.node.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) open();
      else list.move(event.key === "ArrowDown" ? 1 : -1);
      input.setAttribute("aria-activedescendant", list.activeId());
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      list.take();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      choose(option);
    }
  });
  const read = () => ({ selected_option: option });
  const write = (state) => {
    option = state.selected_option ?? null;
    input.value = words();
  };
  write({ selected_option: element.initial_option });
  return {
    node: el("div", { class: "search-select" }, input, list.node),
    read,
    write,
    empty: () => !option,
    focus: () => input.focus(),
  };
}

/** Asks once the person pauses; an answer that comes after a later question is not shown. */
function searching(element, ask) {
  let timer = null;
  let latest = 0;
  const now = (query) => {
    clearTimeout(timer);
    latest += 1;
    const mine = latest;
    if (query.length >= (element.min_query_length ?? LEAST)) ask(query, () => mine === latest);
  };
  return {
    now,
    soon: (query) => {
      clearTimeout(timer);
      timer = setTimeout(() => now(query), PAUSE_MS);
    },
    forget: () => {
      clearTimeout(timer);
      latest += 1;
    },
  };
}

/** The list below the field: what was found, or one line that says what is the matter. */
function drawList(label) {
  const node = el("div", {
    class: "found",
    role: "listbox",
    id: uniqueId("found"),
    "aria-label": label,
    hidden: true,
    // A press on the list must not take the focus, or the field would give up first.
    on: { mousedown: (event) => event.preventDefault() },
  });
  let rows = [];
  let active = 0;
  const mark = () => {
    rows.forEach((row, index) => row.node.setAttribute("aria-selected", String(index === active)));
    rows[active]?.node.scrollIntoView({ block: "nearest" });
  };
  const fill = (...children) => {
    node.replaceChildren(...children);
    node.hidden = false;
  };
  return {
    node,
    say: (sentence) => {
      rows = [];
      fill(el("p", { class: "found-none" }, sentence));
    },
    offer: (groups, choose) => {
      rows = [];
      active = 0;
      fill(...groups.flatMap((group) => drawGroup(group, rows, choose)));
      if (rows.length === 0) fill(el("p", { class: "found-none" }, NOTHING));
      mark();
    },
    hide: () => (node.hidden = true),
    move: (by) => {
      active = Math.max(0, Math.min(active + by, rows.length - 1));
      mark();
    },
    take: () => rows[active]?.choose(),
    activeId: () => rows[active]?.node.id ?? "",
  };
}

function drawGroup(group, rows, choose) {
  const drawn = group.items.map((item) => {
    const row = { choose: () => choose(item.option) };
    row.node = el(
      "div",
      {
        class: "found-row",
        role: "option",
        id: uniqueId("choice"),
        dir: "auto",
        data: { value: item.value },
        on: { click: row.choose },
      },
      item.label,
    );
    rows.push(row);
    return row.node;
  });
  return group.label ? [el("p", { class: "found-group" }, group.label), ...drawn] : drawn;
}
