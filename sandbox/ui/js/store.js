// What the page knows: the server's state document for whoever is acting, and where that person is looking.
//
// place: "C1" (a channel or DM) | "app:home" | "app:messages" | "app:about";  thread: ts | null

import { deed, fetchState } from "./api.js";
import { say } from "./toasts.js";

export const store = { state: null, place: null, thread: null, fetchedAt: 0, drafts: new Map() };

const listeners = new Set();

/** Call `work` after every change. */
export function onChange(work) {
  listeners.add(work);
}

/** Draw everything again. */
export function changed() {
  if (store.state) listeners.forEach((work) => work(store.state));
}

/** The sandbox's time in seconds, moving on between two fetches. */
export function now() {
  return Date.parse(store.state.now) / 1000 + (performance.now() - store.fetchedAt) / 1000;
}

let fetching = null;
let again = false;

/** Fetch the state; calls that come meanwhile share the next fetch. */
export function refresh() {
  if (fetching) {
    again = true;
    return fetching;
  }
  fetching = fetchUntilFresh().finally(() => (fetching = null));
  return fetching;
}

async function fetchUntilFresh() {
  do {
    again = false;
    await fetchOnce(store.state?.me ?? store.wanted);
  } while (again);
}

// When the sandbox is away, the live socket's banner says so; nothing else changes.
async function fetchOnce(user) {
  const state = await fetchState(user).catch(() => null);
  if (state && !state.me && !store.state) store.wanted = null;
  else if (state?.me && (!store.state || store.state.me === user)) return accept(state);
  again ||= Boolean(state && !store.state);
}

function accept(state) {
  store.state = state;
  store.fetchedAt = performance.now();
  changed();
}

/** Become somebody else; the place is kept where that person can see it. */
export async function actAs(user, place = store.place) {
  const state = await fetchState(user);
  Object.assign(store, { place, thread: null });
  accept(state);
  remember();
}

const TOLD_ELSEWHERE = ["bot_timeout", "bot_error", "invalid_input"];

/** Do something as the acting person, then show what came of it. */
export async function perform(verb, body = {}, { quiet = false } = {}) {
  const answer = await deed(verb, { user: store.state.me, ...body });
  if (!answer.ok && !quiet && !TOLD_ELSEWHERE.includes(answer.error)) say(answer.message ?? answer.error ?? "That did not work.", "warning");
  await refresh();
  return answer;
}

/** Look somewhere else. */
export async function goTo(place, thread = null) {
  Object.assign(store, { place, thread });
  remember();
  changed();
  await arrive(place);
}

/** Tell the server what is on screen: it marks channels read and lets the bot draw its Home. */
export async function arrive(place) {
  if (place === "app:home") return perform("open_home", { tab: "home" }, QUIET);
  if (place === "app:messages") return arriveAtMessages();
  if (place.startsWith("app:")) return undefined;
  return perform("open_channel", { channel: place }, QUIET);
}

const QUIET = { quiet: true };

async function arriveAtMessages() {
  if (!store.state.bot.im) await perform("open_dm", { with: store.state.bot.user }, QUIET);
  await perform("open_home", { tab: "messages" }, QUIET);
  if (store.state.bot.im) await perform("open_channel", { channel: store.state.bot.im }, QUIET);
}

let read = null;

/** What arrives in the channel on screen has been read, once. */
export function readOnScreen() {
  const channel = channelOnScreen();
  const mark = `${store.state.me} ${channel?.id} ${channel?.latest}`;
  if (!channel?.unread || mark === read || document.hidden) return;
  read = mark;
  void perform("open_channel", { channel: channel.id }, QUIET);
}

function remember() {
  history.replaceState(null, "", `#${store.state.me}/${store.place}`);
}

/** Who and where the address bar asks for. */
export function wantedPlace() {
  const [user, place] = decodeURIComponent(location.hash.slice(1)).split("/");
  return { user: user || null, place: place || null };
}

/** The channel on screen, the bot's DM included; null on App Home. */
export function channelOnScreen() {
  const id = store.place === "app:messages" ? store.state.bot.im : store.place;
  return store.state.channels.find((channel) => channel.id === id) ?? null;
}

export function person(id) {
  return store.state.people.find((one) => one.id === id) ?? null;
}

export function me() {
  return person(store.state.me);
}

/** `#general`, or the other side of a direct message. */
export function titleOf(channel) {
  if (!channel) return "";
  return channel.kind === "im" ? (nameOf(channel.with) ?? channel.name) : `#${channel.name}`;
}

export function nameOf(id) {
  const one = person(id);
  return one ? one.display_name || one.real_name || one.name : null;
}
