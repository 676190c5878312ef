/** Draws Block Kit's interactive elements and says in Slack's words what was done. */

import { drawChoices, drawMultiSelect, drawSelect } from "./choices.js";
import { atWallClock, dayKey, time } from "./dates.js";
import { el, icon } from "./dom.js";
import { ask, openMenu } from "./menu.js";
import { drawText, plainText } from "./mrkdwn.js";
import { drawSearchSelect } from "./search.js";

/**
 * One element. `surface` is where it stands: {reader, form, act(element, block, done),
 * options(element, block, query)}; `label` is the input's label. Inside an input block a change is
 * reported only when the block asks for it (`dispatch_action`).
 */
export function drawElement(element, block, surface, label = null) {
  if (element.type === "button" || element.type === "workflow_button") {
    return drawButton(element, block, surface);
  }
  if (element.type === "overflow") return drawOverflow(element, block, surface);
  if (element.type === "image") return drawPicture(element, "picture");
  const draw = CONTROLS[element.type];
  if (!draw) return el("span", { class: "unknown" }, `An element of the type ${element.type}`);
  const reports = block.type !== "input" || block.dispatch_action === true;
  const control = draw(element, surface, {
    block,
    label: label ?? plainText(element.placeholder) ?? element.type,
    onChoose: (state) =>
      reports &&
      confirmed(element, surface).then((yes) => yes && surface.act(element, block, spoken(state))),
  });
  surface.form.add(block, element, control);
  if (element.focus_on_load) control.node.dataset.focusOnLoad = "true";
  return control.node;
}

/** Slack's state in the words of the desk: {selected: {option | user | date | …}} or {value}. */
function spoken(state) {
  const [[key, value]] = Object.entries(state);
  if (key === "value") return { value };
  const plain = (entry) => entry?.value ?? entry;
  const said = Array.isArray(value) ? value.map(plain) : plain(value);
  return { selected: { [key.replace("selected_", "")]: said } };
}

async function confirmed(element, surface) {
  if (!element.confirm) return true;
  const { title, text, confirm, deny, style } = element.confirm;
  return ask({
    title: plainText(title),
    text: drawText(text, surface.reader),
    confirm: plainText(confirm) || "Yes",
    deny: plainText(deny) || "Cancel",
    danger: style === "danger",
  });
}

function drawButton(element, block, surface) {
  const press = async () => {
    if (!(await confirmed(element, surface))) return;
    if (element.url && /^https?:/i.test(element.url)) {
      window.open(element.url, "_blank", "noopener,noreferrer");
    }
    node.setAttribute("aria-busy", "true");
    await surface.act(element, block, { value: element.value ?? null });
    node.removeAttribute("aria-busy");
  };
  const node = el(
    "button",
    {
      type: "button",
      class: `button ${element.style ?? ""}`,
      "aria-label": element.accessibility_label,
      data: { actionId: element.action_id, value: element.value },
      on: { click: press },
    },
    el("span", { dir: "auto" }, plainText(element.text)),
    element.url ? icon("outside") : null,
  );
  return node;
}

function drawOverflow(element, block, surface) {
  const choose = async (option) => {
    if (option.url) window.open(option.url, "_blank", "noopener,noreferrer");
    if (await confirmed(element, surface)) {
      await surface.act(element, block, { selected: { option: option.value } });
    }
  };
  const items = (element.options ?? []).map((option) => ({
    label: plainText(option.text),
    detail: plainText(option.description),
    value: option.value,
    choose: () => choose(option),
  }));
  const node = el(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-label": "More",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      title: "More",
      data: { actionId: element.action_id },
      on: { click: () => openMenu(node, items, { label: "More" }) },
    },
    icon("more"),
  );
  return node;
}

/** An image. Pictures from elsewhere are never fetched: the alternative text stands for them. */
export function drawPicture(image, kind) {
  const address = image.image_url ?? "";
  const alt = image.alt_text ?? "";
  const here =
    /^data:image\//.test(address) ||
    (URL.canParse(address) && new URL(address).origin === location.origin);
  if (here) return el("img", { class: kind, src: address, alt });
  return el(
    "span",
    { class: `${kind} absent`, role: "img", "aria-label": alt, title: alt },
    icon("image"),
    kind === "wide-picture" ? el("span", { dir: "auto" }, alt) : null,
  );
}

