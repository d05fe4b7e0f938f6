// Block Kit blocks as DOM nodes: one small function per block type.
//
// A `stage` is what a payload needs to know of the world around it:
//   { surface: "message" | "modal" | "home", key, zone, me, now(), personName(id), channelName(id), openChannel(id),
//     people(), conversations(), values, errors, act(deed), options(request), confirm(spec) }

import { el, freshId } from "../lib/dom.js";
import { drawElement } from "../elements/index.js";
import { inputBlock } from "../elements/input_block.js";
import { chartBlock } from "./chart.js";
import { markdown } from "./markdown.js";
import { textNodes } from "./mrkdwn.js";
import { richText } from "./rich_text.js";
import { tableBlock } from "./table.js";
import { plainString } from "./text.js";

const BLOCKS = {
  section,
  header: (block, stage) => el("h2", { class: "header-text" }, ...textNodes(block.text, stage)),
  divider: () => el("hr", { class: "divider" }),
  context,
  actions,
  image,
  input: inputBlock,
  rich_text: (block, stage) => el("div", { class: "rich-text" }, ...richText(block, stage)),
  markdown: (block) => el("div", { class: "markdown" }, ...markdown(block.text)),
  table: tableBlock,
  data_table: tableBlock,
  data_visualization: chartBlock,
  alert: alertBlock,
  card,
  carousel: (block, stage) => el("div", { class: "carousel" }, ...blockList(block.elements ?? [], stage)),
  container,
  video: (block, stage) => el("p", {}, ...textNodes(block.title, stage)),
};

/** All blocks of a payload. */
export function blockList(blocks, stage) {
  return blocks.map((block) => drawBlock(block, stage));
}

function drawBlock(block, stage) {
  const draw = BLOCKS[block.type] ?? unknown;
  return el("div", { class: `block block-${block.type}`, data: { block: block.block_id ?? "" } }, draw(block, stage));
}

function unknown(block) {
  return el("p", { class: "unknown" }, `This page cannot draw a "${block.type}" block yet.`);
}

function section(block, stage) {
  const words = el("div", { class: "section-words" },
    block.text ? el("div", { class: "section-text" }, ...textNodes(block.text, stage)) : null,
    block.fields ? el("div", { class: "fields" }, ...block.fields.map((field) => el("div", {}, ...textNodes(field, stage)))) : null);
  if (!block.accessory) return words;
  const place = { blockId: block.block_id, host: "section", label: plainString(block.text) };
  return el("div", { class: "section-row" }, words, el("div", { class: "accessory" }, drawElement(block.accessory, place, stage)));
}

function context(block, stage) {
  const one = (element) => (element.type === "image" ? picture(element) : el("span", {}, ...textNodes(element, stage)));
  return el("div", { class: "context" }, ...(block.elements ?? []).map(one));
}

function actions(block, stage) {
  const place = { blockId: block.block_id, host: "actions", label: "" };
  return el("div", { class: "actions" }, ...(block.elements ?? []).map((element) => drawElement(element, place, stage)));
}

function image(block, stage) {
  const title = block.title ? el("figcaption", {}, ...textNodes(block.title, stage)) : null;
  return el("figure", { class: "image" }, title, picture(block));
}

/** An image shows from the sandbox itself or as inline data only: the page asks nothing of the outside. */
export function picture({ image_url: address = "", alt_text: alt = "" }) {
  const local = address.startsWith("data:image/") || new URL(address || "/", location.href).origin === location.origin;
  if (local && address) return el("img", { src: address, alt, loading: "lazy" });
  return el("span", { class: "image-stand-in", role: "img", "aria-label": alt || "Image" }, `🖼 ${alt || "Image"}`);
}

const ALERT_SIGNS = { info: "ℹ️", warning: "⚠️", error: "⛔", success: "✅", default: "💬" };

function alertBlock(block, stage) {
  const level = ALERT_SIGNS[block.level] ? block.level : "default";
  const role = level === "error" || level === "warning" ? "alert" : "note";
  return el("div", { class: `alert alert-${level}`, role },
    el("span", { "aria-hidden": "true" }, ALERT_SIGNS[level]), el("div", {}, ...textNodes(block.text, stage)));
}

function card(block, stage) {
  const part = (name, value) => (value ? el("div", { class: `card-${name}` }, ...textNodes(value, stage)) : null);
  const buttons = block.actions?.length ? actions({ ...block, elements: block.actions }, stage) : null;
  return el("div", { class: "card" }, part("title", block.title), part("subtitle", block.subtitle), part("body", block.body), buttons);
}

function container(block, stage) {
  const children = blockList(block.child_blocks ?? block.blocks ?? [], stage);
  const title = block.title ? textNodes(block.title, stage) : richText(block.rich_text_title, stage);
  if (!block.is_collapsible) return el("section", { class: "container" }, ...title, ...children);
  const id = freshId("container");
  return el("details", { class: "container", id, open: true }, el("summary", {}, ...title), ...children);
}
