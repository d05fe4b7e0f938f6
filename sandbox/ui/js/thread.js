// The thread beside the channel.

import { drawComposer } from "./composer.js";
import { drawMessages, threadMessages } from "./messages.js";
import { channelOnScreen, goTo, store } from "./store.js";

/** Draw the open thread, or hide its panel. */
export function drawThread(state) {
  const panel = document.getElementById("thread");
  const channel = channelOnScreen();
  panel.hidden = !store.thread || !channel;
  document.body.classList.toggle("thread-open", !panel.hidden);
  if (panel.hidden) return;
  const where = `${state.me}/${channel.id}/${store.thread}`;
  drawMessages(document.getElementById("thread-log"), threadMessages(state.messages[channel.id] ?? [], store.thread), { inThread: true, where });
  drawComposer(document.getElementById("thread-composer"), channel, { label: "Reply in thread", thread: store.thread });
}

export function wireThread() {
  const close = () => goTo(store.place);
  document.getElementById("thread-close").addEventListener("click", close);
  document.getElementById("thread").addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && close());
}
