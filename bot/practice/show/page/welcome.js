/** The first-time card: three things that show in a minute what the app is for. */

import { el, icon } from "./dom.js";

const card = document.getElementById("welcome");
const MEMORY = "practice-welcome";

const STEPS = [
  {
    name: "give",
    title: "Give someone a task",
    words: (cast) => `As ${cast.giver}, send the command that we have typed for you.`,
  },
  {
    name: "answer",
    title: "Answer as its owner",
    words: (cast) => `Become ${cast.owner} and press a button in the message that arrived.`,
  },
  {
    name: "wait",
    title: "Let time pass",
    words: (cast) => `Move a day forward and see whom ${cast.app} asks next.`,
  },
];

let memory = recall();
let drawn = null;

function recall() {
  try {
    return { hidden: false, done: [], ...JSON.parse(localStorage.getItem(MEMORY) ?? "{}") };
  } catch (problem) {
    // Private windows may refuse storage; the card then simply shows again.
    if (problem instanceof SyntaxError || problem instanceof DOMException) {
      return { hidden: false, done: [] };
    }
    throw problem;
  }
}

function remember(change) {
  memory = { ...memory, ...change };
  try {
    localStorage.setItem(MEMORY, JSON.stringify(memory));
  } catch (problem) {
    if (!(problem instanceof DOMException)) throw problem;
  }
}

/** Draws the card. @param {object} cast {giver, owner, app} names @param {object} start a
 *  function per step that takes the newcomer there */
export function drawWelcome(cast, start) {
  card.hidden = memory.hidden;
  const signature = JSON.stringify([memory, cast]);
  if (signature === drawn) return;
  drawn = signature;
  // Whoever has begun knows how it goes, and needs the room for what arrives.
  card.classList.toggle("begun", memory.done.length > 0);
  card.classList.toggle("finished", memory.done.length === STEPS.length);
  card.replaceChildren(
    el(
      "div",
      { class: "welcome-head" },
      el(
        "h2",
        {},
        memory.done.length === STEPS.length
          ? "That was the heart of it"
          : "New here? Three things to try",
      ),
      el(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": "Put this card away",
          data: { testid: "welcome-close" },
          on: { click: () => hide(cast, start) },
        },
        icon("close"),
      ),
    ),
    el(
      "ol",
      {},
      STEPS.map((step, at) => el("li", {}, drawStep(step, at, cast, start))),
    ),
  );
}

function drawStep(step, at, cast, start) {
  const isDone = memory.done.includes(step.name);
  const isNext = step === STEPS.find(({ name }) => !memory.done.includes(name));
  return el(
    "button",
    {
      type: "button",
      class: `welcome-step${isDone ? " done" : ""}${isNext ? " next" : ""}`,
      title: step.words(cast),
      data: { testid: `try-${step.name}` },
      on: { click: start[step.name] },
    },
    el("span", { class: "welcome-number" }, isDone ? icon("duly") : String(at + 1)),
    el(
      "span",
      { class: "welcome-words" },
      el("strong", {}, step.title, isDone ? el("span", { class: "sr-only" }, " (done)") : null),
      el("span", {}, step.words(cast)),
    ),
  );
}

function hide(cast, start) {
  remember({ hidden: true });
  drawWelcome(cast, start);
}

/** Shows the card again, from the beginning when all was done. */
export function showWelcome(cast, start) {
  const done = memory.done.length === STEPS.length ? [] : memory.done;
  remember({ hidden: false, done });
  drawWelcome(cast, start);
}

/** Ticks a step. */
export function tick(name) {
  if (!memory.done.includes(name)) remember({ done: [...memory.done, name] });
}
