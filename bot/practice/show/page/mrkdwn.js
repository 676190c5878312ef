/**
 * Reads Slack's text format (mrkdwn) and gives it back as elements.
 * https://docs.slack.dev/messaging/formatting-message-text
 *
 * `reader` is who looks at it: {person(id), channel(id), zone, now()}.
 */

import { exact, slackDate } from "./dates.js";
import { el } from "./dom.js";
import { sign, withSigns } from "./emoji.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const EMPHASIS = { "*": "strong", _: "em", "~": "s" };

/** Slack's three entities back to their characters. */
export function unescape(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);
}

/** A mrkdwn text as a list of nodes: preformatted parts, quotes and lines. */
export function drawMrkdwn(text, reader, { verbatim = false } = {}) {
  const parts = text.split("```");
  // A fence that is never closed is three ordinary characters.
  if (parts.length % 2 === 0) parts.push(parts.splice(-2).join("```"));
  return parts.flatMap((part, index) => {
    if (index % 2 === 1) return [el("pre", {}, el("code", {}, unescape(trimLines(part))))];
    const beside = part.replace(index > 0 ? /^\n/ : "", "");
    const lines = index < parts.length - 1 ? beside.replace(/\n$/, "") : beside;
    return lines ? drawLines(lines, reader, verbatim) : [];
  });
}

function trimLines(text) {
  return text.replace(/^\n|\n$/g, "");
}

function drawLines(text, reader, verbatim) {
  const nodes = [];
  let quoted = null;
  for (const [index, line] of text.split("\n").entries()) {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const inline = drawInline(quote ? quote[1] : line, reader, verbatim);
    if (quote && quoted) quoted.append(el("br"), ...inline);
    else if (quote) nodes.push((quoted = el("blockquote", { dir: "auto" }, inline)));
    else {
      // A quote is a block of its own; only between two plain lines a break is needed.
      if (index > 0 && !quoted) nodes.push(el("br"));
      nodes.push(...inline);
      quoted = null;
    }
  }
  return nodes;
}

/** One line of mrkdwn as a list of nodes. */
export function drawInline(text, reader, verbatim = false) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(plain);
    plain = "";
  };
  let at = 0;
  while (at < text.length) {
    const found =
      readCode(text, at) ??
      readToken(text, at, reader) ??
      readEmphasis(text, at, reader, verbatim) ??
      readEmoji(text, at) ??
      (verbatim ? null : readBareLink(text, at));
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      const entity = /^&(?:lt|gt|amp);/.exec(text.slice(at, at + 5));
      plain += entity ? ENTITIES[entity[0]] : text[at];
      at += entity ? entity[0].length : 1;
    }
  }
  flush();
  return nodes;
}

function readCode(text, at) {
  if (text[at] !== "`") return null;
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return { node: el("code", {}, unescape(text.slice(at + 1, end))), end: end + 1 };
}

function readEmoji(text, at) {
  if (text[at] !== ":") return null;
  const match = /^:([a-z0-9_+-]+):/.exec(text.slice(at, at + 60));
  const character = match && sign(match[1]);
  if (!character) return null;
  return { node: drawEmoji(character, match[1]), end: at + match[0].length };
}

/** An emoji that says its name to screen readers. */
export function drawEmoji(character, name) {
  const label = name.replaceAll("_", " ");
  return el("span", { class: "emoji", role: "img", "aria-label": label }, character);
}

