// "Try this": steps that tick themselves off as things happen.

import { prefill } from "./composer.js";
import { button, el, hushed } from "./lib/dom.js";
import { keyed } from "./lib/keyed.js";
import { actAs, goTo, nameOf, store } from "./store.js";

/** Draw the list and its progress. */
export function drawTour({ steps }) {
  const done = steps.filter((step) => step.done).length;
  const words = `${done} of ${steps.length}`;
  document.getElementById("tour-toggle").hidden = !steps.length;
  document.getElementById("tour-count").textContent = words;
  document.getElementById("tour-progress").textContent = `${words} done`;
  document.getElementById("tour-bar").style.width = `${(100 * done) / Math.max(1, steps.length)}%`;
  const next = steps.findIndex((step) => !step.done);
  const rows = steps.map((step, index) => ({ ...step, current: index === next }));
  keyed(document.getElementById("tour-list"), rows, ({ id }) => id, (row) => JSON.stringify([row, row.as && nameOf(row.as)]), drawStep);
}

function drawStep(step) {
  const sign = el("span", { class: "tick", "aria-hidden": "true" }, step.done ? "✓" : "");
  const title = el("summary", {}, sign, el("span", {}, step.title), step.done ? hushed(" (done)") : null);
  const go = step.at || step.as || step.type ? button(jumpWords(step), () => jump(step), { class: "btn btn-plain small" }) : null;
  const body = el("div", { class: "step-body" }, step.hint ? el("p", {}, step.hint) : null, go);
  const look = `step${step.done ? " done" : ""}${step.current ? " current" : ""}`;
  return el("li", { class: look, data: { focus: `step:${step.id}` } }, el("details", { open: step.current }, title, body));
}

function jumpWords({ as: who, type }) {
  const words = type ? "Put it in the composer" : "Take me there";
  return who && who !== store.state.me ? `${words}, as ${nameOf(who)}` : words;
}

async function jump({ as: who, at, type }) {
  if (who && who !== store.state.me) await actAs(who);
  const place = placeOf(at);
  if (place) await goTo(place);
  if (type) prefill(type);
  if (matchMedia("(max-width: 700px)").matches) showTour(false);
}

function placeOf(at) {
  if (!at) return null;
  if (at === "home" || at === "bot") return at === "home" ? "app:home" : "app:messages";
  const name = at.replace(/^[#@]/, "").toLowerCase();
  const found = store.state.channels.find(({ id, name: own }) => id === at || own.toLowerCase() === name);
  return found?.id ?? null;
}

/** The panel opens and folds; the choice lasts for the visit. */
export function wireTour() {
  document.getElementById("tour-toggle").addEventListener("click", () => showTour(document.getElementById("tour").hidden));
  document.getElementById("tour-close").addEventListener("click", () => showTour(false));
  showTour(!matchMedia("(max-width: 1000px)").matches && sessionStorage.getItem("tour") !== "folded");
}

function showTour(open) {
  document.getElementById("tour").hidden = !open;
  document.getElementById("tour-toggle").setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("tour-open", open);
  sessionStorage.setItem("tour", open ? "open" : "folded");
}
