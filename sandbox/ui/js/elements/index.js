// Interactive elements by type. Each drawer gets (element, place, stage);
// place = { blockId, host: "section" | "actions" | "input", label, labelledBy?, describedBy?, required?, dispatch? }

import { el } from "../lib/dom.js";
import { focusHolder } from "../lib/keyed.js";
import { buttonElement, overflowElement } from "./buttons.js";
import { checkboxes, radioButtons } from "./choices.js";
import { textField } from "./fields.js";
import { fileField } from "./files.js";
import { datePicker, dateTimePicker, timePicker } from "./pickers.js";
import { selectElement } from "./select.js";

const selects = ["static", "external", "users", "conversations", "channels"]
  .flatMap((kind) => [`${kind}_select`, `multi_${kind}_select`])
  .map((type) => [type, selectElement]);

const fields = ["plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"]
  .map((type) => [type, textField]);

const ELEMENTS = {
  ...Object.fromEntries([...selects, ...fields]),
  button: buttonElement,
  workflow_button: buttonElement,
  icon_button: buttonElement,
  overflow: overflowElement,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: dateTimePicker,
  file_input: fileField,
  image: ({ alt_text: alt }) => el("span", { class: "image-stand-in thumb", role: "img", "aria-label": alt || "Image" }, "🖼"),
};

/** One element, inside a holder by which the focus is found again after a redraw. */
export function drawElement(element, place, stage) {
  const draw = ELEMENTS[element.type];
  if (!draw) return el("span", { class: "unknown" }, `"${element.type}" cannot be drawn yet`);
  const key = JSON.stringify([stage.key, place.blockId, element.action_id]);
  return focusHolder(key, "div", { class: `element element-${element.type}` }, draw(element, place, stage));
}
