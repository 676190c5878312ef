/** The field at the bottom: messages, slash commands and the app's shortcuts. */

import { suggest } from "./completion.js";
import { el, icon, uniqueId } from "./dom.js";
import { openMenu } from "./menu.js";

const form = document.getElementById("composer");
const drafts = new Map();
let sentBefore = "";
let place = null;
let desk = null;
let deeds = null;
let offer = { from: 0, items: [] };
let marked = -1;
/** The message below which is written: {ts, said}; null in the channel itself. */
let thread = null;

const list = el("div", {
  class: "suggestions",
  role: "listbox",
  id: uniqueId("suggestions"),
  "aria-label": "Suggestions",
  data: { testid: "suggestions" },
  hidden: true,
});
const field = el("textarea", {
  id: "composer-text",
  rows: "1",
  dir: "auto",
  "aria-label": "Message",
  role: "combobox",
  "aria-expanded": "false",
  "aria-controls": list.id,
  "aria-autocomplete": "list",
  data: { testid: "composer" },
});
const sendButton = el(
  "button",
  {
    type: "submit",
    class: "send",
    "aria-label": "Send",
    title: "Send (Enter)",
    data: { testid: "send" },
  },
  icon("send"),
);
const shortcutButton = el(
  "button",
  {
    type: "button",
    class: "icon-button",
    "aria-label": "Shortcuts",
    title: "Shortcuts",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    data: { testid: "shortcuts" },
  },
  icon("bolt"),
);
const chooser = el("input", {
  type: "file",
  hidden: true,
  tabindex: "-1",
  "aria-label": "File to share",
  data: { testid: "attach-file" },
});
const attachButton = el(
  "button",
  {
    type: "button",
    class: "icon-button",
    "aria-label": "Share a file",
    title: "Share a file, or drop one here",
    data: { testid: "attach" },
  },
  icon("attach"),
);
const threadSaid = el("span", { dir: "auto" });
const threadBar = el(
  "div",
  { class: "thread-bar", data: { testid: "thread" }, hidden: true },
  icon("message"),
  threadSaid,
  el(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "Leave the thread",
      title: "Leave the thread (Escape)",
      data: { testid: "leave-thread" },
      on: { click: () => replyTo(null) },
    },
    icon("close"),
  ),
);
const usage = el("div", { class: "usage", data: { testid: "usage" } });

form.append(list, threadBar, el("div", { class: "composer-box" }, shortcutButton, attachButton, chooser, field, sendButton), usage);

/** Draws the field for the open place. @param {object} actions {say(text, ts), share(file, text, ts), shortcut(one)} */
export function drawComposer(theDesk, actions) {
  desk = theDesk;
  deeds = actions;
  const now = `${desk.me} ${desk.place}`;
  if (now !== place) changePlace(now);
  const channel = desk.reader.channel(desk.channelId);
  const mayWrite = Boolean(desk.channelId) && channel?.is_member !== false && !channel?.is_archived;
  field.disabled = !mayWrite;
  field.placeholder = mayWrite
    ? `Message ${desk.placeTitle} — or type / for commands`
    : refusal(channel);
  attachButton.disabled = !mayWrite;
  shortcutButton.hidden = !desk.state.shortcuts.some((one) => one.type === "global");
  update();
}

function refusal(channel) {
  if (!channel) return "There is no conversation here to write in.";
  if (channel.is_archived) return "This channel is archived. Nobody can write here.";
  return `${desk.state.me.real_name} is not in this channel. Act as somebody else to write here.`;
}

function changePlace(now) {
  if (place) drafts.set(place, field.value);
  place = now;
  replyTo(null);
  field.value = drafts.get(now) ?? "";
  closeSuggestions();
}

/** Puts a text into the field, ready to be sent. */
export function prefill(text) {
  field.value = text;
  field.focus();
  field.setSelectionRange(text.length, text.length);
  update();
  closeSuggestions();
}

/** Writes below a message from now on, as in its thread; null writes in the channel itself. */
export function replyTo(message) {
  thread = message;
  threadBar.hidden = !message;
  threadSaid.textContent = message ? `Reply to “${message.said}”` : "";
  if (message) field.focus();
}

/** Puts the cursor into the field. */
export function focusComposer() {
  field.focus();
}

