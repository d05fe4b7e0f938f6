// A menu button's menu: arrows move, Enter chooses, Escape closes and gives the focus back.

import { el } from "../lib/dom.js";
import { popUp } from "./popup.js";

/** Open a menu of `{label, hint?, choose}` beside its button. */
export function openMenu(anchor, entries) {
  if (anchor.getAttribute("aria-expanded") === "true") return;
  const items = entries.map((entry) => menuItem(entry, () => leave(entry)));
  const box = el("div", { class: "popup menu", role: "menu", "aria-label": anchor.getAttribute("aria-label") ?? anchor.textContent }, ...items);
  anchor.setAttribute("aria-expanded", "true");
  const close = popUp(anchor, box, () => anchor.setAttribute("aria-expanded", "false"));
  const leave = (entry) => {
    close();
    anchor.focus();
    return entry.choose();
  };
  box.addEventListener("keydown", (event) => onKey(event, items, () => leave({ choose() {} })));
  items[0]?.focus();
}

function menuItem({ label, hint }, choose) {
  const words = [el("span", {}, label), hint ? el("span", { class: "menu-hint" }, hint) : null];
  return el("button", { type: "button", role: "menuitem", tabindex: "-1", on: { click: choose } }, ...words);
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function onKey(event, items, close) {
  if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") event.preventDefault();
    event.stopPropagation();
    return close();
  }
  if (!(event.key in STEPS)) return undefined;
  event.preventDefault();
  const at = items.indexOf(document.activeElement) + STEPS[event.key];
  return items.at(at % items.length).focus();
}
