/** Draws Slack's rich text: text that was never parsed, only put together from parts. */

import { el } from "./dom.js";
import { sign } from "./emoji.js";
import { drawChannel, drawEmoji, drawLink, drawMoment, drawPerson } from "./mrkdwn.js";

/** A rich_text block as a list of nodes. */
export function drawRichText(block, reader) {
  return (block.elements ?? []).map((part) => drawPart(part, reader));
}

function drawPart(part, reader) {
  const inline = () => (part.elements ?? []).map((piece) => drawPiece(piece, reader));
  switch (part.type) {
    case "rich_text_list":
      return drawList(part, reader);
    case "rich_text_quote":
      return el("blockquote", { dir: "auto" }, inline());
    case "rich_text_preformatted":
      return el("pre", {}, el("code", {}, inline()));
    default:
      return el("div", { class: "rich-section", dir: "auto" }, inline());
  }
}

function drawList(part, reader) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const level = Math.min(part.indent ?? 0, 8);
  const attributes = {
    class: `rich-list level-${level}`,
    start: part.offset ? part.offset + 1 : null,
  };
  return el(
    tag,
    attributes,
    (part.elements ?? []).map((item) => el("li", {}, drawPart(item, reader))),
  );
}

function drawPiece(piece, reader) {
  return styled(drawContent(piece, reader), piece.style ?? {});
}

function drawContent(piece, reader) {
  switch (piece.type) {
    case "text":
      return el("span", { class: "as-typed" }, piece.text);
    case "user":
      return drawPerson(piece.user_id, reader);
    case "channel":
      return drawChannel(piece.channel_id, reader);
    case "usergroup":
      return el("span", { class: "mention mention-all" }, "@group");
    case "broadcast":
      return el("span", { class: "mention mention-all" }, `@${piece.range}`);
    case "link":
      return drawLink(piece.url, [piece.text ?? piece.url]);
    case "emoji":
      return sign(piece.name)
        ? drawEmoji(sign(piece.name), piece.name)
        : el("span", {}, `:${piece.name}:`);
    case "date":
      return drawMoment(piece.timestamp, piece.format, reader, piece.url ?? null);
    case "color":
      return el("code", {}, piece.value);
    default:
      return el("span", {}, piece.text ?? "");
  }
}

const STYLES = { code: "code", strike: "s", italic: "em", underline: "u", bold: "strong" };

function styled(node, style) {
  return Object.entries(STYLES).reduce(
    (inner, [name, tag]) => (style[name] ? el(tag, {}, inner) : inner),
    node,
  );
}
