// The small change of all text: Slack's three entities, shortcodes, line breaks.

import { el } from "../lib/dom.js";
import { emoji } from "../lib/emoji.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** `&amp;` -> `&`, once. */
export function unescape(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** Plain characters as nodes: entities read, shortcodes drawn, line breaks kept. */
export function plainNodes(text, { shortcodes = true } = {}) {
  const nodes = [];
  String(text ?? "").split("\n").forEach((line, index) => {
    if (index) nodes.push(el("br"));
    nodes.push(...(shortcodes ? withEmoji(line) : [unescape(line)]));
  });
  return nodes;
}

const SHORTCODE = /:([a-z0-9_+'-]+):(?::skin-tone-\d:)?/g;

function withEmoji(line) {
  const nodes = [];
  let from = 0;
  for (const match of line.matchAll(SHORTCODE)) {
    const picture = emoji(match[1]);
    if (!picture) continue;
    nodes.push(unescape(line.slice(from, match.index)), emojiNode(match[1], picture));
    from = match.index + match[0].length;
  }
  return [...nodes, unescape(line.slice(from))];
}

/** One emoji, with its name for screen readers. */
export function emojiNode(name, picture = emoji(name)) {
  if (!picture) return `:${name}:`;
  const label = name.replaceAll("_", " ");
  return el("span", { class: "emoji", role: "img", "aria-label": label, title: `:${name}:` }, picture);
}

/** The characters of a text object as one string, as for an accessible name or an option of a native list. */
export function plainString(object) {
  const text = typeof object === "string" ? object : (object?.text ?? "");
  const drawn = text.replace(SHORTCODE, (whole, name) => emoji(name) ?? whole);
  return unescape(drawn.replace(/<[@#!]?([^>|]*)\|?([^>]*)>/g, (_, target, label) => label || target));
}

/** Only http(s) and mailto addresses become links. */
export function safeHref(address) {
  return /^(https?:|mailto:)/i.test(address) ? address : null;
}

/** A link that opens elsewhere, or plain text when the address is not one to follow. */
export function linkTo(address, ...label) {
  const href = safeHref(address);
  if (!href) return el("span", {}, ...label);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...label);
}