function readBareLink(text, at) {
  if (text[at] !== "h" || /\w/.test(text[at - 1] ?? "")) return null;
  const match = /^https?:\/\/[^\s<>|]*[^\s<>|.,;:!?'")\]}*_~]/.exec(text.slice(at, at + 3000));
  if (!match) return null;
  const address = unescape(match[0]);
  return { node: drawLink(address, [address]), end: at + match[0].length };
}

function readEmphasis(text, at, reader, verbatim) {
  const tag = EMPHASIS[text[at]];
  if (!tag || /[\p{L}\p{N}]/u.test(text[at - 1] ?? "")) return null;
  const end = closingMark(text, at);
  if (end === -1) return null;
  const inner = drawInline(text.slice(at + 1, end), reader, verbatim);
  return { node: el(tag, {}, inner), end: end + 1 };
}

/** Where the emphasis that opens at `at` ends, or -1 when the mark is only a character. */
function closingMark(text, at) {
  const mark = text[at];
  if (/\s/.test(text[at + 1] ?? " ") || text[at + 1] === mark) return -1;
  // What never closes is looked for once, so that hostile text costs no more than its length.
  const closers = { "`": "`", "<": ">" };
  for (let end = at + 2; end < text.length; end += 1) {
    const closer = closers[text[end]];
    if (closer) {
      const close = text.indexOf(closer, end + 1);
      if (close === -1) delete closers[text[end]];
      else end = close;
    } else if (
      text[end] === mark &&
      !/\s/.test(text[end - 1]) &&
      !/[\p{L}\p{N}]/u.test(text[end + 1] ?? "")
    )
      return end;
  }
  return -1;
}

function readToken(text, at, reader) {
  if (text[at] !== "<") return null;
  const match = /^<([^<>\n]+)>/.exec(text.slice(at, at + 4000));
  if (!match) return null;
  const node = drawToken(match[1], reader);
  return node && { node, end: at + match[0].length };
}

function drawToken(token, reader) {
  const bar = token.indexOf("|");
  const target = bar === -1 ? token : token.slice(0, bar);
  const label = bar === -1 ? null : unescape(token.slice(bar + 1));
  if (/^@[UW]\w+$/.test(target)) return drawPerson(target.slice(1), reader, label);
  if (/^#[CG]\w+$/.test(target)) return drawChannel(target.slice(1), reader, label);
  if (target.startsWith("!date^")) return drawDate(target, label, reader);
  if (target.startsWith("!")) return drawSpecial(target.slice(1), label);
  const address = unescape(target);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(address)) return null;
  const words = label ? drawInline(token.slice(bar + 1), reader, true) : [address];
  return drawLink(address, words);
}

/** A person's name as a mention; mine is marked. */
export function drawPerson(id, reader, label = null) {
  const person = reader.person(id);
  const name = person?.real_name ?? label ?? id;
  const mine = id === reader.me ? " mention-me" : "";
  return el("span", { class: `mention${mine}`, data: { user: id } }, `@${name}`);
}

/** A channel's name as a link inside the page. */
export function drawChannel(id, reader, label = null) {
  const name = reader.channel(id)?.name ?? label;
  if (!name) return el("span", { class: "mention" }, "a private channel");
  return el("a", { class: "mention", href: reader.channelLink(id) }, `#${name}`);
}

function drawSpecial(name, label) {
  const group = /^subteam\^/.test(name);
  const text = group ? (label ?? "@group") : `@${name.split("^")[0]}`;
  return el("span", { class: "mention mention-all" }, text);
}

function drawDate(target, fallback, reader) {
  const [, unix, template, link] = target.split("^");
  if (!/^\d+$/.test(unix ?? "") || !template) return el("span", {}, fallback ?? "");
  const address = link ? unescape(link) : null;
  return drawMoment(Number(unix), unescape(template), reader, address);
}

/** A moment in the reader's zone, with the exact one behind it. */
export function drawMoment(unix, template, reader, link = null) {
  const moment = new Date(unix * 1000);
  const shown = slackDate(unix, template, reader.zone, reader.now());
  const attributes = { datetime: moment.toISOString(), title: exact(moment, reader.zone) };
  const node = el("time", attributes, shown);
  return link ? drawLink(link, [node]) : node;
}

/** A link that opens beside the page; an address of an unknown kind stays text. */
export function drawLink(address, children) {
  if (!/^(?:https?|mailto|tel|slack):/i.test(address)) return el("span", {}, ...children);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** A text object: mrkdwn is read, plain text is shown as it is. */
export function drawText(text, reader) {
  if (!text) return [];
  if (text.type === "mrkdwn") return drawMrkdwn(text.text, reader, { verbatim: text.verbatim });
  return [plainText(text)];
}

/** The characters of a plain text object. */
export function plainText(text) {
  const value = text?.text ?? "";
  return text?.emoji === true ? withSigns(value) : value;
}
