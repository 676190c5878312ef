/** The small square that stands for a person or an app. */

import { el, icon } from "./dom.js";

/** An avatar with initials on the person's colour; the app of the workspace has its own mark. */
export function drawAvatar(person, { isApp = false, size = "" } = {}) {
  if (isApp)
    return el("span", { class: `avatar app ${size}`, "aria-hidden": "true" }, icon("duly"));
  const node = el("span", { class: `avatar ${size}`, "aria-hidden": "true" }, initials(person));
  const color = /^#?([0-9a-f]{6})$/i.exec(person?.color ?? "")?.[1];
  if (color) node.style.setProperty("--tone", `#${color}`);
  return node;
}

function initials(person) {
  if (person?.initials) return person.initials;
  const words = (person?.real_name ?? "?").split(/\s+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0])
    .join("")
    .toUpperCase();
}
