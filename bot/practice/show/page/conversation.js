/** The messages of one channel or direct message, by day and by author. */

import { drawAvatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { dayHeading, dayKey, exact, time } from "./dates.js";
import { arrange, el, icon, keepFocus, Kept } from "./dom.js";
import { Form } from "./form.js";
import { openMenu } from "./menu.js";
import { drawMrkdwn } from "./mrkdwn.js";

const stream = document.getElementById("stream");
const toNewest = document.getElementById("to-newest");

const ONE_BREATH_MS = 5 * 60_000;
const NEAR_END_PX = 80;
const SLACKBOT = { id: "USLACKBOT", real_name: "Slackbot", is_bot: true };

/** What is drawn now: the place, and the newest message seen in it. */
let shown = { place: null, newest: "", firstUnread: null };
let kept = new Kept();
const saidBy = new WeakMap();

/** Whether the reader is at the newest message, and so wants to stay there. */
let atEnd = true;

toNewest.addEventListener("click", () => scrollToEnd());
stream.addEventListener("scroll", () => {
  atEnd = isNearEnd();
  if (atEnd) toNewest.hidden = true;
});
// What opens above or below takes room from the messages, and never from the newest of them.
new ResizeObserver(() => atEnd && scrollToEnd()).observe(stream);

/**
 * Draws the messages of the desk's open channel.
 * @param {object} deeds {click(message, element, block, done, form), shortcut(one, message),
 *   options(message, element, block, query), dismiss(message), reply(message)}
 */
export function drawConversation(desk, deeds) {
  const place = `${desk.me} ${desk.channelId}`;
  const opened = place !== shown.place;
  if (opened) open(place, desk);
  // Screen readers read what arrives later, not the whole conversation at its opening.
  stream.setAttribute("aria-live", opened ? "off" : "polite");
  keepFocus(stream, () => arrange(stream, drawRows(desk, deeds, opened)));
  kept.forgetOthers();
  const arrived = newerThanSeen(desk);
  if (opened || atEnd || arrived.some((message) => isForMe(message, desk))) scrollToEnd();
  else if (arrived.length > 0) toNewest.hidden = false;
  shown.newest = arrived.at(-1)?.ts ?? shown.newest;
}

function open(place, desk) {
  const others = desk.messages.filter(
    (message) => message.user !== desk.me && !message.ephemeral,
  );
  const unread = desk.unreadAtOpening;
  kept = new Kept();
  toNewest.hidden = true;
  shown = { place, newest: "", firstUnread: unread ? (others.at(-unread)?.ts ?? null) : null };
}

/** What I wrote and what only I am told: the answer to what I have just done. */
function isForMe(message, desk) {
  return message.ephemeral || message.user === desk.me;
}

function isNearEnd() {
  return stream.scrollHeight - stream.scrollTop - stream.clientHeight < NEAR_END_PX;
}

function scrollToEnd() {
  stream.scrollTop = stream.scrollHeight;
  atEnd = true;
  toNewest.hidden = true;
}

function newerThanSeen(desk) {
  return desk.messages.filter((message) => message.ts > shown.newest);
}

function author(message, desk) {
  if (message.user === SLACKBOT.id) return SLACKBOT;
  return (
    desk.person(message.user) ?? {
      id: message.user ?? "",
      real_name: message.username ?? message.user ?? "Somebody",
    }
  );
}

function drawRows(desk, deeds, opened) {
  const { messages } = desk;
  const replies = repliesByParent(messages);
  const rows = [];
  let before = null;
  for (const message of messages) {
    if (isReply(message) && replies.get(message.thread_ts)?.parent) continue;
    const isNewDay = !before || day(before, desk) !== day(message, desk);
    if (isNewDay) rows.push(drawDay(message, desk));
    const isFirstUnread = message.ts === shown.firstUnread;
    if (isFirstUnread) rows.push(drawUnreadLine());
    const follows = !isNewDay && !isFirstUnread && isSameBreath(before, message);
    rows.push(keepMessage(message, desk, deeds, { follows, opened }));
    const answers = replies.get(message.ts)?.answers ?? [];
    rows.push(
      ...answers.map((answer) => keepMessage(answer, desk, deeds, { reply: true, opened })),
    );
    before = answers.at(-1) ?? message;
  }
  return rows.length > 0 ? rows : [drawEmpty(desk)];
}

function isReply(message) {
  return Boolean(message.thread_ts) && message.thread_ts !== message.ts;
}

/** Replies stand below the message they answer: {parent ts: {parent, answers}}. */
function repliesByParent(messages) {
  const threads = new Map();
  for (const message of messages) {
    const key = isReply(message) ? message.thread_ts : message.ts;
    const thread = threads.get(key) ?? { parent: null, answers: [] };
    if (isReply(message)) thread.answers.push(message);
    else thread.parent = message;
    threads.set(key, thread);
  }
  return threads;
}

function moment(message) {
  return message.when ? new Date(message.when) : new Date(Number(message.ts) * 1000);
}

function day(message, desk) {
  return dayKey(moment(message), desk.reader.zone);
}

function isSameBreath(before, message) {
  return (
    before.user === message.user &&
    !before.ephemeral &&
    !message.ephemeral &&
    !isReply(before) &&
    !message.blocks?.length &&
    moment(message) - moment(before) < ONE_BREATH_MS
  );
}

function drawDay(message, desk) {
  const heading = dayHeading(moment(message), desk.reader.zone, desk.now());
  return kept.node(`day ${day(message, desk)}`, heading, () =>
    el("div", { class: "day", role: "separator", "aria-label": heading }, el("span", {}, heading)),
  );
}

function drawUnreadLine() {
  return kept.node("unread", "", () =>
    el("div", { class: "unread-line", role: "separator" }, el("span", {}, "New")),
  );
}

function drawEmpty(desk) {
  return kept.node("empty", desk.channelId ?? "", () =>
    el(
      "p",
      { class: "nothing" },
      desk.channelId
        ? "Nothing here yet. Write something, or type / to see what the app can do."
        : "There is no conversation here yet.",
    ),
  );
}

function keepMessage(message, desk, deeds, how) {
  const said = JSON.stringify(message);
  const signature = [said, how.follows, desk.signature, relevantDay(said, desk)].join("\n");
  return kept.node(message.ts, signature, (before) => {
    const node = drawMessage(message, desk, deeds, how);
    if (before && saidBy.get(before) !== said) node.classList.add("changed");
    else if (!before && !how.opened) node.classList.add("arrived");
    saidBy.set(node, said);
    return node;
  });
}

/** "Tomorrow" becomes "today" overnight, so texts with dates are drawn anew each day. */
function relevantDay(said, desk) {
  return said.includes("date") ? dayKey(desk.now(), desk.reader.zone) : "";
}

function drawMessage(message, desk, deeds, { follows = false, reply = false }) {
  const who = author(message, desk);
  const isApp = who.id === desk.state.app.bot_user_id;
  const classes = [
    "message",
    follows && "follows",
    reply && "reply",
    message.ephemeral && "ephemeral",
  ].filter(Boolean);
  const at = moment(message);
  const zone = desk.reader.zone;
  const when = el(
    "time",
    { class: "when", datetime: at.toISOString(), title: exact(at, zone) },
    time(at, zone),
  );
  return el(
    "article",
    {
      class: classes.join(" "),
      "aria-label": `${who.real_name}, ${time(at, zone)}`,
      data: {
        testid: "message",
        ts: message.ts,
        user: message.user,
        ephemeral: message.ephemeral ? "true" : null,
      },
    },
    el("div", { class: "gutter" }, follows ? when : drawAvatar(who, { isApp })),
    el(
      "div",
      { class: "message-main" },
      follows ? null : drawHead(who, isApp, when, message),
      message.ephemeral ? drawOnlyYou(message, deeds) : null,
      drawContent(message, desk, deeds),
      message.edited ? el("small", { class: "edited" }, "edited") : null,
    ),
    drawTools(message, desk, deeds),
  );
}

function drawHead(who, isApp, when, message) {
  return el(
    "div",
    { class: "message-head" },
    el("strong", { dir: "auto" }, who.real_name),
    isApp || who.is_bot ? el("span", { class: "app-badge" }, "app") : null,
    when,
    isReply(message) ? el("small", {}, "in a thread") : null,
  );
}

function drawOnlyYou(message, deeds) {
  const dismiss = () => deeds.dismiss(message);
  return el(
    "div",
    { class: "only-you" },
    icon("eye"),
    "Only you can see this",
    el(
      "button",
      { type: "button", class: "link-button", data: { testid: "dismiss" }, on: { click: dismiss } },
      "Dismiss",
    ),
  );
}

function drawContent(message, desk, deeds) {
  if (!message.blocks?.length) {
    return el(
      "div",
      { class: "message-text text", dir: "auto" },
      drawMrkdwn(message.text ?? "", desk.reader),
      (message.files ?? []).map((file) => drawFile(file, desk)),
    );
  }
  const form = new Form();
  const surface = {
    reader: desk.reader,
    form,
    shortens: true,
    act: (element, block, done) => deeds.click(message, element, block, done, form),
    options: (element, block, query) => deeds.options(message, element, block, query),
  };
  return el("div", { class: "card" }, drawBlocks(message.blocks, surface));
}

function drawFile(file, desk) {
  const where = new URLSearchParams({ as: desk.me, channel: desk.channelId, file: file.id });
  const name = file.id
    ? el(
        "a",
        { href: `/desk/file?${where}`, target: "_blank", rel: "noopener noreferrer", dir: "auto" },
        file.name,
      )
    : el("span", { dir: "auto" }, file.name);
  return el(
    "div",
    { class: "shared-file", data: { testid: "shared-file" } },
    icon("file"),
    name,
    el("small", {}, `${Math.max(1, Math.round(file.size / 1000)).toLocaleString("en")} kB`),
  );
}

function drawTools(message, desk, deeds) {
  if (message.ephemeral) return null;
  return el(
    "div",
    { class: "message-tools" },
    drawReply(message, deeds),
    drawShortcuts(message, desk, deeds),
  );
}

function drawReply(message, deeds) {
  return el(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "Reply in thread",
      title: "Reply in thread",
      data: { testid: "reply" },
      on: { click: () => deeds.reply(message) },
    },
    icon("message"),
  );
}

function drawShortcuts(message, desk, deeds) {
  const shortcuts = desk.state.shortcuts.filter((one) => one.type === "message");
  if (shortcuts.length === 0) return null;
  const items = shortcuts.map((one) => ({
    label: one.name,
    detail: one.description,
    value: one.callback_id,
    testid: `shortcut-${one.callback_id}`,
    choose: () => deeds.shortcut(one, message),
  }));
  const button = el(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "What can be done with this message",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      title: "More actions",
      data: { testid: "message-menu" },
      on: { click: () => openMenu(button, items, { label: "Message actions" }) },
    },
    icon("more"),
  );
  return button;
}
