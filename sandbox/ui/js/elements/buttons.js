// Buttons and the overflow menu.

import { el } from "../lib/dom.js";
import { openMenu } from "../widgets/menu.js";
import { plainNodes, plainString, safeHref } from "../render/text.js";
import { picked, pressed } from "./deeds.js";

const STYLES = { primary: "primary", danger: "danger" };

/** A button, or a link that looks like one: both tell the bot. */
export function buttonElement(element, place, stage) {
  const look = `btn btn-${STYLES[element.style] ?? "plain"}`;
  const label = element.accessibility_label ?? null;
  const href = element.url ? safeHref(element.url) : null;
  if (href) return linkButton(element, place, stage, { class: look, "aria-label": label, href });
  const node = el("button", { type: "button", class: look, "aria-label": label }, ...plainNodes(element.text?.text));
  node.addEventListener("click", () => whileBusy(node, () => pressed(element, place, stage)));
  return node;
}

function linkButton(element, place, stage, props) {
  const tell = () => void pressed(element, place, stage);
  const more = { target: "_blank", rel: "noopener noreferrer", on: { click: tell } };
  return el("a", { ...props, ...more }, ...plainNodes(element.text?.text));
}

// aria-busy instead of `disabled`: a disabled button would lose the focus.
async function whileBusy(node, work) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    node.removeAttribute("aria-busy");
  }
}

/** The "…" menu. */
export function overflowElement(element, place, stage) {
  const label = element.accessibility_label || "More actions";
  const props = { type: "button", class: "btn btn-plain overflow", "aria-label": label, "aria-haspopup": "menu", "aria-expanded": "false" };
  const node = el("button", props, "⋯");
  node.addEventListener("click", () => openMenu(node, (element.options ?? []).map((option) => entry(option, element, place, stage))));
  return node;
}

function entry(option, element, place, stage) {
  const choose = () => {
    if (option.url && safeHref(option.url)) window.open(option.url, "_blank", "noopener");
    return picked(element, place, stage, option.value);
  };
  return { label: plainString(option.text), hint: plainString(option.description), choose };
}