/** A control over one input field; `key` is the name of its value in Slack's state. */
function field(
  node,
  key,
  starting,
  { toSlack = (value) => value, fromSlack = (value) => value } = {},
) {
  const write = (state) => (node.value = fromSlack(state[key]) ?? "");
  write({ [key]: starting });
  return {
    node,
    read: () => ({ [key]: node.value === "" ? null : toSlack(node.value) }),
    write,
    empty: () => node.value.trim() === "",
    focus: () => node.focus(),
  };
}

function drawTextInput(element, surface, { label, onChoose }) {
  const lines = element.multiline === true;
  const kinds = { email_text_input: "email", url_text_input: "url" };
  const node = el(lines ? "textarea" : "input", {
    class: "input",
    type: lines ? null : (kinds[element.type] ?? "text"),
    rows: lines ? 4 : null,
    placeholder: plainText(element.placeholder),
    "aria-label": label,
    dir: "auto",
    maxlength: element.max_length ?? 3000,
    autocomplete: "off",
    data: { actionId: element.action_id },
  });
  const control = field(node, "value", element.initial_value);
  const moments = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (moments.includes("on_character_entered")) {
    node.addEventListener("input", () => onChoose(control.read()));
  }
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || lines) return;
    if (moments.includes("on_enter_pressed")) onChoose(control.read());
  });
  return control;
}

function drawNumber(element, surface, { label, onChoose }) {
  const node = el("input", {
    class: "input",
    type: "number",
    step: element.is_decimal_allowed ? "any" : "1",
    min: element.min_value,
    max: element.max_value,
    "aria-label": label,
    placeholder: plainText(element.placeholder),
    data: { actionId: element.action_id },
  });
  const control = field(node, "value", element.initial_value);
  node.addEventListener("change", () => onChoose(control.read()));
  return control;
}

function drawDatePicker(element, surface, { label, onChoose }) {
  const node = el("input", {
    class: "input date",
    type: "date",
    "aria-label": label,
    data: { actionId: element.action_id },
  });
  const control = field(node, "selected_date", element.initial_date);
  node.addEventListener("change", () => onChoose(control.read()));
  return control;
}

function drawTimePicker(element, surface, { label, onChoose }) {
  const node = el("input", {
    class: "input date",
    type: "time",
    "aria-label": label,
    data: { actionId: element.action_id },
  });
  const control = field(node, "selected_time", element.initial_time);
  node.addEventListener("change", () => onChoose(control.read()));
  return control;
}

/** Date and time in the acting person's zone; Slack states it as seconds since 1970. */
function drawMomentPicker(element, surface, { label, onChoose }) {
  const { zone } = surface.reader;
  const node = el("input", {
    class: "input date",
    type: "datetime-local",
    "aria-label": label,
    data: { actionId: element.action_id },
  });
  const control = field(node, "selected_date_time", element.initial_date_time, {
    toSlack: (value) => {
      const [year, month, day, hour, minute] = value.split(/\D/).map(Number);
      return atWallClock({ year, month, day, hour, minute }, zone).getTime() / 1000;
    },
    fromSlack: (unix) => {
      const moment = unix && new Date(unix * 1000);
      return moment ? `${dayKey(moment, zone)}T${time(moment, zone)}` : "";
    },
  });
  node.addEventListener("change", () => onChoose(control.read()));
  return control;
}

const CONTROLS = {
  plain_text_input: drawTextInput,
  email_text_input: drawTextInput,
  url_text_input: drawTextInput,
  number_input: drawNumber,
  datepicker: drawDatePicker,
  timepicker: drawTimePicker,
  datetimepicker: drawMomentPicker,
  static_select: drawSelect,
  users_select: drawSelect,
  channels_select: drawSelect,
  conversations_select: drawSelect,
  external_select: drawSearchSelect,
  multi_static_select: drawMultiSelect,
  multi_users_select: drawMultiSelect,
  multi_channels_select: drawMultiSelect,
  multi_conversations_select: drawMultiSelect,
  radio_buttons: drawChoices,
  checkboxes: drawChoices,
};
