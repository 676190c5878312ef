/** A small menu that opens at a button, and the question that Slack asks before a step. */

import { el } from "./dom.js";

let open = null;

/** Closes the open menu, if any. */
export function closeMenu() {
  open?.();
}

/** Puts `panel` beside `anchor`, inside the window, above whatever dialog is open. */
export function placeBeside(anchor, panel, { above = false } = {}) {
  const host = anchor.closest("dialog") ?? document.body;
  host.append(panel);
  const at = anchor.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const fitsBelow = at.bottom + size.height + 8 < window.innerHeight;
  const top = above || !fitsBelow ? Math.max(8, at.top - size.height - 4) : at.bottom + 4;
  const left = Math.max(8, Math.min(at.left, window.innerWidth - size.width - 8));
  panel.style.top = `${top}px`;
  panel.style.left = `${left}px`;
}

/**
 * Opens a menu at `anchor`. Items are {label, detail, value, choose()}; arrow keys move,
 * Enter chooses, Escape closes and gives the focus back.
 */
export function openMenu(anchor, items, { label, above = false } = {}) {
  closeMenu();
  const panel = el("div", { class: "menu", role: "menu", "aria-label": label });
  const close = (giveFocusBack = false) => {
    panel.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    open = null;
    if (giveFocusBack) anchor.focus();
  };
  const outside = (event) => {
    if (!panel.contains(event.target) && !anchor.contains(event.target)) close();
  };
  panel.append(...items.map((item) => menuItem(item, close)));
  panel.addEventListener("keydown", (event) => moveInMenu(event, panel, close));
  document.addEventListener("pointerdown", outside, true);
  anchor.setAttribute("aria-expanded", "true");
  open = close;
  placeBeside(anchor, panel, { above });
  panel.firstElementChild?.focus();
}

function menuItem(item, close) {
  const choose = () => {
    close(true);
    item.choose();
  };
  return el(
    "button",
    {
      type: "button",
      class: "menu-item",
      role: "menuitem",
      tabindex: "-1",
      data: { value: item.value, testid: item.testid },
      on: { click: choose },
    },
    el("span", { dir: "auto" }, item.label),
    item.detail ? el("small", {}, item.detail) : null,
  );
}

function moveInMenu(event, panel, close) {
  const items = [...panel.children];
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(at + step + items.length) % items.length].focus();
  else if (event.key === "Escape") close(true);
  else if (event.key === "Tab") close();
  else return;
  if (event.key !== "Tab") event.preventDefault();
  event.stopPropagation();
}

/** Keeps Tab inside a dialog. */
export function trapFocus(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...dialog.querySelectorAll("button, input, select, textarea, a[href]")].filter(
      (node) => !node.disabled && node.tabIndex >= 0 && node.offsetParent !== null,
    );
    if (stops.length === 0) return;
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  });
}

/** Asks the question of a confirmation object; true when the person goes on. */
export function ask({ title, text, confirm, deny, danger = false }) {
  return new Promise((resolve) => {
    const dialog = el("dialog", {
      class: "question",
      "aria-label": title,
      data: { testid: "confirm" },
    });
    const answer = (yes) => {
      dialog.close();
      dialog.remove();
      resolve(yes);
    };
    dialog.append(
      el("h2", {}, title),
      el("div", { class: "question-text" }, text),
      el(
        "div",
        { class: "dialog-buttons" },
        el(
          "button",
          {
            type: "button",
            class: "button",
            data: { testid: "confirm-deny" },
            on: { click: () => answer(false) },
          },
          deny,
        ),
        el(
          "button",
          {
            type: "button",
            class: `button ${danger ? "danger" : "primary"}`,
            data: { testid: "confirm-yes" },
            on: { click: () => answer(true) },
          },
          confirm,
        ),
      ),
    );
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      answer(false);
    });
    trapFocus(dialog);
    document.body.append(dialog);
    dialog.showModal();
  });
}
