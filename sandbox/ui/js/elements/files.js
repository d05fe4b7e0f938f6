// file_input: the content goes to the sandbox at once, its id into the form.

import { el } from "../lib/dom.js";
import { naming } from "./deeds.js";

/** Pick up to `max_files` files. */
export function fileField(element, place, stage) {
  const accept = (element.filetypes ?? []).map((type) => `.${type}`).join(",") || null;
  const many = (element.max_files ?? 10) > 1;
  const input = el("input", { type: "file", class: "field", accept, multiple: many, ...naming(element, place) });
  const note = el("div", { class: "counter", role: "status" }, held(stage, place, element));
  input.addEventListener("change", () => upload([...input.files], element, place, stage, note));
  return el("div", {}, input, note);
}

function held(stage, place, element) {
  const ids = stage.values.get(place.blockId, element.action_id) ?? [];
  return ids.length ? `${ids.length} attached` : "";
}

async function upload(files, element, place, stage, note) {
  const kept = files.slice(0, element.max_files ?? 10);
  const ids = await Promise.all(kept.map((file) => stage.upload(file)));
  stage.values.set(place.blockId, element.action_id, ids.filter(Boolean));
  note.textContent = held(stage, place, element);
}
