/** The line above the messages: where I am, and whether the app is there too. */

import { drawAvatar } from "./avatar.js";
import { city, time } from "./dates.js";
import { arrange, el, icon, Kept } from "./dom.js";

const head = document.getElementById("place-head");
const kept = new Kept();

/** Draws the head of the open place. */
export function drawPlaceHead(desk) {
  const { state, place } = desk;
  const channel = desk.reader.channel(desk.channelId);
  const isApp = place === "home" || desk.otherPerson?.id === state.app.bot_user_id;
  const [signature, draw] = isApp
    ? appHead(desk)
    : channel
      ? channelHead(channel, state.app)
      : personHead(desk);
  arrange(head, [kept.node(place, signature, draw)]);
  kept.forgetOthers();
}

function appHead(desk) {
  const { app } = desk.state;
  const bot = desk.person(app.bot_user_id);
  const address = (place) => `#/${desk.state.me.name}/${place}`;
  const tab = (place, label, name) =>
    el(
      "a",
      {
        class: "tab",
        href: address(place),
        data: { testid: `tab-${name}` },
        "aria-current": desk.place === place ? "page" : null,
      },
      label,
    );
  return [
    JSON.stringify([app, bot?.name, desk.me]),
    () =>
      el(
        "div",
        { class: "place-line" },
        drawAvatar(bot, { isApp: true }),
        el("div", { class: "place-words" }, el("h1", {}, app.name), drawStatus(app)),
        el(
          "nav",
          { class: "tabs", "aria-label": app.name },
          tab("home", "Home", "home"),
          tab(`@${bot?.name ?? "app"}`, "Messages", "messages"),
        ),
      ),
  ];
}

function drawStatus(app) {
  return el(
    "span",
    { class: `status ${app.connected ? "up" : "down"}` },
    app.connected ? "Connected" : "Not connected",
  );
}

function channelHead(channel, app) {
  const presence = channel.bot_is_member
    ? `${app.name} is in this channel`
    : `${app.name} is not in this channel`;
  return [
    JSON.stringify([channel.name, channel.topic, presence]),
    () =>
      el(
        "div",
        { class: "place-line" },
        el(
          "div",
          { class: "place-words" },
          el("h1", {}, icon(channel.is_private ? "lock" : "hash"), channel.name),
          el("span", { class: "topic", dir: "auto", title: channel.topic }, channel.topic),
        ),
        el(
          "span",
          { class: `chip ${channel.bot_is_member ? "on" : ""}` },
          channel.bot_is_member ? icon("duly") : null,
          presence,
        ),
      ),
  ];
}

function personHead(desk) {
  const person = desk.otherPerson;
  if (!person)
    return ["nobody", () => el("div", { class: "place-line" }, el("h1", {}, "Nobody here"))];
  const local = `${time(desk.now(), person.tz)} in ${city(person.tz)}`;
  return [
    JSON.stringify([person.real_name, person.title, local]),
    () =>
      el(
        "div",
        { class: "place-line" },
        drawAvatar(person),
        el(
          "div",
          { class: "place-words" },
          el("h1", {}, person.real_name),
          el("span", { class: "topic" }, `${person.title} · ${local}`),
        ),
      ),
  ];
}
