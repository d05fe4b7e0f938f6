// The `markdown` block: the part of standard Markdown that Slack draws.

import { el } from "../lib/dom.js";
import { linkTo } from "./text.js";

/** Blocks of Markdown as nodes. */
export function markdown(text) {
  const nodes = [];
  const lines = String(text ?? "").split("\n");
  while (lines.length) nodes.push(nextBlock(lines));
  return nodes.filter(Boolean);
}

function nextBlock(lines) {
  const rule = RULES.find(([pattern]) => pattern.test(lines[0]));
  return rule[1](lines);
}

const RULES = [
  [/^\s*$/, (lines) => void lines.shift()],
  [/^```/, fence],
  [/^#{1,6} /, heading],
  [/^(?:---|\*\*\*|___)\s*$/, (lines) => lines.shift() && el("hr")],
  [/^> ?/, (lines) => el("blockquote", {}, ...markdown(take(lines, /^> ?/).join("\n")))],
  [/^\s*[-*+] /, (lines) => el("ul", {}, ...items(take(lines, /^\s*[-*+] /)))],
  [/^\s*\d+[.)] /, (lines) => el("ol", {}, ...items(take(lines, /^\s*\d+[.)] /)))],
  [/^\|.*\|\s*$/, (lines) => table(take(lines, /^(?=\|)/))],
  [/./, paragraph],
];

function take(lines, pattern) {
  const taken = [];
  while (lines.length && pattern.test(lines[0])) taken.push(lines.shift().replace(pattern, ""));
  return taken;
}

function fence(lines) {
  lines.shift();
  const end = lines.findIndex((line) => line.startsWith("```"));
  const code = lines.splice(0, end < 0 ? lines.length : end);
  lines.shift();
  return el("pre", { class: "code-block" }, code.join("\n"));
}

function heading(lines) {
  const [, marks, text] = /^(#+) (.*)$/.exec(lines.shift());
  return el(`h${Math.min(marks.length + 1, 6)}`, {}, ...inline(text));
}

function items(texts) {
  return texts.map((text) => el("li", {}, ...inline(text)));
}

function paragraph(lines) {
  const own = [lines.shift()];
  const plain = () => lines.length && RULES.findIndex(([pattern]) => pattern.test(lines[0])) === RULES.length - 1;
  while (plain()) own.push(lines.shift());
  return el("p", {}, ...own.flatMap((line, index) => (index ? [el("br"), ...inline(line)] : inline(line))));
}

function table(rows) {
  const cells = rows.map((row) => row.replace(/^\||\|\s*$/g, "").split("|").map((cell) => cell.trim()));
  const [head, ...body] = cells.filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
  const row = (tag) => (line) => el("tr", {}, ...line.map((cell) => el(tag, {}, ...inline(cell))));
  return el("table", { class: "data" }, el("thead", {}, row("th")(head)), el("tbody", {}, ...body.map(row("td"))));
}

const TOKEN = /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|\*([^*\s][^*]*)\*|\b_([^_]+)_\b/g;

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    nodes.push(text.slice(from, match.index), token(match));
    from = match.index + match[0].length;
  }
  return [...nodes, text.slice(from)];
}

function token([, code, label, address, bold, bold2, strike, italic, italic2]) {
  if (code) return el("code", {}, code);
  if (label) return linkTo(address, ...inline(label));
  if (strike) return el("s", {}, ...inline(strike));
  if (bold ?? bold2) return el("strong", {}, ...inline(bold ?? bold2));
  return el("em", {}, ...inline(italic ?? italic2));
}
