/** The pretend clock in the top bar: what time it is, and the buttons that move it on. */

import { city, exact, nextHourOfDay, shortDay, time } from "./dates.js";
import { el, icon } from "./dom.js";

const buttons = document.getElementById("clock-buttons");
const passing = document.getElementById("passing");
const clock = document.getElementById("clock");

const STEPS = [
  { label: "+1 hour", testid: "forward-hour", minutes: 60 },
  { label: "+1 day", testid: "forward-day", minutes: 24 * 60 },
  { label: "to next 9:00", testid: "forward-morning", hour: 9 },
  { label: "+1 week", testid: "forward-week", minutes: 7 * 24 * 60 },
];

/** Makes the buttons. `move` gets {minutes}, {to: ISO} or {stop: true}. */
export function setUpClock(desk, move) {
  const stop = el(
    "button",
    {
      type: "button",
      class: "clock-button stop",
      data: { testid: "clock-stop" },
      hidden: true,
      on: { click: () => move({ stop: true }) },
    },
    icon("stop"),
    "Stop",
  );
  const steps = STEPS.map(({ label, testid, minutes, hour }) =>
    el(
      "button",
      {
        type: "button",
        class: "clock-button",
        data: { testid },
        title: `Move the clock ${label}`,
        on: { click: () => move(minutes ? { minutes } : { to: nextMorning(desk, hour) }) },
      },
      label,
    ),
  );
  buttons.append(...steps, stop);
}

function nextMorning(desk, hour) {
  return nextHourOfDay(desk.now(), hour, desk.reader.zone).toISOString();
}

/** Shows the time in the acting person's zone; the buttons rest while time is passing. */
export function drawClock(desk) {
  const { zone } = desk.reader;
  const now = desk.now();
  const { running } = desk.state;
  const shown = document.getElementById("clock-time");
  shown.textContent = time(now, zone);
  shown.setAttribute("datetime", now.toISOString());
  document.getElementById("clock-day").textContent = shortDay(now, zone);
  document.getElementById("clock-city").textContent = city(zone);
  clock.title = `Pretend time for ${desk.state.me.real_name}: ${exact(now, zone)}`;
  clock.dataset.now = now.toISOString();
  clock.dataset.running = String(Boolean(running));
  passing.hidden = !running;
  const { name } = desk.state.app;
  passing.lastChild.textContent = desk.state.catching_up
    ? `${name} is catching up…`
    : "Time is passing";
  const hadFocus = buttons.contains(document.activeElement);
  for (const button of buttons.children) {
    const isStop = button.classList.contains("stop");
    button.hidden = isStop !== Boolean(running);
  }
  // A button that disappears under the focus hands it to the one that took its place.
  if (hadFocus && document.activeElement.hidden)
    buttons.querySelector("button:not([hidden])").focus();
}
