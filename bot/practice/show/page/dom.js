/**
 * Builds the elements of the page. Text always enters as text, never as markup,
 * so whatever a person typed stays what they typed.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * One element. `attributes` are set as attributes, except `class`, `data` (data-*), `on`
 * (event listeners) and `value`/`checked`/`selected`/`disabled`/`hidden` (properties).
 * Children are nodes, strings, lists of these, or nothing.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, defined(value));
    else if (name === "on") listen(node, value);
    else if (["value", "checked", "selected", "disabled", "hidden"].includes(name)) {
      node[name] = value;
    } else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

function listen(node, listeners) {
  for (const [event, listener] of Object.entries(listeners)) node.addEventListener(event, listener);
}

function defined(values) {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** A drawing from the sheet in index.html; decoration only, so screen readers skip it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

let counter = 0;

/** An id that no other element of the page has. */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Makes `parent` hold exactly `nodes` in this order and moves only what has to move. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let next = parent.firstChild;
  for (const node of nodes) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
}

/**
 * Keeps drawn nodes between two drawings: a node is built again only when what it shows
 * (its signature) changed, so that open menus, half-typed text and focus survive.
 */
export class Kept {
  constructor() {
    this.nodes = new Map();
    this.seen = new Set();
  }

  /** The node of `key`: the one from last time, or a new one when `signature` is another. */
  node(key, signature, build) {
    this.seen.add(key);
    const kept = this.nodes.get(key);
    if (kept && kept.signature === signature) return kept.node;
    const node = build(kept?.node ?? null);
    this.nodes.set(key, { signature, node });
    return node;
  }

  /** Forgets what was not asked for since the last call. */
  forgetOthers() {
    for (const key of this.nodes.keys()) if (!this.seen.has(key)) this.nodes.delete(key);
    this.seen.clear();
  }
}

/** Runs `redraw` and gives the focus back to the same control when redrawing replaced it. */
export function keepFocus(container, redraw) {
  const active = document.activeElement;
  const name = container.contains(active) ? focusName(active) : null;
  redraw();
  if (name === null || container.contains(document.activeElement)) return;
  const scope = name.ts ? container.querySelector(`[data-ts="${CSS.escape(name.ts)}"]`) : container;
  scope?.querySelector(name.selector)?.focus({ preventScroll: true });
}

function focusName(node) {
  const { actionId, testid } = node.dataset;
  const selector = actionId
    ? `[data-action-id="${CSS.escape(actionId)}"]`
    : `[data-testid="${CSS.escape(testid ?? "")}"]`;
  return { ts: node.closest("[data-ts]")?.dataset.ts, selector };
}
