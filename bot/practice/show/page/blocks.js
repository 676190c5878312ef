/**
 * Draws Slack's Block Kit: the cards, forms and Home that an app sends.
 * https://docs.slack.dev/reference/block-kit/blocks
 */

import { el, uniqueId } from "./dom.js";
import { drawElement, drawPicture } from "./elements.js";
import { drawText, plainText } from "./mrkdwn.js";
import { drawRichText } from "./richtext.js";

/** All blocks of a message, form or Home; `surface` as in elements.js. */
export function drawBlocks(blocks, surface) {
  return blocks.map((block) => drawBlock(block, surface));
}

function drawBlock(block, surface) {
  const draw = BLOCKS[block.type] ?? drawUnknown;
  const content = draw(block, surface);
  const attributes = { class: `block block-${block.type}`, data: { blockId: block.block_id } };
  return el("div", attributes, content);
}

function drawSection(block, surface) {
  const text = block.text ? drawSectionText(block, surface) : null;
  const fields = block.fields?.length
    ? el(
        "div",
        { class: "fields" },
        block.fields.map((field) => drawField(field, surface)),
      )
    : null;
  const words = el("div", { class: "section-words" }, text, fields);
  if (!block.accessory) return words;
  const accessory = el("div", { class: "accessory" }, drawElement(block.accessory, block, surface));
  return el("div", { class: "section-row" }, words, accessory);
}

const LONG_TEXT = 700;

/** Like Slack, a message shows the beginning of a long text until the reader wants the rest. */
function drawSectionText(block, surface) {
  const text = el("div", { class: "text", dir: "auto" }, drawText(block.text, surface.reader));
  const isLong = surface.shortens && !block.expand && block.text.text.length > LONG_TEXT;
  if (!isLong) return text;
  text.classList.add("shortened");
  const more = el(
    "button",
    {
      type: "button",
      class: "link-button",
      "aria-expanded": "false",
      on: {
        click: () => {
          const shortened = text.classList.toggle("shortened");
          more.textContent = shortened ? "Show more" : "Show less";
          more.setAttribute("aria-expanded", String(!shortened));
        },
      },
    },
    "Show more",
  );
  return [text, more];
}

function drawField(field, surface) {
  const nodes = drawText(field, surface.reader);
  // "*Owner*" on a line of its own above the value is how Block Kit writes a labelled field.
  const isLabel = nodes[0]?.tagName === "STRONG" && nodes[1]?.tagName === "BR";
  if (isLabel) {
    const [label, , ...value] = nodes;
    return el(
      "div",
      { class: "field" },
      el("div", { class: "field-label" }, ...label.childNodes),
      el("div", { dir: "auto" }, value),
    );
  }
  return el("div", { class: "field", dir: "auto" }, nodes);
}

function drawHeader(block) {
  return el(
    "div",
    { class: "header-text", role: "heading", "aria-level": "3", dir: "auto" },
    plainText(block.text),
  );
}

function drawContext(block, surface) {
  return (block.elements ?? []).map((element) =>
    element.type === "image"
      ? drawPicture(element, "small-picture")
      : el("span", { class: "context-text", dir: "auto" }, drawText(element, surface.reader)),
  );
}

function drawActions(block, surface) {
  return (block.elements ?? []).map((element) => drawElement(element, block, surface));
}

function drawImage(block) {
  return el(
    "figure",
    {},
    block.title ? el("figcaption", {}, plainText(block.title)) : null,
    drawPicture(block, "wide-picture"),
  );
}

/** One line of a form: label, control, hint, and room for what is wrong with the answer. */
function drawInput(block, surface) {
  const label = plainText(block.label);
  const control = drawElement(block.element, block, surface, label);
  const target = control.matches("input, select, textarea")
    ? control
    : control.querySelector("input[type=text]");
  if (target) target.id = uniqueId("input");
  return [
    el(
      target ? "label" : "div",
      { class: "input-label", for: target?.id },
      el("span", { dir: "auto" }, label),
      block.optional ? el("span", { class: "optional" }, "optional") : null,
    ),
    control,
    block.hint ? el("div", { class: "hint", dir: "auto" }, plainText(block.hint)) : null,
    el("div", {
      class: "input-error",
      role: "alert",
      data: { testid: "input-error" },
      hidden: true,
    }),
  ];
}

