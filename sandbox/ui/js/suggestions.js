// The list above the composer: slash commands after "/", people after "@".

import { builtInCommands } from "./built_in.js";
import { el, fill, freshId } from "./lib/dom.js";
import { perform, store } from "./store.js";

/** Suggestions for a text box; returns `update()` and `onKey(event)` (true when the key was used). */
export function suggest(box, list) {
  const self = { box, list, entries: [], active: 0 };
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  box.addEventListener("blur", () => show(self, []));
  return { update: () => show(self, entriesFor(box.value.slice(0, box.selectionStart))), onKey: (event) => onKey(self, event) };
}

function entriesFor(typed) {
  const command = /^\/\S*$/.exec(typed)?.[0];
  if (command) return [...commands().filter((one) => one.command.startsWith(command.toLowerCase())).map(commandEntry), ...shortcutsLike(command)];
  const name = /(?:^|\s)@([^\s@]*)$/.exec(typed)?.[1];
  return name === undefined ? [] : peopleLike(name.toLowerCase());
}

function commands() {
  return [...store.state.bot.commands, ...builtInCommands()];
}

function commandEntry({ command, description, usage_hint: hint }) {
  return { label: `${command} ${hint ?? ""}`, note: description, replaces: /^\/\S*$/, by: `${command} ` };
}

// Global shortcuts are found behind "/" too, as in Slack.
function shortcutsLike(typed) {
  const fits = ({ type, name }) => type === "global" && name.toLowerCase().includes(typed.slice(1).toLowerCase());
  return store.state.bot.shortcuts.filter(fits).map(({ name, callback_id: id }) => (
    { label: `⚡ ${name}`, note: "Shortcut", replaces: /^\/\S*$/, by: "", act: () => perform("global_shortcut", { callback_id: id }) }));
}

function peopleLike(start) {
  const fits = ({ deleted, display_name: shown = "", real_name: real = "" }) => !deleted && `${shown} ${real}`.toLowerCase().includes(start);
  return store.state.people.filter(fits).slice(0, 8).map(({ display_name: shown, real_name: real }) => (
    { label: shown || real, note: real, replaces: /@[^\s@]*$/, by: `@${shown || real} ` }));
}

function show(self, entries) {
  Object.assign(self, { entries, active: 0 });
  self.list.hidden = !entries.length;
  fill(self.list, ...entries.map((entry, index) => drawEntry(self, entry, index)));
  mark(self);
}

function drawEntry(self, { label, note }, index) {
  const take = () => accept(self, index);
  return el("div", { role: "option", id: freshId("sug"), "aria-selected": "false", on: { click: take } }, el("strong", {}, label), el("span", { class: "menu-hint" }, note ?? ""));
}

function mark(self) {
  [...self.list.children].forEach((node, index) => {
    node.setAttribute("aria-selected", String(index === self.active));
    if (index === self.active) node.scrollIntoView({ block: "nearest" });
  });
  const current = self.list.children[self.active];
  if (current && self.entries.length) self.box.setAttribute("aria-activedescendant", current.id);
  else self.box.removeAttribute("aria-activedescendant");
}

function accept(self, index) {
  const { replaces, by, act } = self.entries[index];
  const caret = self.box.selectionStart;
  const head = self.box.value.slice(0, caret).replace(replaces, () => by);
  self.box.value = head + self.box.value.slice(caret);
  self.box.setSelectionRange(head.length, head.length);
  show(self, []);
  self.box.focus();
  if (act) void act();
}

const KEYS = {
  ArrowDown: (self) => move(self, 1),
  ArrowUp: (self) => move(self, -1),
  Tab: (self) => accept(self, self.active),
  Escape: (self) => show(self, []),
  Enter: (self) => accept(self, self.active),
};

function onKey(self, event) {
  const complete = event.key === "Enter" && self.entries[self.active]?.by.trim() === self.box.value.trim();
  if (!self.entries.length || !(event.key in KEYS) || complete) return false;
  event.preventDefault();
  event.stopPropagation();
  KEYS[event.key](self);
  return true;
}

function move(self, by) {
  self.active = (self.active + by + self.entries.length) % self.entries.length;
  mark(self);
}