function update() {
  sendButton.disabled = field.disabled || field.value.trim() === "";
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
  const word = /^\/\S+/.exec(field.value)?.[0];
  const command = word && desk.state.commands.find((one) => one.command === word);
  usage.classList.toggle("keys", !command);
  usage.replaceChildren(
    ...(command
      ? [el("code", {}, command.command), ` ${command.usage_hint || command.description}`]
      : [
          el("kbd", {}, "Enter"),
          " sends, ",
          el("kbd", {}, "Shift"),
          " + ",
          el("kbd", {}, "Enter"),
          " starts a new line, ",
          el("kbd", {}, "Ctrl"),
          " + ",
          el("kbd", {}, "K"),
          " jumps",
        ]),
  );
}

function showSuggestions() {
  offer = suggest(field.value, field.selectionStart, desk);
  marked = offer.items.length > 0 && offer.items[0].eager ? 0 : -1;
  list.replaceChildren(
    ...offer.items.map((item, index) =>
      el(
        "div",
        {
          class: "suggestion",
          role: "option",
          id: `${list.id}-${index}`,
          on: {
            pointerdown: (event) => {
              event.preventDefault();
              take(index);
            },
          },
        },
        el("strong", {}, item.label),
        el("span", {}, item.detail),
      ),
    ),
  );
  list.hidden = offer.items.length === 0;
  field.setAttribute("aria-expanded", String(!list.hidden));
  mark(marked);
}

function mark(index) {
  marked = index;
  [...list.children].forEach((node, at) => {
    node.setAttribute("aria-selected", String(at === index));
    if (at === index) node.scrollIntoView({ block: "nearest" });
  });
  if (index >= 0) field.setAttribute("aria-activedescendant", `${list.id}-${index}`);
  else field.removeAttribute("aria-activedescendant");
}

function closeSuggestions() {
  list.hidden = true;
  offer = { from: 0, items: [] };
  field.setAttribute("aria-expanded", "false");
  mark(-1);
}

function take(index) {
  const { insert } = offer.items[index];
  const after = field.value.slice(field.selectionStart).replace(/^ /, "");
  field.value = field.value.slice(0, offer.from) + insert + after;
  const caret = offer.from + insert.length;
  field.setSelectionRange(caret, caret);
  update();
  showSuggestions();
}

async function submit() {
  const text = field.value.trim();
  if (!text || field.disabled) return;
  const placeOfText = place;
  closeSuggestions();
  field.value = "";
  update();
  const sent = await deeds.say(text, thread?.ts);
  if (sent) sentBefore = text;
  // A text that was refused comes back, unless the person has moved on.
  else if (place === placeOfText && !field.value) prefill(text);
}

/** Shares a file, with what is written as the words beside it. */
async function share(file) {
  if (!file || field.disabled) return;
  const text = field.value.trim();
  field.value = "";
  update();
  const sent = await deeds.share(file, text, thread?.ts);
  if (!sent && !field.value) prefill(text);
}

function onKey(event) {
  const open = !list.hidden;
  const count = offer.items.length;
  if (event.isComposing) return;
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const step = event.key === "ArrowDown" ? 1 : -1;
    mark((marked + step + count + (marked === -1 && step === -1 ? 1 : 0)) % count);
  } else if (open && event.key === "Tab" && !event.shiftKey) take(Math.max(marked, 0));
  else if (open && event.key === "Escape") closeSuggestions();
  else if (event.key === "Enter" && !event.shiftKey) {
    if (open && marked >= 0) take(marked);
    else submit();
  } else if (event.key === "Escape" && thread) replyTo(null);
  else if (event.key === "ArrowUp" && field.value === "" && sentBefore) prefill(sentBefore);
  else return;
  event.preventDefault();
}

field.addEventListener("input", () => {
  update();
  showSuggestions();
});
field.addEventListener("keydown", onKey);
field.addEventListener("blur", closeSuggestions);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
attachButton.addEventListener("click", () => chooser.click());
chooser.addEventListener("change", async () => {
  const [file] = chooser.files;
  await share(file);
  // The same file may be chosen again.
  chooser.value = "";
});
/** Files may be dropped on the messages as well as on the field. */
for (const target of [form, document.getElementById("stream")]) {
  target.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  target.addEventListener("drop", async (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    for (const file of event.dataTransfer.files) await share(file);
  });
}
shortcutButton.addEventListener("click", () => {
  const items = desk.state.shortcuts
    .filter((one) => one.type === "global")
    .map((one) => ({
      label: one.name,
      detail: one.description,
      value: one.callback_id,
      testid: `shortcut-${one.callback_id}`,
      choose: () => deeds.shortcut(one),
    }));
  openMenu(shortcutButton, items, { label: "Shortcuts", above: true });
});
