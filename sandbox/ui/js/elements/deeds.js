// From a gesture to a deed: keep the value, ask for confirmation, tell the bot when it wants to know.

import { plainString } from "../render/text.js";

/** Keep a choice; outside input blocks, or with dispatch_action, tell the bot at once. */
export async function chosen(element, place, stage, value, undo = () => {}) {
  const before = stage.values.get(place.blockId, element.action_id);
  if (element.confirm && !(await stage.confirm(confirmSpec(element.confirm)))) return void undo(before);
  stage.values.set(place.blockId, element.action_id, value);
  if (reports(place)) await stage.act({ verb: "choose", block_id: place.blockId, action_id: element.action_id, value });
}

function reports(place) {
  return place.host !== "input" || place.dispatch;
}

/** Keep typed text, and report the keystroke where the element asks for it. */
export async function typed(element, place, stage, value, how) {
  stage.values.set(place.blockId, element.action_id, value);
  const wanted = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const asks = reports(place) && wanted.includes(how === "enter" ? "on_enter_pressed" : "on_character_entered");
  if (asks) await stage.act({ verb: "type", block_id: place.blockId, action_id: element.action_id, value, how });
  return asks;
}

/** Pick from a menu that keeps no choice. */
export async function picked(element, place, stage, value) {
  if (element.confirm && !(await stage.confirm(confirmSpec(element.confirm)))) return;
  await stage.act({ verb: "choose", block_id: place.blockId, action_id: element.action_id, value });
}

/** Press a button, after its confirm dialog. */
export async function pressed(element, place, stage) {
  if (element.confirm && !(await stage.confirm(confirmSpec(element.confirm)))) return;
  await stage.act({ verb: "click", block_id: place.blockId, action_id: element.action_id });
}

function confirmSpec({ title, text, confirm, deny, style }) {
  const words = { title: plainString(title), confirm: plainString(confirm) || "Yes", deny: plainString(deny) || "Cancel" };
  return { ...words, text, danger: style === "danger" };
}

/** The attributes that name an element for assistive technology. */
export function naming(element, place) {
  const label = plainString(element.accessibility_label ?? "") || place.label || plainString(element.placeholder);
  return {
    ...(place.labelledBy ? { "aria-labelledby": place.labelledBy } : { "aria-label": label || "Choose" }),
    "aria-describedby": place.describedBy ?? null,
    "aria-required": place.required ? "true" : null,
    "aria-invalid": place.invalid ? "true" : null,
    "data-autofocus": element.focus_on_load ? "" : null,
  };
}
