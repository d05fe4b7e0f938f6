// Small notes that come and go: the sandbox's own, and the page's.

import { button, el } from "./lib/dom.js";

const LIFETIME = { info: 6000, warning: 14000 };
const shown = new Set();

function tray() {
  return document.getElementById("toasts");
}

/** Show a note of the page itself. */
export function say(text, kind = "info", onGone = () => {}) {
  const node = el("div", { class: `toast toast-${kind}`, role: kind === "warning" ? "alert" : "status" });
  const gone = () => {
    if (!node.isConnected) return;
    node.remove();
    onGone();
  };
  const sign = el("span", { "aria-hidden": "true" }, kind === "warning" ? "⚠️" : "💬");
  node.append(sign, el("span", { class: "toast-text" }, text), button("×", gone, { "aria-label": "Dismiss notice" }));
  tray().append(node);
  setTimeout(gone, LIFETIME[kind] ?? LIFETIME.info);
}

/** Show the server's notes once each, and tell it when they are gone. */
export function drawToasts(toasts, dismiss) {
  for (const { id, kind, text } of toasts.filter((toast) => !shown.has(toast.id))) {
    shown.add(id);
    say(text, kind, () => dismiss(id));
  }
}
