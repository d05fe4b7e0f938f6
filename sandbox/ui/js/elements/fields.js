// Boxes to type in: plain text, number, e-mail, address, and rich text (kept as plain characters).

import { el } from "../lib/dom.js";
import { richToPlain } from "../render/rich_text.js";
import { plainString } from "../render/text.js";
import { naming, typed } from "./deeds.js";

const KINDS = {
  email_text_input: { type: "email", inputmode: "email", autocomplete: "off" },
  url_text_input: { type: "url", inputmode: "url", autocomplete: "off" },
  number_input: { type: "text", inputmode: "decimal", autocomplete: "off" },
  plain_text_input: { type: "text", autocomplete: "off" },
};

/** One text box; a counter appears when the limit comes near. */
export function textField(element, place, stage) {
  const node = makeBox(element, place);
  const counter = el("div", { class: "counter", "aria-live": "polite" });
  const kept = stage.values.get(place.blockId, element.action_id);
  node.value = typeof kept === "object" ? richToPlain(kept) : kept;
  const onInput = () => {
    showCount(node, counter, element);
    return typed(element, place, stage, node.value, "character");
  };
  node.addEventListener("input", onInput);
  node.addEventListener("keydown", (event) => onKey(event, node, element, place, stage));
  showCount(node, counter, element);
  return el("div", { class: "field-box" }, node, counter);
}

function makeBox(element, place) {
  const long = element.multiline || element.type === "rich_text_input";
  const shared = { class: "field", placeholder: plainString(element.placeholder), ...naming(element, place) };
  if (long) return el("textarea", { rows: 4, ...shared });
  return el("input", { ...KINDS[element.type], ...shared });
}

// Enter in a one-line box reports to the bot if asked to; otherwise it submits the form, as in Slack.
function onKey(event, node, element, place, stage) {
  if (event.key !== "Enter" || event.isComposing || node.tagName === "TEXTAREA") return;
  const asked = place.dispatch && (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes("on_enter_pressed");
  if (!asked && place.host === "input" && !place.dispatch) return;
  event.preventDefault();
  void typed(element, place, stage, node.value, "enter");
}

// Slack lets one type beyond the limit and says so; the count is in characters, not code units.
function showCount(node, counter, { min_length: min, max_length: max }) {
  const length = [...node.value].length;
  const left = (max ?? Infinity) - length;
  const over = left < 0;
  const short = min && length && length < min;
  node.classList.toggle("over", over);
  counter.classList.toggle("over", over);
  counter.textContent = words(left, over, short, max, min);
}

function words(left, over, short, max, min) {
  if (over) return `${-left} too many`;
  if (short) return `At least ${min} characters`;
  return left <= Math.max(20, max * 0.1) && left !== Infinity ? `${left} left` : "";
}
