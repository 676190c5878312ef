/** The left side: the company, who I am, and the places I can go. */

import { drawAvatar } from "./avatar.js";
import { city, time } from "./dates.js";
import { arrange, el, icon, keepFocus, Kept } from "./dom.js";
import { openPicker } from "./picker.js";

const list = document.getElementById("places");
const switcher = document.getElementById("person-switcher");
const kept = new Kept();

/** Draws the whole sidebar for the desk's present state. `go` takes the person to a place. */
export function drawSidebar(desk, go) {
  drawTeam(desk);
  drawSwitcher(desk);
  keepFocus(list, () => arrange(list, sections(desk, go)));
  kept.forgetOthers();
}

function drawTeam(desk) {
  document.getElementById("app-name").textContent = desk.state.app.name;
  document.getElementById("team").replaceChildren(el("strong", {}, desk.state.team.name));
}

function drawSwitcher(desk) {
  const { me } = desk.state;
  const signature = JSON.stringify([me.id, me.real_name, me.title, localTime(me, desk)]);
  const content = kept.node("me", signature, () =>
    el(
      "span",
      { class: "switcher-row" },
      drawAvatar(me),
      el(
        "span",
        { class: "switcher-words" },
        el("small", { class: "acting" }, "Acting as"),
        el("strong", {}, me.real_name),
        el("small", {}, me.title),
        el("small", {}, localTime(me, desk)),
      ),
      icon("swap"),
    ),
  );
  arrange(switcher, [content]);
}

function localTime(person, desk) {
  return `${time(desk.now(), person.tz)} in ${city(person.tz)}`;
}

/** Lets the newcomer become somebody else. */
export function choosePerson(desk, actAs) {
  openPicker({
    title: "Act as",
    placeholder: "Find a person",
    anchor: switcher,
    items: desk.people().map((person) => personItem(person, desk, actAs)),
  });
}

function personItem(person, desk, actAs) {
  return {
    label: person.real_name,
    detail: `${person.title} · ${localTime(person, desk)}`,
    words: `act as ${person.real_name} ${person.name} ${person.title}`,
    mark: drawAvatar(person, { size: "small" }),
    badge: person.unread ? String(person.unread) : null,
    current: person.id === desk.me ? "you" : null,
    testid: `person-${person.name}`,
    choose: () => actAs(person.id),
  };
}

/** Jump to any place or person by typing a part of the name. */
export function openJump(desk, go, actAs) {
  const items = allPlaces(desk).map((place) => ({
    ...place,
    label: place.full ?? place.label,
    words: place.full ?? place.label,
    mark: drawMark(place),
    testid: null,
    badge: null,
    current: place.current ? "here" : null,
    choose: () => go(place.address),
  }));
  const people = desk
    .people()
    .filter((person) => person.id !== desk.me)
    .map((person) => ({
      ...personItem(person, desk, actAs),
      label: `Act as ${person.real_name}`,
      testid: null,
    }));
  openPicker({
    title: "Jump to",
    placeholder: "A channel, a message or a person",
    items: [...items, ...people],
  });
}

function sections(desk, go) {
  const all = allPlaces(desk);
  const names = [...new Set(all.map((place) => place.section))];
  return names.map((name) => {
    const section = kept.node(`section ${name}`, "", () =>
      el("div", { class: "places-section" }, el("h2", {}, name), el("div", {})),
    );
    const links = all
      .filter((place) => place.section === name)
      .map((place) => placeLink(place, desk, go));
    arrange(section.lastChild, links);
    return section;
  });
}

/** Every place of the acting person, in the order of the sidebar. */
function allPlaces(desk) {
  const { state } = desk;
  const app = state.users.find((user) => user.id === state.app.bot_user_id);
  const appName = state.app.name;
  const dms = state.dms.map((dm) => [dm, desk.person(dm.user_id)]);
  const direct = dms.find(([dm]) => dm.user_id === state.app.bot_user_id)?.[0];
  const own = state.channels.filter((channel) => channel.is_member);
  const others = state.channels.filter((channel) => !channel.is_member && !channel.is_private);
  const place = (section, address, label, extra) => ({
    section,
    address,
    label,
    unread: 0,
    current: address === desk.place,
    ...extra,
  });
  return [
    place(appName, "home", "Home", { icon: "home", testid: "home", full: `${appName}: Home` }),
    place(appName, `@${app?.name ?? "app"}`, "Messages", {
      icon: "message",
      testid: "dm-duly",
      unread: direct?.unread ?? 0,
      loud: true,
      full: `${appName}: Messages`,
    }),
    ...own.map((channel) =>
      place("Channels", channel.name, channel.name, {
        icon: channel.is_private ? "lock" : "hash",
        testid: `channel-${channel.name}`,
        unread: channel.unread,
      }),
    ),
    ...others.map((channel) =>
      place("Other channels", channel.name, channel.name, {
        icon: "hash",
        testid: `channel-${channel.name}`,
        faded: true,
      }),
    ),
    ...dms
      .filter(([dm, person]) => dm !== direct && person)
      .map(([dm, person]) =>
        place("Direct messages", `@${person.name}`, person.real_name, {
          person,
          testid: `dm-${person.name}`,
          unread: dm.unread,
          loud: true,
        }),
      ),
  ];
}

function placeLink(place, desk, go) {
  const { address, label, unread, current, faded, loud } = place;
  const { name } = desk.state.me;
  const signature = JSON.stringify([name, address, label, unread, current, faded]);
  const classes = ["place", current && "current", faded && "faded", unread && "unread"];
  return kept.node(address, signature, () =>
    el(
      "a",
      {
        class: classes.filter(Boolean).join(" "),
        href: `#/${name}/${address}`,
        "aria-current": current ? "page" : null,
        data: { testid: place.testid, unread },
        on: { click: (event) => follow(event, () => go(address)) },
      },
      drawMark(place),
      el("span", { class: "place-name" }, label),
      unread
        ? el(
            "span",
            { class: loud ? "badge" : "count", "aria-label": `${unread} unread` },
            unread > 99 ? "99+" : String(unread),
          )
        : null,
    ),
  );
}

/** A plain click goes there as whoever acts by then; other clicks are the browser's. */
function follow(event, step) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  step();
}

function drawMark(place) {
  return place.person ? drawAvatar(place.person, { size: "tiny" }) : icon(place.icon);
}
