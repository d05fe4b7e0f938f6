// The page: fetch the state, draw it, and again whenever the sandbox says that it changed.

import { listenLive } from "./api.js";
import { drawClock, wireClock } from "./clock.js";
import { el, fill } from "./lib/dom.js";
import { drawModals, modalKeys } from "./modal.js";
import { drawPane, wirePane } from "./pane.js";
import { drawSidebar, wireSidebar } from "./sidebar.js";
import { actAs, arrive, me, onChange, perform, readOnScreen, refresh, store, wantedPlace } from "./store.js";
import { drawThread, wireThread } from "./thread.js";
import { drawToasts } from "./toasts.js";
import { drawTour, wireTour } from "./tour.js";
import { trafficArrived, wireTraffic } from "./traffic.js";
import { avatar } from "./avatar.js";

const DRAWERS = [choosePlace, drawActor, drawBanner, drawSidebar, drawPane, drawThread, drawClock, drawTour, drawModals, showToasts, readOnScreen];

// Somebody who lost sight of a place (removed, archived, switched person) lands on one that exists.
function choosePlace(state) {
  const visible = store.place?.startsWith("app:") || state.channels.some(({ id }) => id === store.place);
  if (!visible) store.place = state.channels.find(({ kind }) => kind !== "im")?.id ?? "app:home";
}

function drawActor(state) {
  const select = document.getElementById("act-as");
  const people = state.people.filter(({ is_bot: bot }) => !bot);
  const signature = JSON.stringify(people.map(({ id, real_name: name, deleted, title }) => [id, name, deleted, title]));
  if (select.dataset.signature !== signature) fill(select, ...people.map(actorOption));
  select.dataset.signature = signature;
  select.value = state.me;
  fill(document.getElementById("act-as-face"), avatar(state.me, "small"));
}

function actorOption({ id, real_name: real, display_name: shown, is_guest: guest, deleted, title }) {
  const notes = [title, guest ? "guest" : "", deleted ? "deactivated" : ""].filter(Boolean).join(", ");
  return el("option", { value: id }, notes ? `${real || shown} (${notes})` : real || shown);
}

function drawBanner({ bot, in_flight: flying }) {
  const banner = document.getElementById("banner");
  banner.hidden = bot.online;
  banner.textContent = `${bot.name} is not connected yet. Start the bot and this line goes away.`;
  document.body.classList.toggle("waiting", flying > 0);
  document.title = `${me()?.display_name ?? ""} · ${store.state.team.name} · sandbox`;
}

function showToasts({ toasts }) {
  drawToasts(toasts, (id) => perform("dismiss", { toast: id }));
}

function wireActor() {
  document.getElementById("act-as").addEventListener("change", async (event) => {
    await actAs(event.target.value);
    await arrive(store.place);
  });
}

function onEvent(event) {
  if (event.type === "changed" && event.version !== store.state?.version) void refresh();
  if (event.type === "traffic") trafficArrived(event.entry);
}

function connection(there) {
  document.getElementById("offline").hidden = there;
  if (there) void refresh();
}

async function start() {
  const wanted = wantedPlace();
  Object.assign(store, { wanted: wanted.user, place: wanted.place });
  [wireSidebar, wirePane, wireThread, wireClock, wireTour, wireTraffic, wireActor, modalKeys].forEach((wire) => wire());
  DRAWERS.forEach(onChange);
  await refresh();
  listenLive({ onEvent, onOnline: () => connection(true), onOffline: () => connection(false) });
  if (store.state) await arrive(store.place);
}

void start();
