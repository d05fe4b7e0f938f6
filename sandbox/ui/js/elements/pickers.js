// Dates and times. A datetimepicker speaks of an instant, so it is shown on the acting person's clock.

import { el } from "../lib/dom.js";
import { instantOf, wallOf } from "../lib/dates.js";
import { chosen, naming } from "./deeds.js";

/** `YYYY-MM-DD`. */
export function datePicker(element, place, stage) {
  return simple("date", element, place, stage);
}

/** `HH:MM`. */
export function timePicker(element, place, stage) {
  return simple("time", element, place, stage);
}

function simple(type, element, place, stage) {
  const now = stage.values.get(place.blockId, element.action_id) ?? "";
  const box = el("input", { type, class: "field picker", value: now, ...naming(element, place) });
  box.addEventListener("change", () => chosen(element, place, stage, box.value || null, () => (box.value = now)));
  return box;
}

/** Unix seconds, entered as date and time in the zone of whoever is acting. */
export function dateTimePicker(element, place, stage) {
  const instant = stage.values.get(place.blockId, element.action_id);
  const wall = instant ? wallOf(stage.zone, instant) : { date: "", time: "" };
  const date = half("date", wall.date, "Date", element, place);
  const time = half("time", wall.time, "Time", element, place);
  const onChange = () => report(date, time, element, place, stage);
  [date, time].forEach((box) => box.addEventListener("change", onChange));
  const zone = el("span", { class: "zone", title: "Your time zone" }, zoneName(stage.zone));
  return el("div", { class: "date-time", role: "group", ...groupName(element, place) }, date, time, zone);
}

function groupName(element, place) {
  const { "data-autofocus": _, "aria-required": __, "aria-invalid": ___, ...names } = naming(element, place);
  return names;
}

function half(type, value, name, element, place) {
  const focus = type === "date" && element.focus_on_load ? { "data-autofocus": "" } : {};
  const invalid = place.invalid ? { "aria-invalid": "true" } : {};
  return el("input", { type, class: "field picker", value, "aria-label": name, ...focus, ...invalid });
}

// A date alone is no instant yet: noon would be a guess, so the time box waits.
function report(date, time, element, place, stage) {
  const instant = instantOf(stage.zone, date.value, time.value);
  const complete = instant !== null || (!date.value && !time.value);
  if (complete) return chosen(element, place, stage, instant);
  return stage.values.set(place.blockId, element.action_id, null);
}

function zoneName(zone) {
  return (zone ?? "UTC").split("/").at(-1).replaceAll("_", " ");
}
