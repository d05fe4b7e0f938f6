// Checkboxes and radio buttons.

import { el, freshId } from "../lib/dom.js";
import { textNodes } from "../render/mrkdwn.js";
import { chosen, naming } from "./deeds.js";

/** Any number of options. */
export function checkboxes(element, place, stage) {
  const ticked = new Set(stage.values.get(place.blockId, element.action_id) ?? []);
  const inputs = (element.options ?? []).map((option) => choice("checkbox", option, ticked.has(option.value), stage));
  const read = () => inputs.filter(({ box }) => box.checked).map(({ option }) => option.value);
  const undo = () => inputs.forEach(({ box, option }) => (box.checked = ticked.has(option.value)));
  return group(inputs, element, place, () => chosen(element, place, stage, read(), undo), "group");
}

/** One of several options. */
export function radioButtons(element, place, stage) {
  const now = stage.values.get(place.blockId, element.action_id);
  const name = freshId("radio");
  const inputs = (element.options ?? []).map((option) => choice("radio", option, option.value === now, stage, name));
  const read = () => inputs.find(({ box }) => box.checked)?.option.value ?? null;
  const undo = () => inputs.forEach(({ box, option }) => (box.checked = option.value === now));
  return group(inputs, element, place, () => chosen(element, place, stage, read(), undo), "radiogroup");
}

function choice(type, option, checked, stage, name = null) {
  const box = el("input", { type, name, checked });
  const described = option.description ? freshId("hint") : null;
  if (described) box.setAttribute("aria-describedby", described);
  const words = el("span", { class: "choice-words" }, el("span", {}, ...textNodes(option.text, stage)));
  const hint = described ? el("span", { class: "choice-hint", id: described }, ...textNodes(option.description, stage)) : null;
  return { box, option, node: el("div", { class: "choice" }, el("label", {}, box, words), hint) };
}

function group(inputs, element, place, onChange, role) {
  inputs.forEach(({ box }) => box.addEventListener("change", onChange));
  const { "data-autofocus": focus, "aria-required": required, "aria-invalid": _, ...names } = naming(element, place);
  if (role === "radiogroup" && required) names["aria-required"] = required;
  if (focus !== null) inputs[0]?.box.setAttribute("data-autofocus", "");
  return el("div", { class: "choices", role, ...names }, ...inputs.map(({ node }) => node));
}
