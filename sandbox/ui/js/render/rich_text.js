// rich_text blocks: sections, lists, quotes and preformatted text.

import { el } from "../lib/dom.js";
import { fillDate } from "../lib/dates.js";
import { channelNode, personNode } from "./mrkdwn.js";
import { emojiNode, linkTo } from "./text.js";

const CONTAINERS = {
  rich_text_section: (part, stage) => el("p", { class: "rich-line" }, ...leaves(part, stage)),
  rich_text_quote: (part, stage) => el("blockquote", {}, ...leaves(part, stage)),
  rich_text_preformatted: (part, stage) => el("pre", { class: "code-block" }, ...leaves(part, stage)),
  rich_text_list: list,
};

/** The nodes of a rich_text block. */
export function richText(block, stage) {
  return (block?.elements ?? []).map((part) => CONTAINERS[part.type]?.(part, stage) ?? null);
}

function leaves(part, stage) {
  return (part.elements ?? []).flatMap((leaf) => (LEAVES[leaf.type] ?? LEAVES.unknown)(leaf, stage));
}

function list(part, stage) {
  const ordered = part.style === "ordered";
  const start = ordered && part.offset ? { start: part.offset + 1 } : {};
  const items = (part.elements ?? []).map((item) => el("li", {}, ...leaves(item, stage)));
  const look = `rich-list indent-${part.indent ?? 0}${part.border ? " bordered" : ""}`;
  return el(ordered ? "ol" : "ul", { class: look, ...start }, ...items);
}

const LEAVES = {
  text: (leaf) => styled(lines(leaf.text), leaf.style),
  link: (leaf) => styled([linkTo(leaf.url, leaf.text || leaf.url)], leaf.style),
  emoji: (leaf) => [emojiNode(leaf.name, leaf.unicode ? pictureOf(leaf.unicode) : undefined)],
  user: (leaf, stage) => styled([personNode(leaf.user_id, "", stage)], leaf.style),
  channel: (leaf, stage) => styled([channelNode(leaf.channel_id, "", stage)], leaf.style),
  broadcast: (leaf) => [el("span", { class: "mention mention-me" }, `@${leaf.range}`)],
  date: (leaf, stage) => styled([fillDate(leaf.format ?? leaf.fallback ?? "", leaf.timestamp, stage.zone, stage.now())], leaf.style),
  color: (leaf) => [leaf.value],
  usergroup: (leaf) => [el("span", { class: "mention" }, `@${leaf.usergroup_id}`)],
  unknown: (leaf) => [leaf.text ?? ""],
};

function lines(text) {
  return String(text ?? "").split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line]));
}

function pictureOf(unicode) {
  return String.fromCodePoint(...unicode.split("-").map((code) => parseInt(code, 16)));
}

const MARKS = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

function styled(nodes, style = {}) {
  const marks = Object.keys(MARKS).filter((mark) => style[mark]);
  return marks.reduce((inside, mark) => [el(MARKS[mark], {}, ...inside)], nodes);
}

/** Plain characters of a rich text value, for counting and for editing. */
export function richToPlain(value) {
  const inside = (part) => (part.elements ?? []).map((leaf) => leaf.text ?? inside(leaf)).join("");
  return (value?.elements ?? []).map(inside).join("\n");
}
