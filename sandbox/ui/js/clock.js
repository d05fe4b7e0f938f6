// The sandbox's clock: what time it is for the acting person, and ways to make it later.

import { moveClock } from "./api.js";
import { relative } from "./lib/dates.js";
import { me, now, refresh, store } from "./store.js";
import { say } from "./toasts.js";

const STEPS = { "clock-10m": 600, "clock-1h": 3600, "clock-1d": 86400 };

/** Wire the four buttons and let the time run on. */
export function wireClock() {
  for (const [id, seconds] of Object.entries(STEPS)) on(id, () => move({ seconds }));
  on("clock-next", () => move({ to_next_event: true }));
  on("clock-toggle", () => openSteps(document.getElementById("clock-steps").classList.contains("open") === false));
  document.getElementById("clock").addEventListener("keydown", (event) => event.key === "Escape" && openSteps(false));
  setInterval(() => store.state && drawClock(store.state), 10_000);
}

function on(id, work) {
  document.getElementById(id).addEventListener("click", work);
}

function openSteps(open) {
  document.getElementById("clock-steps").classList.toggle("open", open);
  document.getElementById("clock-toggle").setAttribute("aria-expanded", String(open));
}

async function move(step) {
  const answer = await moveClock(step);
  if (!answer.ok) say(answer.error === "no_next_event" ? "Nothing is planned yet." : answer.error, "info");
  await refresh();
}

/** Show the time. */
export function drawClock(state) {
  const zone = me()?.tz ?? "UTC";
  const at = now();
  const words = (style) => new Intl.DateTimeFormat("en-GB", { ...style, timeZone: zone }).format(at * 1000);
  document.getElementById("clock-day").textContent = words({ weekday: "short", day: "numeric", month: "short" });
  document.getElementById("clock-hour").textContent = words({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const face = document.getElementById("clock-face");
  face.title = `Time for ${me()?.display_name ?? ""} (${zone})`;
  document.getElementById("clock-next").title = nextWords(state, at);
}

function nextWords({ next_event: next }, at) {
  return next ? `The next planned thing is ${relative(Date.parse(next) / 1000, at)}` : "Nothing is planned yet";
}
