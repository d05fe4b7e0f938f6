// Faces: initials on a colour of their own; the bot has a speech balloon.

import { el } from "./lib/dom.js";
import { person, store } from "./store.js";

/** A decorative picture: the name always stands beside it. */
export function avatar(id, look = "") {
  const one = person(id);
  const bot = id === store.state.bot.user;
  const node = el("span", { class: `avatar ${bot ? "avatar-bot" : ""} ${look}`, "aria-hidden": "true" }, bot ? "💬" : (one?.initials ?? "?"));
  if (bot && store.state.bot.color) node.style.background = store.state.bot.color;
  if (!bot && one?.color) node.style.background = `color-mix(in srgb, ${one.color} 72%, black)`;
  return node;
}
