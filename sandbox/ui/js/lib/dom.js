// Building elements without innerHTML: text from messages only ever becomes text nodes.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "indeterminate", "selected"]);

/** Make an element. `props`: attributes, `on: {event: handler}`, `data: {key: value}`; null and false are left out. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...flat(children));
  return node;
}

/** The same for SVG, whose elements live in a namespace of their own. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...flat(children));
  return node;
}

function setProp(node, name, value) {
  if (name === "on") return listen(node, value);
  if (name === "data") return Object.assign(node.dataset, value);
  if (value === null || value === undefined || value === false) return undefined;
  if (PROPERTIES.has(name)) return void (node[name] = value);
  return node.setAttribute(name, value === true ? "" : value);
}

function listen(node, handlers) {
  for (const [event, handler] of Object.entries(handlers)) node.addEventListener(event, handler);
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Put these children in place of what the node holds. */
export function fill(node, ...children) {
  node.replaceChildren(...flat(children));
  return node;
}

let counter = 0;

/** An id that no other element on the page has. */
export function freshId(prefix = "id") {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** A button that looks like nothing until the style sheet says so. */
export function button(label, onClick, props = {}) {
  return el("button", { type: "button", ...props, on: { click: onClick } }, label);
}

/** Text for screen readers only. */
export function hushed(text) {
  return el("span", { class: "visually-hidden" }, text);
}
