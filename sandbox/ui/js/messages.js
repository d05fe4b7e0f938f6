// The list of messages of a channel, a DM or a thread.

import { dayName, daysBetween } from "./lib/dates.js";
import { el } from "./lib/dom.js";
import { keyed } from "./lib/keyed.js";
import { drawMessage } from "./message.js";
import { readerSignature } from "./stage.js";
import { me, now } from "./store.js";

const TOGETHER = 300;

/** Fill `log` with messages; it stays at the bottom when it was there, as a chat does. */
export function drawMessages(log, messages, { inThread = false, where = "", start = null } = {}) {
  const moved = log.dataset.where !== where;
  noteReader(log);
  const rows = [...(start ? [{ start }] : []), ...withDays(messages, inThread)];
  log.setAttribute("aria-busy", "true");
  keyed(log, rows, rowKey, (row) => JSON.stringify([row, readerSignature()]), (row) => drawRow(row, inThread));
  log.removeAttribute("aria-busy");
  log.dataset.where = where;
  if (moved || log.dataset.stuck !== "no") toBottom(log);
}

function toBottom(log) {
  log.scrollTop = log.scrollHeight;
  log.dataset.stuck = "yes";
}

/** Keep the newest message in view while the reader is at the bottom, also when the pane changes its height. */
export function stickToBottom(log) {
  log.addEventListener("scroll", () => noteReader(log));
  new ResizeObserver(() => {
    heights.set(log, log.clientHeight);
    if (log.dataset.stuck !== "no") toBottom(log);
  }).observe(log);
}

const heights = new WeakMap();

// In the middle of a change of height the distance says nothing about the reader.
function noteReader(log) {
  if (log.clientHeight !== heights.get(log)) return;
  const distance = log.scrollHeight - log.scrollTop - log.clientHeight;
  log.dataset.stuck = distance < 60 ? "yes" : "no";
}

function rowKey(row) {
  if (row.start) return "start";
  return row.day ? `day ${row.day}` : `${row.message.channel} ${row.message.ts}`;
}

function drawRow(row, inThread) {
  if (row.start) return el("p", { class: "start-line" }, row.start);
  if (row.day) return el("div", { class: "day-line", role: "separator", "aria-label": row.words }, el("span", {}, row.words));
  return drawMessage(row.message, { inThread, grouped: row.grouped });
}

function withDays(messages, inThread) {
  const zone = me()?.tz ?? "UTC";
  const rows = [];
  messages.forEach((message, index) => {
    const at = Number(message.ts);
    const before = messages[index - 1];
    const newDay = !inThread && (!before || daysBetween(zone, Number(before.ts), at) !== 0);
    if (newDay) rows.push({ day: Math.floor(at), words: dayName(zone, at, now()) });
    rows.push({ message, grouped: !newDay && isContinuation(before, message) });
  });
  return rows;
}

// Consecutive words of one person read as one, unless blocks, privacy or time come between.
function isContinuation(before, message) {
  if (!before || before.system || before.user !== message.user || message.blocks || before.blocks) return false;
  return before.ephemeral === message.ephemeral && Number(message.ts) - Number(before.ts) < TOGETHER;
}

/** What stands in the channel itself: no thread replies unless also sent to the channel. */
export function channelMessages(messages) {
  return messages.filter(({ ts, thread_ts: thread, broadcast }) => !thread || thread === ts || broadcast);
}

/** A thread: its first message and the replies. */
export function threadMessages(messages, ts) {
  return messages.filter((message) => message.ts === ts || message.thread_ts === ts);
}
