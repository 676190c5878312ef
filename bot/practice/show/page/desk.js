/**
 * The page's desk: reads the workspace, has everything drawn, and carries out every deed.
 * The address names both: `#/sara/billing`, `#/sara/@duly` (direct message), `#/omar/home`.
 */

import { contentOf, DeskError, follow, read, send } from "./api.js";
import { drawClock, setUpClock } from "./clock.js";
import { drawComposer, focusComposer, prefill, replyTo } from "./composer.js";
import { drawConversation } from "./conversation.js";
import { closeDrawer, drawDrawer, setUpDrawer } from "./drawer.js";
import { drawHome } from "./home.js";
import { drawModal } from "./modal.js";
import { drawPlaceHead } from "./placehead.js";
import { choosePerson, drawSidebar, openJump } from "./sidebar.js";
import { appPlace, currentConversation, desk, findPlace, firstPlace, takeState } from "./state.js";
import { drawWelcome, showWelcome, tick } from "./welcome.js";

const EXAMPLE = "task Rewrite the refund mail to @{owner} by friday for Acme";
const GIVES = /^\/\S+ task\s/;
const SLACKBOT = "USLACKBOT";
const TOAST_MS = 7000;
const HEADLINE = 60;

let stopFollowing = () => {};
let isUp = true;

// ---- reading -------------------------------------------------------------------------

let reading = null;
let readAgain = false;

/** Reads the workspace and draws it; calls that come meanwhile share one more round. */
function refresh() {
  if (reading) {
    readAgain = true;
    return reading;
  }
  reading = readAndDraw().finally(() => (reading = null));
  return reading;
}

async function readAndDraw() {
  do {
    readAgain = false;
    const { me, place } = desk;
    const state = await read("state", { as: me });
    if (me !== desk.me) {
      readAgain = true;
      continue;
    }
    takeState(state);
    const { channelId } = desk;
    const messages = channelId
      ? (await read("messages", { as: me, channel: channelId })).messages
      : [];
    if (me !== desk.me || place !== desk.place) {
      readAgain = true;
      continue;
    }
    // What is in sight may be pressed while the next place is on its way: each knows where it is.
    desk.messages = messages.map((message) => ({ ...message, channel: channelId }));
    noteUnread();
    // Before the drawing: no place counts as unread what it is just about to show.
    markRead();
    draw();
  } while (readAgain);
}

let noted = "";

/** Remembers how much was unread when the open place came into sight. */
function noteUnread() {
  const where = `${desk.me} ${desk.channelId}`;
  if (where === noted) return;
  noted = where;
  desk.unreadAtOpening = currentConversation()?.unread ?? 0;
}

async function markRead() {
  const conversation = currentConversation();
  if (!conversation?.unread || document.hidden) return;
  conversation.unread = 0;
  await attempt(() => send("read", { as: desk.me, channel: conversation.id }));
}

// ---- drawing -------------------------------------------------------------------------

const home = document.getElementById("home");
const stream = document.getElementById("stream");
const composer = document.getElementById("composer");
const notice = document.getElementById("notice");
const toast = document.getElementById("toast");

function draw() {
  const atHome = desk.place === "home";
  home.hidden = !atHome;
  stream.hidden = atHome;
  composer.hidden = atHome;
  document.body.dataset.as = desk.state.me.name;
  document.body.dataset.place = desk.place;
  document.body.dataset.version = desk.state.version;
  drawClock(desk);
  drawSidebar(desk, (place) => go(place));
  drawDrawer();
  drawPlaceHead(desk);
  drawNotice();
  drawWelcome(cast(), steps);
  if (atHome) drawHome(desk, homeDeeds);
  else drawConversation(desk, messageDeeds);
  drawComposer(desk, composerDeeds);
  drawModal(desk, viewDeeds);
  drawTitle();
}

function drawTitle() {
  const unread = desk.state.dms.reduce((sum, dm) => sum + dm.unread, 0);
  const count = unread ? `(${unread}) ` : "";
  const place = desk.place === "home" ? `${desk.state.app.name} Home` : desk.placeTitle;
  document.title = `${count}${place} · ${desk.state.team.name}, practice`;
}

