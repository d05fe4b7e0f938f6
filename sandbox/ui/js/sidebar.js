// Channels, direct messages and the app.

import { avatar } from "./avatar.js";
import { browseChannels, createChannel, startMessage } from "./channel_dialogs.js";
import { button, el, fill, hushed } from "./lib/dom.js";
import { keyed } from "./lib/keyed.js";
import { goTo, store, titleOf } from "./store.js";

/** Draw the side bar. */
export function drawSidebar(state) {
  fill(document.getElementById("team-name"), state.team.name);
  const rooms = state.channels.filter(({ kind }) => kind !== "im");
  const chats = state.channels.filter(({ kind, with: other }) => kind === "im" && other !== state.bot.user);
  list("channel-list", rooms.map((room) => ({ place: room.id, draw: () => channelLabel(room), ...marks(room) })));
  list("dm-list", chats.map((chat) => ({ place: chat.id, draw: () => [avatar(chat.with, "tiny"), titleOf(chat)], ...marks(chat), name: titleOf(chat) })));
  list("app-list", [appEntry(state)]);
}

function marks({ name, unread, is_archived: archived }) {
  return { name, unread, archived };
}

function channelLabel({ kind, name }) {
  return [el("span", { class: "sign", "aria-hidden": "true" }, kind === "private" ? "🔒" : "#"), name, kind === "private" ? hushed(" (private)") : null];
}

function appEntry({ bot, channels }) {
  const unread = channels.find(({ with: other }) => other === bot.user)?.unread ?? 0;
  const place = unread || !bot.home_enabled ? "app:messages" : "app:home";
  return { place, key: "app", unread, name: bot.name, draw: () => [avatar(bot.user, "tiny"), bot.name, el("span", { class: `presence ${bot.online ? "on" : ""}`, title: bot.online ? "Connected" : "Not connected" })] };
}

function isCurrent({ place, key }) {
  return place === store.place || (key === "app" && store.place?.startsWith("app:"));
}

function list(id, entries) {
  const signature = (entry) => JSON.stringify([entry.place, entry.name, entry.unread, entry.archived, isCurrent(entry), store.state.bot.online]);
  keyed(document.getElementById(id), entries, ({ key, place }) => key ?? place, signature, drawEntry);
}

function drawEntry(entry) {
  const badge = entry.unread ? el("span", { class: "badge" }, String(entry.unread), hushed(" unread")) : null;
  const look = `side-entry${entry.unread ? " unread" : ""}${entry.archived ? " archived" : ""}`;
  const open = () => {
    closeSidebar();
    return goTo(entry.place);
  };
  const node = button(null, open, { class: look, "aria-current": isCurrent(entry) ? "page" : null });
  node.append(...entry.draw().filter(Boolean), ...(badge ? [badge] : []));
  return el("li", { data: { focus: `side:${entry.key ?? entry.place}` } }, node);
}

/** On a phone the side bar is a menu. */
export function wireSidebar() {
  const toggle = document.getElementById("menu-toggle");
  toggle.addEventListener("click", () => setSidebar(!document.body.classList.contains("side-open")));
  document.getElementById("side-veil").addEventListener("click", closeSidebar);
  document.getElementById("sidebar").addEventListener("keydown", (event) => event.key === "Escape" && closeSidebar());
  document.getElementById("browse-channels").addEventListener("click", browseChannels);
  document.getElementById("create-channel").addEventListener("click", createChannel);
  document.getElementById("new-message").addEventListener("click", startMessage);
}

function closeSidebar() {
  setSidebar(false);
}

function setSidebar(open) {
  document.body.classList.toggle("side-open", open);
  const toggle = document.getElementById("menu-toggle");
  toggle.setAttribute("aria-expanded", String(open));
  if (open) document.querySelector("#sidebar .side-entry")?.focus();
}
