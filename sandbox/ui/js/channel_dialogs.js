// Panels about channels: who is in, invite and remove, browse, create, start a direct message.

import { avatar } from "./avatar.js";
import { button, el, fill, freshId } from "./lib/dom.js";
import { goTo, nameOf, onChange, perform, person, store } from "./store.js";
import { combobox } from "./widgets/combobox.js";
import { openDialog } from "./widgets/dialogs.js";

/** Members of a channel, with the ways in and out. */
export function channelDetails(id) {
  const find = () => store.state.channels.find((channel) => channel.id === id);
  return openDialog({ title: `#${find().name}` }, (close) => {
    const box = el("div", {});
    const draw = () => (find() ? fill(box, ...details(find(), close)) : close());
    draw();
    onChange(() => box.isConnected && draw());
    return box;
  });
}

function details(channel, close) {
  const leave = () => perform("leave", { channel: channel.id }).then(close);
  const flip = () => perform(channel.is_archived ? "unarchive" : "archive", { channel: channel.id });
  return [
    channel.topic ? el("p", {}, channel.topic) : null,
    inviteBox(channel),
    el("h3", {}, `${channel.members.length} members`),
    el("ul", { class: "member-list" }, ...channel.members.map((who) => memberRow(channel, who))),
    el("div", { class: "dialog-foot" }, button("Leave channel", leave, { class: "btn btn-plain" }),
      button(channel.is_archived ? "Unarchive" : "Archive channel", flip, { class: "btn btn-danger" })),
  ];
}

function memberRow(channel, who) {
  const remove = button("Remove", () => perform("remove", { channel: channel.id, who }), { class: "btn btn-plain small", "aria-label": `Remove ${nameOf(who)}` });
  const tag = person(who)?.is_bot ? el("span", { class: "tag" }, "APP") : person(who)?.is_guest ? el("span", { class: "tag" }, "GUEST") : null;
  return el("li", {}, avatar(who, "small"), el("span", { class: "grow" }, nameOf(who) ?? who, tag), who === store.state.me ? null : remove);
}

function inviteBox(channel) {
  const id = freshId("invite");
  const absent = () => store.state.people.filter((one) => !channel.members.includes(one.id) && !one.deleted);
  const invite = ([choice]) => choice && perform("invite", { channel: channel.id, who: choice.key });
  return el("div", { class: "input-block" }, el("div", { class: "input-label", id }, "Add people or apps"),
    peoplePicker({ "aria-labelledby": id }, absent, invite));
}

function peoplePicker(names, people, onChange) {
  const choices = () => people().map((one) => ({ key: one.id, label: one.display_name || one.real_name, hint: one.is_bot ? "App" : one.real_name }));
  const load = async (query) => [{ choices: choices().filter(({ label, hint }) => `${label} ${hint}`.toLowerCase().includes(query.toLowerCase())) }].filter((g) => g.choices.length);
  return combobox({ names, placeholder: "Type a name", multi: false, chosen: [], load, onChange });
}

/** Public channels that this person could join. */
export function browseChannels() {
  const others = store.state.other_channels;
  const join = (id, close) => perform("join", { channel: id }).then(() => goTo(id)).then(close);
  const row = (close) => ({ id, name, members }) => el("li", {},
    el("span", { class: "grow" }, `# ${name}`, el("small", {}, ` ${members.length} members`)),
    button("Join", () => join(id, close), { class: "btn btn-plain small", "aria-label": `Join ${name}` }));
  return openDialog({ title: "Browse channels" }, (close) => (others.length
    ? el("ul", { class: "member-list" }, ...others.map(row(close)))
    : el("p", {}, "You are in every public channel already.")));
}

/** A new channel, public or private. */
export function createChannel() {
  return openDialog({ title: "Create a channel" }, (close) => {
    const name = el("input", { class: "field", id: freshId("name"), required: true, maxlength: 80, placeholder: "e.g. supplier-talks", autofocus: true });
    const secret = el("input", { type: "checkbox" });
    const create = async (event) => {
      event.preventDefault();
      const answer = await perform("create_channel", { name: name.value.trim().toLowerCase().replace(/\s+/g, "-"), private: secret.checked });
      if (answer.ok) goTo(answer.channel).then(close);
    };
    return el("form", { on: { submit: create } }, el("label", { class: "input-label", for: name.id }, "Name"), name,
      el("p", {}, el("label", {}, secret, " Make private")),
      el("div", { class: "dialog-foot" }, el("button", { type: "submit", class: "btn btn-primary" }, "Create")));
  });
}

/** A direct message to somebody. */
export function startMessage() {
  const id = freshId("to");
  const others = () => store.state.people.filter((one) => one.id !== store.state.me && !one.deleted);
  return openDialog({ title: "New message" }, (close) => {
    const start = async ([choice]) => {
      const answer = choice && (await perform("open_dm", { with: choice.key }));
      if (answer?.ok) goTo(choice.key === store.state.bot.user ? "app:messages" : answer.channel).then(close);
    };
    return el("div", { class: "input-block" }, el("div", { class: "input-label", id }, "To"), peoplePicker({ "aria-labelledby": id }, others, start));
  });
}