function drawNotice() {
  const { app } = desk.state;
  const sentence = !isUp
    ? "The practice workspace does not answer. This page comes back when it runs again."
    : app.connected
      ? ""
      : `${app.name} is not connected. Commands and buttons get no answer until it is.`;
  notice.hidden = sentence === "";
  if (notice.textContent !== sentence) notice.textContent = sentence;
}

let toastTimer = null;

/** Says in one sentence what did not work. */
function say(sentence) {
  toast.textContent = sentence;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toast.hidden = true), TOAST_MS);
}

// ---- doing ---------------------------------------------------------------------------

/** Runs one deed and reads the workspace again; true when it was accepted. */
async function attempt(deed) {
  try {
    await deed();
    return true;
  } catch (problem) {
    if (!(problem instanceof DeskError)) throw problem;
    say(problem.message);
    return false;
  }
}

async function act(path, body) {
  const done = await attempt(() => send(path, { as: desk.me, ...body }));
  await attempt(refresh);
  return done;
}

/** The part of a click that is the same on every surface. */
function clicked(element, block, done, form) {
  const values = form.controls.length > 0 ? { values: form.values() } : {};
  return { block_id: block.block_id, action_id: element.action_id, ...done, ...values };
}

function searched(element, block, query) {
  return { block_id: block.block_id, action_id: element.action_id, query };
}

async function options(body) {
  let answer = null;
  await attempt(async () => (answer = await send("options", { as: desk.me, ...body })));
  return answer;
}

/** What a message is called above the field in which it is answered. */
function headline(message) {
  const header = message.blocks?.find((block) => block.type === "header");
  const said = header?.text.text ?? message.text ?? "";
  return said.length > HEADLINE ? `${said.slice(0, HEADLINE)}…` : said;
}

const messageDeeds = {
  async click(message, element, block, done, form) {
    const where = { channel: message.channel, ts: message.ts };
    const accepted = await act("click", { ...where, ...clicked(element, block, done, form) });
    if (accepted) finish("answer");
  },
  options: (message, element, block, query) =>
    options({ channel: message.channel, ts: message.ts, ...searched(element, block, query) }),
  dismiss: (message) => act("dismiss", { ts: message.ts }),
  reply: (message) => replyTo({ ts: message.thread_ts ?? message.ts, said: headline(message) }),
  shortcut: (one, message) =>
    act("shortcut", { callback_id: one.callback_id, channel: message.channel, ts: message.ts }),
};

const homeDeeds = {
  click: (element, block, done, form) =>
    act("click", { home: true, ...clicked(element, block, done, form) }),
  options: (element, block, query) =>
    options({ view_id: desk.state.home?.id, ...searched(element, block, query) }),
};

const viewDeeds = {
  click: (view, element, block, done, form) =>
    act("click", { view_id: view.id, ...clicked(element, block, done, form) }),
  submit: (view, values) => act("submit", { view_id: view.id, values }),
  close: (view) => act("close", { view_id: view.id }),
  options: (view, element, block, query) =>
    options({ view_id: view.id, ...searched(element, block, query) }),
};

const composerDeeds = {
  async say(text, thread) {
    const below = thread ? { thread_ts: thread } : {};
    const sent = await act("command", { channel: desk.channelId, text, ...below });
    if (sent && GIVES.test(text)) finish("give");
    return sent;
  },
  async share(file, text, thread) {
    const { channelId } = desk;
    const below = thread ? { thread_ts: thread } : {};
    const content = await contentOf(file);
    return act("share", { channel: channelId, name: file.name, content, text, ...below });
  },
  shortcut: (one) => act("shortcut", { callback_id: one.callback_id, channel: desk.channelId }),
};

async function moveClock(body) {
  const moved = await act("clock", body);
  if (moved && !body.stop) finish("wait");
}

// ---- the first three steps -----------------------------------------------------------

/** The two people of the first steps: by name where the sample company has them. */
function players() {
  const people = desk.people();
  const named = (name, otherwise) => people.find((one) => one.name === name) ?? otherwise;
  return { giver: named("omar", people[0]), owner: named("sara", people.at(1) ?? people[0]) };
}

