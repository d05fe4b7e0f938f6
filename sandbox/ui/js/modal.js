// The bot's modals: the top view of the stack, with back, cancel and submit.
//
// Only the workspace is inert behind a modal: the bench around it (clock, traffic, "act as") stays usable.

import { button, el, fill, hushed } from "./lib/dom.js";
import { keyed } from "./lib/keyed.js";
import { blockList } from "./render/blocks.js";
import { plainNodes } from "./render/text.js";
import { readerSignature, stageFor } from "./stage.js";
import { changed, perform, store } from "./store.js";
import { forgetValues, valuesOf } from "./values.js";

const open = { id: null, stack: [], back: null, errors: {}, sending: false };

function dialog() {
  return document.getElementById("modal");
}

/** Show the top of the stack, or nothing. */
export function drawModals({ modals: views }) {
  forgetClosed(views);
  const view = views.at(-1);
  if (!view) return hide();
  if (open.id !== view.id) show(view, views.length);
  return drawView(view, views.length);
}

function forgetClosed(views) {
  const ids = views.map(({ id }) => id);
  open.stack.filter((id) => !ids.includes(id)).forEach(forgetValues);
  open.stack = ids;
}

function show(view, depth) {
  if (open.id === null) open.back = document.activeElement;
  Object.assign(open, { id: view.id, errors: {}, sending: false });
  workspace().inert = true;
  fill(dialog(), frame(view, depth));
  if (!dialog().open) dialog().show();
  document.getElementById("modal-veil").hidden = false;
}

function workspace() {
  return document.getElementById("workspace");
}

function hide() {
  if (open.id === null) return;
  open.id = null;
  workspace().inert = false;
  dialog().close();
  document.getElementById("modal-veil").hidden = true;
  const target = open.back?.isConnected ? open.back : document.querySelector("#composer textarea");
  target?.focus();
}

function frame(view, depth) {
  const back = button("←", () => closeView(false), { class: "icon-btn", "aria-label": "Back" });
  return el("form", { id: "modal-form", novalidate: true, on: { submit } },
    el("div", { class: "dialog-head" }, depth > 1 ? back : null, el("h2", { id: "modal-title" }),
      button("×", () => closeView(true), { class: "icon-btn", "aria-label": "Close dialog" })),
    el("div", { class: "modal-body", id: "modal-body", tabindex: "-1" }),
    el("div", { class: "dialog-foot", id: "modal-foot" }));
}

function drawView(view) {
  const errors = { ...view.errors, ...open.errors };
  const fresh = !document.getElementById("modal-body").hasChildNodes();
  fill(document.getElementById("modal-title"), ...plainNodes(view.title));
  drawBlocks(view, errors);
  startAtTop(view);
  drawFoot(view);
  focusIn(fresh, errors);
}

/** A view that turned into another one is read from its beginning. */
function startAtTop({ callback_id: now }) {
  const body = document.getElementById("modal-body");
  if (body.dataset.shows !== now) body.scrollTop = 0;
  body.dataset.shows = now;
}

function drawBlocks(view, errors) {
  valuesOf(view.id).keepOnly(view.blocks);
  const target = { view_id: view.id };
  const stage = stageFor({ surface: "modal", key: view.id, target, sent: view.values, errors });
  const signature = (block) => JSON.stringify([block, errors[block.block_id], readerSignature()]);
  keyed(document.getElementById("modal-body"), view.blocks, ({ block_id: id }) => id, signature, (block) => blockList([block], stage)[0]);
}

function drawFoot(view) {
  const foot = document.getElementById("modal-foot");
  const busy = view.busy || open.sending;
  const signature = JSON.stringify([view.id, view.submit, view.close, busy]);
  if (foot.dataset.signature === signature) return;
  foot.dataset.signature = signature;
  const held = foot.contains(document.activeElement) ? document.activeElement.dataset.role : null;
  const close = button(view.close || (view.submit ? "Cancel" : "Close"), () => closeView(false), { class: "btn btn-plain", "data-role": "close" });
  fill(foot, close, view.submit ? submitButton(view.submit, busy) : null);
  if (held) foot.querySelector(`[data-role=${held}]`)?.focus();
}

function submitButton(words, busy) {
  const state = busy ? { "aria-busy": "true" } : {};
  return el("button", { type: "submit", class: "btn btn-primary", "data-role": "submit", ...state }, words, busy ? hushed(" (sending)") : null);
}

const FIELDS = "input, textarea, select, button, a[href]";

function focusIn(fresh, errors) {
  const body = document.getElementById("modal-body");
  const wrong = body.querySelector(".input-block.invalid")?.querySelector(FIELDS);
  const news = JSON.stringify(errors);
  if (wrong && body.dataset.errors !== news) wrong.focus();
  else if (fresh) (body.querySelector("[data-autofocus]") ?? body.querySelector(FIELDS) ?? body).focus();
  else if (!dialog().contains(document.activeElement) && document.activeElement === document.body) body.focus();
  body.dataset.errors = news;
}

async function submit(event) {
  event.preventDefault();
  if (open.sending || !store.state.modals.at(-1)?.submit) return;
  const id = open.id;
  open.sending = true;
  const values = valuesOf(id).snapshot();
  const answer = await whileSending(() => perform("submit", { view_id: id, values }));
  open.errors = answer.error === "invalid_input" ? answer.errors : {};
  changed();
}

async function whileSending(work) {
  changed();
  try {
    return await work();
  } finally {
    open.sending = false;
  }
}

function closeView(all) {
  return perform("close", { view_id: open.id, all, values: valuesOf(open.id).snapshot() });
}

/** Escape goes one step back; Ctrl or Cmd + Enter submits from anywhere in the form. */
export function modalKeys() {
  dialog().addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) void closeView(false);
    const send = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (send) document.getElementById("modal-form").requestSubmit();
  });
}
