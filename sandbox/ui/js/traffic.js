// The drawer that shows what Slack and the bot say to each other.

import { fetchTraffic } from "./api.js";
import { el, fill } from "./lib/dom.js";
import { wallOf } from "./lib/dates.js";
import { nameOf } from "./store.js";
import { openTrouble } from "./trouble.js";

const KEEP = 500;
const seen = { entries: [], last: 0, loaded: false };

const ui = (id) => document.getElementById(id);

export function wireTraffic() {
  ui("traffic-toggle").addEventListener("click", () => show(ui("traffic").hidden));
  ui("traffic-close").addEventListener("click", () => show(false));
  ui("traffic-clear").addEventListener("click", clear);
  ui("trouble").addEventListener("click", openTrouble);
  ui("traffic").addEventListener("keydown", (event) => event.key === "Escape" && show(false));
  ["traffic-filter", "traffic-in", "traffic-out"].forEach((id) => ui(id).addEventListener("input", drawAll));
}

async function show(open) {
  ui("traffic").hidden = !open;
  ui("traffic-toggle").setAttribute("aria-expanded", String(open));
  if (!open) return ui("traffic-toggle").focus();
  if (!seen.loaded) await load();
  return ui("traffic-filter").focus();
}

async function load() {
  seen.loaded = true;
  const { entries } = await fetchTraffic(seen.last);
  entries.forEach(add);
  drawAll();
}

function clear() {
  seen.entries = [];
  drawAll();
}

/** A new entry from the live socket. */
export function trafficArrived(entry) {
  if (!seen.loaded) return;
  add(entry);
  if (!ui("traffic").hidden && fits(entry)) append([entry]);
}

function add(entry) {
  if (seen.entries.some(({ id }) => id === entry.id)) return;
  seen.entries = [...seen.entries, entry].slice(-KEEP);
  seen.last = Math.max(seen.last, entry.id);
}

function fits(entry) {
  const wanted = ui("traffic-filter").value.trim().toLowerCase();
  const shown = entry.direction === "to_bot" ? ui("traffic-in").checked : ui("traffic-out").checked;
  return shown && (!wanted || JSON.stringify(entry).toLowerCase().includes(wanted));
}

function drawAll() {
  const entries = seen.entries.filter(fits);
  fill(ui("traffic-list"));
  append(entries);
  ui("traffic-empty").hidden = entries.length > 0;
}

function append(entries) {
  const list = ui("traffic-list");
  const atBottom = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.append(...entries.map(drawEntry));
  ui("traffic-empty").hidden = true;
  if (atBottom) list.scrollTop = list.scrollHeight;
}

// Payloads are turned into text only when somebody opens them.
function drawEntry(entry) {
  const details = el("details", {}, summaryOf(entry));
  details.addEventListener("toggle", () => details.childElementCount === 1 && details.append(...payloads(entry)));
  return el("li", { class: entry.ok ? "" : "failed" }, details);
}

function summaryOf({ at, direction, kind, title, user, status, ms, attempt }) {
  const inward = direction === "to_bot";
  const arrow = el("span", { class: `arrow ${direction}`, role: "img", "aria-label": inward ? "to the bot" : "from the bot" }, inward ? "→" : "←");
  const tail = [user ? nameOf(user) : "", attempt ? `retry ${attempt}` : "", status === "ok" ? "" : status, `${ms} ms`].filter(Boolean).join(" · ");
  const time = wallOf("UTC", Date.parse(at) / 1000).time;
  return el("summary", {}, el("time", { datetime: at, title: `${at}` }, time), arrow, el("code", {}, kind), el("span", { class: "grow" }, title === kind ? "" : title), el("span", { class: "tail" }, tail));
}

function payloads({ request, response }) {
  return [["Request", request], ["Response", response]].map(([name, body]) => el("div", { class: "payload" }, el("h3", {}, name),
    el("pre", { tabindex: "0", "aria-label": `${name} as JSON` }, body === null ? "—" : JSON.stringify(body, null, 2))));
}
