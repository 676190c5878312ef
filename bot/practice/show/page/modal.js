/** Forms that the app opens: Slack's modal views, the top one of the stack in sight. */

import { drawBlocks } from "./blocks.js";
import { el, icon } from "./dom.js";
import { Form } from "./form.js";
import { closeMenu, trapFocus } from "./menu.js";
import { plainText } from "./mrkdwn.js";

let dialog = null;
let form = null;
const NOTHING = { id: null, signature: null, errors: null };
let drawn = NOTHING;
/** What was entered in views that another view now covers. */
const covered = new Map();

/** Draws the top view. @param {object} deeds {click, submit, close, options} about a view */
export function drawModal(desk, deeds) {
  const { views } = desk.state;
  const view = views.at(-1);
  if (!view) {
    closeDialog();
    return;
  }
  const signature = JSON.stringify([
    view.blocks,
    view.title,
    view.submit,
    view.close,
    views.length,
    desk.me,
  ]);
  if (view.id !== drawn.id || signature !== drawn.signature) {
    redraw(view, views.length, signature, desk, deeds);
  }
  // Only news from the app: what this page found itself stays until it is put right.
  const errors = JSON.stringify(view.errors ?? {});
  if (errors !== drawn.errors) showProblems(view.errors ?? {});
  drawn.errors = errors;
}

function closeDialog() {
  if (!dialog) return;
  closeMenu();
  dialog.close();
  dialog.remove();
  dialog = null;
  form = null;
  drawn = NOTHING;
  covered.clear();
}

function redraw(view, depth, signature, desk, deeds) {
  const isSame = view.id === drawn.id;
  if (form && drawn.id) covered.set(drawn.id, form);
  const focused = isSame ? document.activeElement?.dataset?.actionId : null;
  const scrolled = isSame ? dialog.querySelector(".view-body")?.scrollTop : 0;
  form = new Form();
  if (!dialog) dialog = openDialog();
  // The listeners of the dialog outlive a view, so they ask for the present one.
  dialog.current = { view, deeds };
  dialog.dataset.viewId = view.id;
  dialog.dataset.callbackId = view.callback_id ?? "";
  dialog.setAttribute("aria-label", plainText(view.title));
  dialog.replaceChildren(...drawParts(view, depth, desk, deeds));
  form.restore(covered.get(view.id)?.values() ?? view.values ?? {});
  drawn = { id: view.id, signature, errors: null };
  dialog.querySelector(".view-body").scrollTop = scrolled ?? 0;
  setFocus(focused);
}

function openDialog() {
  const node = el("dialog", { class: "view", data: { testid: "view" } });
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    node.current.deeds.close(node.current.view);
  });
  trapFocus(node);
  document.body.append(node);
  node.showModal();
  return node;
}

function setFocus(actionId) {
  const again = actionId && dialog.querySelector(`[data-action-id="${CSS.escape(actionId)}"]`);
  const wanted = dialog.querySelector("[data-focus-on-load]");
  const first = dialog.querySelector(".view-body :is(input, select, textarea)");
  (again || wanted || first || dialog.querySelector(".dialog-buttons button"))?.focus();
}

function drawParts(view, depth, desk, deeds) {
  const theForm = form;
  const surface = {
    reader: desk.reader,
    form: theForm,
    act: (element, block, done) => deeds.click(view, element, block, done, theForm),
    options: (element, block, query) => deeds.options(view, element, block, query),
  };
  const close = () => deeds.close(view);
  const closeLabel = plainText(view.close) || (view.submit ? "Cancel" : "Close");
  return [
    el(
      "header",
      { class: "view-head" },
      depth > 1
        ? el(
            "button",
            {
              type: "button",
              class: "icon-button",
              "aria-label": "Back",
              data: { testid: "view-back" },
              on: { click: close },
            },
            icon("back"),
          )
        : null,
      el("h2", { dir: "auto" }, plainText(view.title)),
      el(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": "Close",
          data: { testid: "view-x" },
          on: { click: close },
        },
        icon("close"),
      ),
    ),
    el(
      "form",
      {
        class: "view-form",
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            if (view.submit) submit(view, theForm, deeds);
          },
        },
      },
      el(
        "div",
        { class: "view-body" },
        el("div", { class: "view-problem", role: "alert", hidden: true }),
        drawBlocks(view.blocks ?? [], surface),
      ),
      el(
        "div",
        { class: "dialog-buttons" },
        el(
          "button",
          { type: "button", class: "button", data: { testid: "view-close" }, on: { click: close } },
          closeLabel,
        ),
        view.submit
          ? el(
              "button",
              { type: "submit", class: "button primary", data: { testid: "view-submit" } },
              plainText(view.submit),
            )
          : null,
      ),
    ),
  ];
}

async function submit(view, theForm, deeds) {
  const problems = theForm.problems();
  showProblems(problems);
  if (Object.keys(problems).length > 0) {
    focusFirstProblem();
    return;
  }
  drawn.errors = null;
  const button = dialog.querySelector("[data-testid=view-submit]");
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  await deeds.submit(view, theForm.values());
  button.disabled = false;
  button.removeAttribute("aria-busy");
  focusFirstProblem();
}

/** Writes each sentence below its input; what belongs to no input stands at the top. */
function showProblems(problems) {
  const left = { ...problems };
  for (const block of dialog.querySelectorAll(".block-input")) {
    const problem = left[block.dataset.blockId];
    delete left[block.dataset.blockId];
    showProblem(block, problem);
  }
  const top = dialog.querySelector(".view-problem");
  top.textContent = Object.values(left).join(" ");
  top.hidden = top.textContent === "";
}

function showProblem(block, problem) {
  const place = block.querySelector(".input-error");
  if (place.textContent !== (problem ?? "")) place.textContent = problem ?? "";
  place.hidden = !problem;
  block.classList.toggle("wrong", Boolean(problem));
  const control = block.querySelector("input, select, textarea");
  if (problem) control?.setAttribute("aria-invalid", "true");
  else control?.removeAttribute("aria-invalid");
}

function focusFirstProblem() {
  const wrong = dialog?.querySelector(".block-input.wrong");
  if (wrong) form.focus(wrong.dataset.blockId);
}