function drawTable(block, surface) {
  const align = (column) => block.column_settings?.[column]?.align ?? "left";
  const cell = (content, column, tag) =>
    el(
      tag,
      { class: `align-${align(column)}`, dir: "auto" },
      content.type === "rich_text"
        ? drawRichText(content, surface.reader)
        : String(content.text ?? ""),
    );
  const [head, ...rows] = block.rows ?? [];
  const line = (cells, tag) =>
    el(
      "tr",
      {},
      (cells ?? []).map((one, at) => cell(one, at, tag)),
    );
  return el(
    "div",
    { class: "table-scroll" },
    el(
      "table",
      {},
      block.caption ? el("caption", {}, block.caption) : null,
      el("thead", {}, line(head, "th")),
      el(
        "tbody",
        {},
        rows.map((row) => line(row, "td")),
      ),
    ),
  );
}

/**
 * A chart of bars: for each category its series side by side, drawn from plain boxes.
 * Whoever hears the page instead of seeing it gets the figures in its label.
 */
function drawChart(block) {
  const { series = [], axis_config: axes = {} } = block.chart ?? {};
  if (!series.length) return drawUnknown(block);
  const valueOf = (one, label) => one.data.find((point) => point.label === label)?.value ?? 0;
  const most = Math.max(1, ...series.flatMap((one) => one.data.map((point) => point.value)));
  const bar = (one, at, label) => {
    const words = `${label}, ${one.name}: ${valueOf(one, label)}`;
    const box = el("span", { class: `chart-bar chart-series-${at % 4}`, title: words });
    box.style.height = `${(100 * Math.max(0, valueOf(one, label))) / most}%`;
    return box;
  };
  const column = (label) =>
    el(
      "div",
      { class: "chart-column" },
      el(
        "div",
        { class: "chart-bars" },
        series.map((one, at) => bar(one, at, label)),
      ),
      el("span", { class: "chart-label" }, label),
    );
  const key = (one, at) =>
    el("span", { class: "chart-key" }, el("i", { class: `chart-series-${at % 4}` }), one.name);
  const figures = (axes.categories ?? []).map(
    (label) => `${label}: ${series.map((one) => `${one.name} ${valueOf(one, label)}`).join(", ")}`,
  );
  return el(
    "figure",
    { class: "chart", role: "img", "aria-label": `${block.title}. ${figures.join(". ")}.` },
    el("figcaption", {}, block.title),
    el("div", { class: "chart-columns" }, (axes.categories ?? []).map(column)),
    el("div", { class: "chart-keys" }, series.map(key)),
  );
}

function drawAlert(block, surface) {
  return el(
    "div",
    { class: `alert alert-${block.level ?? "default"}`, dir: "auto" },
    drawText(block.text, surface.reader),
  );
}

/** Standard Markdown is shown as written: this page reads only Slack's own format. */
function drawMarkdown(block) {
  return el("div", { class: "as-typed", dir: "auto" }, block.text ?? "");
}

function drawUnknown(block) {
  return el("div", { class: "unknown" }, `A block of the type ${block.type}. Slack may draw it.`);
}

const BLOCKS = {
  section: drawSection,
  header: drawHeader,
  context: drawContext,
  divider: () => el("hr"),
  actions: drawActions,
  image: drawImage,
  input: drawInput,
  rich_text: (block, surface) => drawRichText(block, surface.reader),
  table: drawTable,
  data_table: drawTable,
  data_visualization: drawChart,
  alert: drawAlert,
  markdown: drawMarkdown,
};
