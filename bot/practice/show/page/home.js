/** The app's Home: the page that the app keeps for each person. */

import { drawBlocks } from "./blocks.js";
import { dayKey } from "./dates.js";
import { arrange, el, keepFocus } from "./dom.js";
import { Form } from "./form.js";

const home = document.getElementById("home");
let drawn = null;

/** Draws Home for the acting person. @param {object} deeds {click, options} */
export function drawHome(desk, deeds) {
  const blocks = desk.state.home?.blocks;
  const today = dayKey(desk.now(), desk.reader.zone);
  const signature = JSON.stringify([blocks, desk.signature, today]);
  if (signature === drawn) return;
  drawn = signature;
  keepFocus(home, () => arrange(home, [drawPage(blocks, desk, deeds)]));
}

function drawPage(blocks, desk, deeds) {
  if (!blocks?.length) {
    return el(
      "p",
      { class: "nothing" },
      desk.state.app.connected
        ? `${desk.state.app.name} has not filled this page yet.`
        : `${desk.state.app.name} is not connected, so this page is empty.`,
    );
  }
  const form = new Form();
  const surface = {
    reader: desk.reader,
    form,
    act: (element, block, done) => deeds.click(element, block, done, form),
    options: deeds.options,
  };
  return el("div", { class: "home-page" }, drawBlocks(blocks, surface));
}
