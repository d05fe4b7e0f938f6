// A searchable select, single or multiple, after the ARIA combobox pattern.

import { button, el, fill, freshId } from "../lib/dom.js";
import { popUp } from "./popup.js";

/**
 * spec: { names, placeholder, multi, max, clearable, chosen: [choice], load(query) -> Promise<[{label?, choices}]>,
 *         onChange(chosen), onClose?() };  choice: { key, label, hint?, raw }
 */
export function combobox(spec) {
  const self = { spec, chosen: [...spec.chosen], shown: [], active: -1, close: null, asked: 0 };
  self.list = freshId("list");
  self.input = inputOf(self);
  self.tray = el("div", { class: "chips" });
  self.clear = button("×", () => choose(self, null), { class: "combo-clear", "aria-label": "Clear", tabindex: "-1" });
  self.root = el("div", { class: `combo${spec.multi ? " combo-multi" : ""}` }, self.tray, self.input, self.clear);
  self.root.addEventListener("pointerdown", (event) => event.target === self.root && openSoon(self, event));
  drawChosen(self);
  return self.root;
}

function openSoon(self, event) {
  event.preventDefault();
  self.input.focus();
  open(self);
}

function inputOf(self) {
  const { names, placeholder } = self.spec;
  const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": self.list, "aria-autocomplete": "list", "aria-haspopup": "listbox" };
  const node = el("input", { type: "text", class: "combo-input", autocomplete: "off", placeholder, ...roles, ...names });
  node.addEventListener("click", () => open(self));
  node.addEventListener("input", () => (self.close ? refresh(self) : open(self)));
  node.addEventListener("keydown", (event) => onKey(self, event));
  node.addEventListener("blur", () => self.close?.());
  return node;
}

function open(self) {
  if (self.close) return;
  if (!self.spec.multi && self.chosen.length) self.input.select();
  const names = self.spec.names["aria-label"] ? { "aria-label": self.spec.names["aria-label"] } : { "aria-labelledby": self.spec.names["aria-labelledby"] };
  self.box = el("div", { class: "popup listbox", role: "listbox", id: self.list, "aria-multiselectable": self.spec.multi ? "true" : null, ...names });
  self.box.addEventListener("pointerdown", (event) => event.preventDefault());
  self.input.setAttribute("aria-expanded", "true");
  self.close = popUp(self.root, self.box, () => closed(self));
  void refresh(self, true);
}

function closed(self) {
  self.close = null;
  self.input.setAttribute("aria-expanded", "false");
  self.input.removeAttribute("aria-activedescendant");
  drawChosen(self);
  self.spec.onClose?.(self.chosen);
}

// Answers may overtake each other: only the newest question's answer is drawn.
async function refresh(self, first = false) {
  self.asked += 1;
  const mine = self.asked;
  const query = first ? "" : self.input.value.trim();
  const groups = await self.spec.load(query);
  if (mine !== self.asked || !self.close) return;
  drawList(self, groups);
}

function drawList(self, groups) {
  self.shown = groups.flatMap((group) => group.choices);
  const nodes = groups.flatMap((group) => drawGroup(self, group));
  fill(self.box, ...(nodes.length ? nodes : [el("div", { class: "no-match" }, groups.note ?? "No matches")]));
  const at = self.shown.findIndex((choice) => isChosen(self, choice));
  activate(self, self.shown.length ? Math.max(0, at) : -1);
}

function drawGroup(self, { label, choices }) {
  const options = choices.map((choice) => drawOption(self, choice));
  if (!label) return options;
  return [el("div", { role: "group", "aria-label": label }, el("div", { class: "group-label", "aria-hidden": "true" }, label), ...options)];
}

function drawOption(self, choice) {
  const selected = isChosen(self, choice);
  const props = { role: "option", id: freshId("opt"), "aria-selected": String(selected), on: { click: () => choose(self, choice) } };
  const hint = choice.hint ? el("span", { class: "menu-hint" }, choice.hint) : null;
  choice.node = el("div", props, el("span", {}, choice.label), hint);
  return choice.node;
}

function isChosen(self, choice) {
  return self.chosen.some(({ key }) => key === choice.key);
}

function activate(self, index) {
  self.shown[self.active]?.node?.classList.remove("active");
  self.active = index;
  const node = self.shown[index]?.node;
  if (!node) return void self.input.removeAttribute("aria-activedescendant");
  node.classList.add("active");
  node.scrollIntoView({ block: "nearest" });
  self.input.setAttribute("aria-activedescendant", node.id);
}

function choose(self, choice) {
  if (self.spec.multi && choice) return toggle(self, choice);
  const same = choice && isChosen(self, choice);
  self.chosen = choice ? [choice] : [];
  self.close?.();
  drawChosen(self);
  if (!same) self.spec.onChange(self.chosen);
  return self.input.focus();
}

function toggle(self, choice) {
  const without = self.chosen.filter(({ key }) => key !== choice.key);
  const adding = without.length === self.chosen.length;
  if (adding && self.chosen.length >= (self.spec.max ?? Infinity)) return;
  self.chosen = adding ? [...without, choice] : without;
  self.input.value = "";
  drawChosen(self);
  self.spec.onChange(self.chosen);
  if (self.close) void refresh(self, true);
}

function drawChosen(self) {
  const { multi, clearable, placeholder } = self.spec;
  self.clear.hidden = multi || !clearable || !self.chosen.length;
  if (!multi) self.input.value = self.chosen[0]?.label ?? "";
  else fill(self.tray, ...self.chosen.map((choice) => chip(self, choice)));
  self.input.placeholder = multi && self.chosen.length ? "" : placeholder;
}

function chip(self, choice) {
  const remove = () => {
    toggle(self, choice);
    self.input.focus();
    if (!self.close) self.spec.onClose?.(self.chosen);
  };
  return el("span", { class: "chip" }, choice.label, button("×", remove, { "aria-label": `Remove ${choice.label}` }));
}

const KEYS = {
  ArrowDown: (self) => (self.close ? step(self, 1) : open(self)),
  ArrowUp: (self) => (self.close ? step(self, -1) : open(self)),
  Enter: (self) => (self.close ? self.active >= 0 && choose(self, self.shown[self.active]) : open(self)),
  Escape: (self) => self.close?.(),
};

function onKey(self, event) {
  const dropLast = event.key === "Backspace" && self.spec.multi && !self.input.value && self.chosen.length;
  if (dropLast) return toggle(self, self.chosen.at(-1));
  const act = event.ctrlKey || event.metaKey ? null : KEYS[event.key];
  if (!act || (event.key === "Escape" && !self.close)) return undefined;
  event.preventDefault();
  event.stopPropagation();
  return void act(self);
}

function step(self, by) {
  const count = self.shown.length;
  if (count) activate(self, (self.active + by + count) % count);
}
