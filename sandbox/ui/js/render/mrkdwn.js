// Slack's mrkdwn as DOM nodes. `stage` knows people, channels, the acting person's zone and the time.

import { el } from "../lib/dom.js";
import { fillDate } from "../lib/dates.js";
import { linkTo, plainNodes, unescape } from "./text.js";

/** A text object (`plain_text` or `mrkdwn`), or a bare string, as nodes. */
export function textNodes(object, stage) {
  if (!object) return [];
  if (typeof object === "string") return mrkdwn(object, stage);
  if (object.type === "mrkdwn") return mrkdwn(object.text, stage);
  return plainNodes(object.text, { shortcodes: object.emoji !== false });
}

/** Fenced code apart, then quotes, then what stands in a line. */
export function mrkdwn(text, stage) {
  return String(text ?? "").split(/```/).flatMap((piece, index, pieces) => {
    const fenced = index % 2 === 1 && index < pieces.length - 1;
    if (fenced) return [el("pre", { class: "code-block" }, unescape(piece.replace(/^\n|\n$/g, "")))];
    return quotesAndLines(index % 2 ? `\`\`\`${piece}` : piece, stage);
  });
}

const QUOTE = /^(?:&gt;|>) ?/;
const QUOTE_REST = /^(?:&gt;|>){3} ?/;

function quotesAndLines(text, stage) {
  return groupLines(text).flatMap(({ quoted, lines }, index, groups) => {
    const nodes = lines.flatMap((line, i) => (i ? [el("br"), ...inline(line, stage)] : inline(line, stage)));
    if (quoted) return [el("blockquote", {}, ...nodes)];
    return index < groups.length - 1 && lines.at(-1) === "" ? nodes.slice(0, -1) : nodes;
  });
}

function groupLines(text) {
  const groups = [];
  let rest = false;
  for (const line of text.split("\n")) {
    const opens = QUOTE_REST.test(line);
    const quoted = rest || opens || QUOTE.test(line);
    if (groups.at(-1)?.quoted !== quoted) groups.push({ quoted, lines: [] });
    groups.at(-1).lines.push(rest ? line : line.replace(opens ? QUOTE_REST : QUOTE, ""));
    rest ||= opens;
  }
  return groups;
}

const WORD = /[\p{L}\p{N}]/u;
const STYLES = { "*": "strong", _: "em", "~": "s" };

// In order: code, <...>, a bare address, and the three styles. Everything else is plain.
const TOKEN = /`([^`\n]+)`|<([^<>\n]+)>|(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]'"])|([*_~])(?=\S)/gu;

function inline(text, stage) {
  const nodes = [];
  let from = 0;
  const scanner = new RegExp(TOKEN);
  for (let match = scanner.exec(text); match; match = scanner.exec(text)) {
    const found = readToken(match, text, stage);
    if (!found) continue;
    nodes.push(...plainNodes(text.slice(from, match.index)), found.node);
    from = scanner.lastIndex = found.end;
  }
  return [...nodes, ...plainNodes(text.slice(from))];
}

function readToken(match, text, stage) {
  const [whole, code, angle, address, mark] = match;
  const end = match.index + whole.length;
  if (code) return { node: el("code", {}, unescape(code)), end };
  if (angle) return { node: angleNode(angle, stage, match.index === 0), end };
  if (address) return { node: linkTo(unescape(address), unescape(address)), end };
  return styled(mark, match.index, text, stage);
}

// A style opens after a non-word character and closes before one, as in Slack: snake_case stays.
function styled(mark, start, text, stage) {
  if (start > 0 && WORD.test(text[start - 1])) return null;
  for (let at = text.indexOf(mark, start + 2); at > 0; at = text.indexOf(mark, at + 1)) {
    const closes = !/\s/.test(text[at - 1]) && !WORD.test(text[at + 1] ?? " ");
    if (!closes) continue;
    const node = el(STYLES[mark], {}, ...inline(text.slice(start + 1, at), stage));
    return { node, end: at + 1 };
  }
  return null;
}

function angleNode(body, stage, first) {
  const [target, label] = cutAt(body, "|");
  if (target.startsWith("@")) return personNode(target.slice(1), label, stage);
  if (target.startsWith("#")) return channelNode(target.slice(1), label, stage);
  if (target.startsWith("!")) return specialNode(target.slice(1), label, stage, first);
  return linkTo(unescape(target), ...(label ? plainNodes(label) : [unescape(target.replace(/^mailto:/, ""))]));
}

function cutAt(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** `@Name`, marked when it is the reader. */
export function personNode(id, label, stage) {
  const name = stage.personName(id) ?? (unescape(label) || id);
  const mine = id === stage.me?.id ? " mention-me" : "";
  return el("span", { class: `mention${mine}`, data: { user: id } }, `@${name}`);
}

/** `#channel`, which opens it when the reader may see it. */
export function channelNode(id, label, stage) {
  const name = stage.channelName(id);
  if (!name) return el("span", { class: "mention" }, label ? `#${unescape(label)}` : "#private-channel");
  const open = () => stage.openChannel?.(id);
  return el("button", { type: "button", class: "mention mention-link", on: { click: open } }, `#${name}`);
}

function specialNode(body, label, stage, first) {
  const [kind, ...rest] = body.split("^");
  if (kind === "date") return dateNode(rest, label, stage, first);
  if (["here", "channel", "everyone"].includes(kind)) return el("span", { class: "mention mention-me" }, `@${kind}`);
  return el("span", { class: "mention" }, unescape(label) || `@${kind}`);
}

function dateNode([seconds, template = "", link], fallback, stage, first) {
  const instant = Number(seconds);
  if (!Number.isFinite(instant)) return el("span", {}, unescape(fallback));
  const words = unescape(fillDate(template, instant, stage.zone, stage.now()));
  const shown = first ? words.charAt(0).toUpperCase() + words.slice(1) : words;
  const node = el("time", { datetime: new Date(instant * 1000).toISOString(), title: unescape(fallback) }, shown);
  return link ? linkTo(link, node) : node;
}
