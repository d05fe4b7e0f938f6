// The main pane: head, then messages with a composer, or the app's Home or About page.

import { avatar } from "./avatar.js";
import { channelDetails } from "./channel_dialogs.js";
import { drawComposer } from "./composer.js";
import { button, el, fill } from "./lib/dom.js";
import { keyed } from "./lib/keyed.js";
import { channelMessages, drawMessages, stickToBottom } from "./messages.js";
import { blockList } from "./render/blocks.js";
import { readerSignature, stageFor } from "./stage.js";
import { channelOnScreen, goTo, perform, store, titleOf } from "./store.js";
import { valuesOf } from "./values.js";

/** Draw what the acting person looks at. */
export function drawPane(state) {
  const tab = store.place.startsWith("app:") ? store.place.slice(4) : null;
  drawHead(state, tab);
  const page = tab === "home" || tab === "about";
  document.getElementById("page").hidden = !page;
  document.getElementById("conversation").hidden = page;
  if (tab === "home") drawHome(state);
  if (tab === "about") drawAbout(state.bot);
  if (!page) drawConversation(state);
}

function drawHead(state, tab) {
  const head = document.getElementById("pane-head");
  const channel = channelOnScreen();
  const signature = JSON.stringify([store.place, channel?.name, channel?.topic, channel?.members, channel?.is_archived, state.bot, state.me]);
  if (head.dataset.signature === signature) return;
  const held = document.activeElement?.id;
  head.dataset.signature = signature;
  fill(head, ...(tab ? appHead(state.bot, tab) : channelHead(channel)));
  if (held) document.getElementById(held)?.focus();
}

function channelHead(channel) {
  if (!channel) return [el("h1", {}, "…")];
  if (channel.kind === "im") return [avatar(channel.with, "small"), el("h1", {}, titleOf(channel))];
  const sign = el("span", { class: "sign", "aria-hidden": "true" }, channel.kind === "private" ? "🔒" : "#");
  const people = button(`👥 ${channel.members.length}`, () => channelDetails(channel.id), { class: "icon-btn wide", id: "members", "aria-label": `${channel.members.length} members, details` });
  const notes = [channel.is_archived ? "archived" : "", channel.is_shared ? "shared with another organisation" : "", channel.topic].filter(Boolean).join(" · ");
  return [el("h1", {}, sign, channel.name), el("p", { class: "topic" }, notes), people];
}

function appHead(bot, tab) {
  const tabs = [["home", "Home", bot.home_enabled], ["messages", "Messages", bot.messages_enabled], ["about", "About", true]];
  const draw = ([key, label]) => el("button", { type: "button", role: "tab", id: `tab-${key}`, "aria-selected": String(key === tab), tabindex: key === tab ? "0" : "-1", on: { click: () => goTo(`app:${key}`) } }, label);
  const strip = el("div", { class: "tabs", role: "tablist", "aria-label": `${bot.name} pages` }, ...tabs.filter(([, , on]) => on).map(draw));
  strip.addEventListener("keydown", (event) => turnTabs(event, strip));
  return [avatar(bot.user, "small"), el("h1", {}, bot.name, el("span", { class: "tag" }, "APP")), strip];
}

function turnTabs(event, strip) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const tabs = [...strip.children];
  const next = tabs[(tabs.indexOf(document.activeElement) + by + tabs.length) % tabs.length];
  next.focus();
  next.click();
}

function drawHome({ home, bot, me }) {
  const page = document.getElementById("page");
  const rows = home ? home.blocks : [{ block_id: "empty", empty: true }];
  const key = `home/${me}`;
  if (home) valuesOf(key).keepOnly(home.blocks);
  const stage = stageFor({ surface: "home", key, target: { home: true }, sent: home?.values });
  const signature = (block) => JSON.stringify([block, readerSignature()]);
  keyed(page, rows, (block) => `${key}/${block.block_id}`, signature, (block) => (block.empty ? emptyHome(bot) : blockList([block], stage)[0]));
}

function emptyHome(bot) {
  return el("div", { class: "empty" }, el("p", { class: "empty-face", "aria-hidden": "true" }, "🏠"), el("p", {}, `${bot.name} has not drawn its Home yet.`));
}

function drawAbout(bot) {
  const start = ({ callback_id: id, name, description }) => el("li", {}, button(name, () => perform("global_shortcut", { callback_id: id }), { class: "btn btn-plain small" }), " ", description);
  const rows = [{ id: "about" }];
  keyed(document.getElementById("page"), rows, () => "about", () => JSON.stringify(bot), () => el("div", { class: "about" },
    el("p", {}, bot.description),
    el("h2", {}, "Commands"),
    el("ul", {}, ...bot.commands.map(({ command, description, usage_hint: hint }) => el("li", {}, el("code", {}, `${command} ${hint ?? ""}`), ` ${description}`))),
    el("h2", {}, "Shortcuts"),
    el("ul", {}, ...bot.shortcuts.map((one) => (one.type === "global" ? start(one) : el("li", {}, el("strong", {}, one.name), " (on a message) ", one.description))))));
}

function drawConversation(state) {
  const channel = channelOnScreen();
  const all = channel ? (state.messages[channel.id] ?? []) : [];
  drawMessages(document.getElementById("log"), channelMessages(all), { where: `${state.me}/${channel?.id}`, start: startWords(channel) });
  drawComposer(document.getElementById("composer"), channel, { label: `Message ${titleOf(channel)}` });
}

export function wirePane() {
  stickToBottom(document.getElementById("log"));
  stickToBottom(document.getElementById("thread-log"));
}

function startWords(channel) {
  if (!channel) return null;
  if (channel.kind === "im") return `This is the very beginning of your messages with ${titleOf(channel)}.`;
  return `This is the very beginning of ${titleOf(channel)}. Type / to see the commands.`;
}
