// The `input` block: label, element, hint, and the sentence that says what is wrong.

import { el, freshId } from "../lib/dom.js";
import { plainNodes } from "../render/text.js";
import { drawElement } from "./index.js";

const OWN_LABEL = new Set(["plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "datepicker", "timepicker"]);

/** One labelled input. */
export function inputBlock(block, stage) {
  const ids = { label: freshId("label"), hint: freshId("hint"), error: freshId("error") };
  const problem = stage.errors?.[block.block_id];
  const place = placeOf(block, ids, problem);
  const node = drawElement(block.element, place, stage);
  const label = labelOf(block, ids.label);
  linkLabel(label, node, block.element.type);
  return el("div", { class: `input-block${problem ? " invalid" : ""}` }, label, node,
    block.hint ? el("p", { class: "input-hint", id: ids.hint }, ...plainNodes(block.hint.text)) : null,
    problem ? el("p", { class: "input-error", id: ids.error, role: "alert" }, problem) : null);
}

function placeOf(block, ids, problem) {
  const described = [block.hint ? ids.hint : null, problem ? ids.error : null].filter(Boolean).join(" ") || null;
  return {
    blockId: block.block_id, host: "input", label: "", labelledBy: ids.label, describedBy: described,
    required: !block.optional, invalid: Boolean(problem), dispatch: Boolean(block.dispatch_action),
  };
}

function labelOf(block, id) {
  const optional = block.optional ? el("span", { class: "optional" }, " (optional)") : null;
  return el("label", { class: "input-label", id }, ...plainNodes(block.label?.text), optional);
}

// A click on the label puts the caret into the box, where there is one box.
function linkLabel(label, node, type) {
  const box = node.querySelector("input, textarea");
  if (!box || !(OWN_LABEL.has(type) || type.endsWith("_select"))) return;
  box.id ||= freshId("box");
  label.htmlFor = box.id;
}