function cast() {
  const first = (person) => person?.real_name.split(/\s+/)[0] ?? "somebody";
  const { giver, owner } = players();
  return { giver: first(giver), owner: first(owner), app: desk.state.app.name };
}

const steps = {
  async give() {
    const { giver, owner } = players();
    const channel =
      desk.state.channels.find((one) => one.name === "billing") ?? desk.state.channels[0];
    await go(channel?.name ?? desk.place, giver);
    const command = desk.state.commands[0]?.command;
    if (command) prefill(`${command} ${EXAMPLE.replace("{owner}", owner.name)}`);
  },
  answer: () => go(appPlace(), players().owner),
  wait: () => moveClock({ minutes: 24 * 60 }),
};

function finish(step) {
  tick(step);
  drawWelcome(cast(), steps);
}

// ---- going places --------------------------------------------------------------------

/** Goes to a place, as another person when one is given. */
function go(place, person = desk.person(desk.me)) {
  const address = `#/${person.name}/${place}`;
  if (location.hash !== address) history.pushState(null, "", address);
  return arrive();
}

/** Becomes somebody else, at the same place when that person can be there. */
function actAs(id) {
  const channel = desk.state.channels.find((one) => one.name === desk.place);
  const stays = desk.place === "home" || (channel && !channel.is_private);
  return go(stays ? desk.place : appPlace(), desk.person(id));
}

let arrivals = 0;

/** Makes person and place those of the address, and reads what is there. */
async function arrive() {
  arrivals += 1;
  const arrival = arrivals;
  const [, name, ...rest] = decodeURIComponent(location.hash).split("/");
  const people = desk.people();
  const person = people.find((user) => user.name === name) ?? desk.person(desk.me) ?? people[0];
  const isNewPerson = person.id !== desk.me;
  desk.me = person.id;
  desk.place = rest.join("/");
  if (isNewPerson) {
    watch(person.id);
    await attempt(async () => {
      const state = await read("state", { as: person.id });
      if (arrival === arrivals) takeState(state);
    });
  }
  // Whoever clicked again meanwhile is already on the way elsewhere.
  if (arrival !== arrivals) return;
  settle(person);
  closeDrawer();
  if (desk.place === "home") await attempt(() => send("home", { as: person.id }));
  await attempt(refresh);
  const isThere = arrival === arrivals && desk.place !== "home";
  if (isThere && !document.querySelector("dialog[open]")) focusComposer();
}

/** Chooses a place where the address names none that exists, and puts it into the address. */
function settle(person) {
  findPlace();
  if (desk.place !== "home" && !desk.channelId && !desk.otherPerson) {
    desk.place = firstPlace();
    findPlace();
  }
  const address = `#/${person.name}/${desk.place}`;
  if (decodeURIComponent(location.hash) !== address) history.replaceState(null, "", address);
}

/** Follows what changes for a person, in place of whoever was followed before. */
function watch(id) {
  stopFollowing();
  stopFollowing = follow(
    id,
    () => attempt(refresh),
    (up) => {
      isUp = up;
      drawNotice();
    },
  );
}

function onKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  if (!document.querySelector("dialog[open]")) openJump(desk, (place) => go(place), actAs);
}

function everySecond() {
  drawClock(desk);
  drawSidebar(desk, (place) => go(place));
}

async function start() {
  // Slackbot is in every workspace, so it can ask who else is there.
  takeState(await read("state", { as: SLACKBOT }));
  setUpClock(desk, moveClock);
  setUpDrawer();
  document
    .getElementById("person-switcher")
    .addEventListener("click", () => choosePerson(desk, actAs));
  document
    .getElementById("jump")
    .addEventListener("click", () => openJump(desk, (place) => go(place), actAs));
  document
    .getElementById("show-welcome")
    .addEventListener("click", () => showWelcome(cast(), steps));
  window.addEventListener("hashchange", () => arrive());
  window.addEventListener("keydown", onKey);
  document.addEventListener("visibilitychange", () => !document.hidden && attempt(refresh));
  await arrive();
  setInterval(everySecond, 1000);
}

await start();
