// Where one types: words become a message, a line that begins with "/" a slash command.

import { el, fill, freshId } from "./lib/dom.js";
import { runBuiltIn } from "./built_in.js";
import { withIds, withLogins } from "./mentions.js";
import { perform, store } from "./store.js";
import { suggest } from "./suggestions.js";
import { say } from "./toasts.js";

/** Draw the composer of a conversation once; afterwards only its label and draft change. */
export function drawComposer(place, channel, { label, thread = null }) {
  const key = `${store.state.me}/${channel?.id}/${thread ?? ""}`;
  if (place.dataset.key === key && place.dataset.archived === String(channel?.is_archived)) return;
  Object.assign(place.dataset, { key, archived: String(channel?.is_archived) });
  const closed = closedWords(channel);
  fill(place, closed === null ? form(key, channel, label, thread) : el("p", { class: "composer-note" }, closed));
}

function closedWords(channel) {
  if (!channel) return "";
  if (channel.is_archived) return "This channel has been archived.";
  const { user, name, messages_read_only: mute } = store.state.bot;
  return mute && channel.with === user ? `Sending messages to ${name} has been turned off.` : null;
}

function form(key, channel, label, thread) {
  const id = freshId("composer");
  const list = freshId("suggestions");
  const box = el("textarea", { id, rows: 1, "aria-label": label, placeholder: label, value: store.drafts.get(key) ?? "", autocomplete: "off", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": list });
  const send = el("button", { type: "submit", class: "btn btn-send", "aria-label": "Send" }, "➤");
  const hint = el("div", { class: "suggestions", id: list, role: "listbox", "aria-label": "Suggestions", hidden: true });
  const node = el("form", { class: "composer-form" }, hint, box, send);
  const post = () => void submit(box, key, channel, thread);
  const menu = suggest(box, hint);
  box.addEventListener("input", () => onInput(box, key, menu));
  box.addEventListener("keydown", (event) => !menu.onKey(event) && event.key === "Enter" && !event.shiftKey && !event.isComposing && (event.preventDefault(), post()));
  node.addEventListener("submit", (event) => (event.preventDefault(), post()));
  requestAnimationFrame(() => grow(box));
  return node;
}

function onInput(box, key, menu) {
  store.drafts.set(key, box.value);
  grow(box);
  menu.update();
}

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, 200)}px`;
}

async function submit(box, key, channel, thread) {
  const text = box.value.trim();
  if (!text) return;
  box.value = "";
  store.drafts.delete(key);
  grow(box);
  const answer = await dispatch(text, channel, thread);
  if (answer && !answer.ok && answer.error === "unreachable") box.value = text;
}

function dispatch(text, channel, thread) {
  const where = { channel: channel.id, ...(thread ? { thread_ts: thread } : {}) };
  if (!text.startsWith("/")) return perform("say", { ...where, text: withIds(text) });
  if (thread) return void say("Slash commands do not work in threads.", "warning");
  const known = store.state.bot.commands.some(({ command }) => text.split(/\s/)[0] === command);
  if (known) return perform("run", { ...where, text: withLogins(text) });
  return runBuiltIn(text, channel);
}

/** Put words into the composer without sending them. */
export function prefill(text) {
  const box = document.querySelector("#composer textarea");
  if (!box) return;
  box.value = text;
  box.dispatchEvent(new Event("input"));
  box.focus();
}
