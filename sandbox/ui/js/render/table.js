// `table` and `data_table` blocks.

import { el } from "../lib/dom.js";
import { plainNodes } from "./text.js";
import { richText } from "./rich_text.js";

/** A scrolling table whose first row is its head. */
export function tableBlock(block, stage) {
  const [head, ...body] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  const row = (tag) => (cells) => el("tr", {}, ...cells.map((cell, i) => drawCell(tag, cell, settings[i], stage)));
  return el(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": block.caption || "Table" },
    el("table", { class: "data" },
      block.caption ? el("caption", {}, block.caption) : null,
      head ? el("thead", {}, row("th")(head)) : null,
      el("tbody", {}, ...body.map(row("td")))),
  );
}

function drawCell(tag, cell, setting, stage) {
  const look = [setting?.align ? `align-${setting.align}` : "", setting?.is_wrapped ? "wrapped" : ""].join(" ").trim();
  const scope = tag === "th" ? { scope: "col" } : {};
  return el(tag, { class: look || null, ...scope }, ...cellNodes(cell ?? {}, stage));
}

function cellNodes(cell, stage) {
  if (cell.type === "rich_text") return richText(cell, stage);
  return plainNodes(String(cell.text ?? cell.value ?? ""), { shortcodes: false });
}
