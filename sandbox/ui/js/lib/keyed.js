// Redraw only what changed: children are matched by key and kept while their signature is the same,
// so focus, open menus and scroll positions survive live updates.

import { el } from "./dom.js";

const drawn = new WeakMap();

/** Make `parent` hold one child per item. `draw(item)` runs only for new or changed items. */
export function keyed(parent, items, keyOf, signatureOf, draw) {
  const before = drawn.get(parent) ?? new Map();
  const after = new Map();
  for (const item of items) {
    const key = String(keyOf(item));
    after.set(key, keepOrDraw(before.get(key), signatureOf(item), () => draw(item)));
  }
  for (const [key, entry] of before) if (!after.has(key)) entry.node.remove();
  place(parent, [...after.values()]);
  drawn.set(parent, after);
}

function keepOrDraw(entry, signature, draw) {
  if (entry && entry.signature === signature) return entry;
  const node = draw();
  if (entry) swap(entry.node, node);
  return { signature, node };
}

function place(parent, entries) {
  let next = parent.firstChild;
  for (const { node } of entries) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
}

/** Replace a node; the control that had the focus inside it gets it back, caret included. */
export function swap(old, fresh) {
  const memory = rememberFocus(old);
  old.replaceWith(fresh);
  restoreFocus(fresh, memory);
}

/** What had the focus inside `root`, so that it can be found again after a redraw. */
export function rememberFocus(root) {
  const active = document.activeElement;
  if (!active || !root.contains(active)) return null;
  const holder = active.closest("[data-focus]");
  if (!holder) return null;
  const all = [...holder.querySelectorAll(FOCUSABLE)];
  return { key: holder.dataset.focus, index: all.indexOf(active), caret: caretOf(active) };
}

const FOCUSABLE = "input, textarea, select, button, a[href], [tabindex]";

function caretOf(node) {
  try {
    return node.selectionStart === null ? null : [node.selectionStart, node.selectionEnd];
  } catch {
    return null;
  }
}

/** Give the focus back to the control with the same key. */
export function restoreFocus(root, memory) {
  if (!memory) return;
  const holder = root.querySelector(`[data-focus="${CSS.escape(memory.key)}"]`);
  if (!holder) return;
  const inside = [...holder.querySelectorAll(FOCUSABLE)];
  const target = inside[memory.index] ?? (holder.matches(FOCUSABLE) ? holder : inside[0]);
  target?.focus({ preventScroll: true });
  if (memory.caret && target?.setSelectionRange) setCaret(target, memory.caret);
}

function setCaret(node, [start, end]) {
  try {
    node.setSelectionRange(start, end);
  } catch {
    // Number and e-mail boxes have no caret to set.
  }
}

/** A holder by which the focus is found again: one per block and action. */
export function focusHolder(key, tag, props, ...children) {
  return el(tag, { ...props, data: { focus: key } }, ...children);
}
