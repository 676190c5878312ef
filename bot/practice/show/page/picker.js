/** A list with a search field: choose a person to act as, or jump to a place. */

import { el, uniqueId } from "./dom.js";
import { trapFocus } from "./menu.js";

/**
 * Opens the picker. Items are {label, detail, mark, words, current, testid, choose()}, where
 * `mark` is a node before the label, `words` what the search looks through and `current` the
 * remark behind the item that is in force now.
 */
export function openPicker({ title, placeholder, items, anchor = null }) {
  const list = el("div", {
    class: "picker-list",
    role: "listbox",
    id: uniqueId("picker"),
    "aria-label": title,
  });
  const search = el("input", {
    type: "text",
    class: "input",
    placeholder,
    "aria-label": placeholder,
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": list.id,
    autocomplete: "off",
  });
  const dialog = el(
    "dialog",
    { class: "picker", "aria-label": title, data: { testid: "picker" } },
    search,
    list,
  );
  let shown = [];
  let active = 0;

  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const choose = (item) => {
    close();
    item.choose();
  };
  const mark = (at) => {
    active = Math.max(0, Math.min(at, shown.length - 1));
    [...list.children].forEach((node, index) =>
      node.setAttribute("aria-selected", String(index === active)),
    );
    const node = list.children[active];
    node?.scrollIntoView({ block: "nearest" });
    if (node?.id) search.setAttribute("aria-activedescendant", node.id);
  };
  const narrow = () => {
    const wanted = search.value.trim().toLowerCase().split(/\s+/);
    shown = items.filter((item) => wanted.every((word) => item.words.toLowerCase().includes(word)));
    list.replaceChildren(...shown.map((item) => drawItem(item, () => choose(item))));
    if (shown.length === 0) list.append(el("p", { class: "picker-none" }, "Nothing by that name."));
    mark(0);
  };
  search.addEventListener("input", narrow);
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark(active + step);
    else if (event.key === "Enter" && shown[active]) choose(shown[active]);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  dialog.addEventListener("pointerdown", (event) => event.target === dialog && close());
  trapFocus(dialog);
  document.body.append(dialog);
  narrow();
  dialog.showModal();
  if (anchor) placeAt(dialog, anchor);
  mark(
    Math.max(
      0,
      shown.findIndex((item) => item.current),
    ),
  );
  search.focus();
}

function drawItem(item, choose) {
  return el(
    "div",
    {
      class: `picker-item${item.current ? " current" : ""}`,
      role: "option",
      id: uniqueId("option"),
      data: { testid: item.testid },
      on: { click: choose },
    },
    item.mark,
    el(
      "span",
      { class: "picker-words" },
      el("span", {}, item.label),
      item.detail ? el("small", {}, item.detail) : null,
    ),
    item.badge ? el("span", { class: "badge" }, item.badge) : null,
    item.current ? el("small", { class: "picker-current" }, item.current) : null,
  );
}

function placeAt(dialog, anchor) {
  const at = anchor.getBoundingClientRect();
  dialog.classList.add("beside");
  dialog.style.top = `${at.bottom + 4}px`;
  dialog.style.left = `${at.left}px`;
}
