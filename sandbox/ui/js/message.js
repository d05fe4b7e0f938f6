// One message: face, name, time, blocks, thread line, and its actions.

import { avatar } from "./avatar.js";
import { clockTime } from "./lib/dates.js";
import { button, el } from "./lib/dom.js";
import { blockList } from "./render/blocks.js";
import { mrkdwn } from "./render/mrkdwn.js";
import { stageFor } from "./stage.js";
import { goTo, nameOf, perform, person, store } from "./store.js";
import { openMenu } from "./widgets/menu.js";

/** Draw a message; `inThread` leaves the thread line out, `grouped` the face and name. */
export function drawMessage(message, { inThread = false, grouped = false } = {}) {
  const stage = stageOf(message);
  if (message.system) return el("p", { class: "system-line" }, ...mrkdwn(message.text, stage));
  const look = `message${message.ephemeral ? " ephemeral" : ""}${grouped ? " grouped" : ""}`;
  const body = el("div", { class: "message-body" }, grouped ? null : headOf(message, stage), contentOf(message, stage),
    ...filesOf(message), inThread ? null : threadLine(message), message.ephemeral ? ephemeralNote(message) : null);
  const side = grouped ? el("span", { class: "avatar-gap" }) : avatar(message.user);
  return el("article", { class: look, "aria-label": `${nameOf(message.user)}, ${clockTime(stage.zone, Number(message.ts))}`, data: { ts: message.ts } },
    side, body, toolbar(message, inThread));
}

function stageOf(message) {
  const { channel, ts, values } = message;
  return stageFor({ surface: "message", key: `${store.state.me}/${channel}/${ts}`, target: { channel, ts }, sent: values });
}

function headOf({ user, ts }, stage) {
  const tag = person(user)?.is_bot ? el("span", { class: "tag" }, "APP") : null;
  const time = el("time", { datetime: new Date(Number(ts) * 1000).toISOString() }, clockTime(stage.zone, Number(ts)));
  return el("header", { class: "message-head" }, el("strong", {}, nameOf(user) ?? user), tag, time);
}

// With blocks the bare text is only for notifications and screen readers, as in Slack.
function contentOf({ blocks, text, edited }, stage) {
  const mark = edited ? el("span", { class: "edited" }, " (edited)") : null;
  if (blocks?.length) return el("div", { class: "blocks" }, ...blockList(blocks, stage), mark);
  return el("div", { class: "message-text" }, ...mrkdwn(text, stage), mark);
}

function filesOf({ files = [] }) {
  return files.map(({ name, title, size, url }) => el("a", { class: "file", href: url, download: name }, "📄 ", title || name, el("small", {}, ` ${Math.ceil(size / 1024)} kB`)));
}

function threadLine({ ts, reply_count: count, thread_ts: thread, broadcast }) {
  if (broadcast && thread !== ts) return button("↳ replied to a thread", () => goTo(store.place, thread), { class: "thread-line" });
  if (!count) return null;
  return button(`${count} ${count === 1 ? "reply" : "replies"}`, () => goTo(store.place, ts), { class: "thread-line" });
}

function ephemeralNote({ channel, ts }) {
  const dismiss = button("Dismiss message", () => perform("dismiss", { channel, ts }), { class: "link-btn" });
  return el("p", { class: "ephemeral-note" }, el("span", { "aria-hidden": "true" }, "👁 "), "Only visible to you · ", dismiss);
}

function toolbar(message, inThread) {
  if (message.ephemeral) return null;
  const thread = message.thread_ts ?? message.ts;
  const reply = inThread ? null : button("💬", () => goTo(store.place, thread), { class: "icon-btn", "aria-label": "Reply in thread", title: "Reply in thread" });
  const more = button("⋮", () => openMenu(more, shortcutsFor(message)), { class: "icon-btn", "aria-label": "More message actions", title: "More actions", "aria-haspopup": "menu", "aria-expanded": "false" });
  return el("div", { class: "message-tools" }, reply, more);
}

function shortcutsFor({ channel, ts, text }) {
  const own = store.state.bot.shortcuts.filter(({ type }) => type === "message").map(({ name, callback_id: id }) => (
    { label: name, hint: store.state.bot.name, choose: () => perform("message_shortcut", { channel, ts, callback_id: id }) }));
  return [...own, { label: "Copy text", hint: "What a screen reader reads", choose: () => navigator.clipboard?.writeText(text) }];
}
