// Slack's own slash commands, as far as one needs them here.

import { perform, store } from "./store.js";
import { say } from "./toasts.js";

const COMMANDS = {
  "/invite": ["@name", "Add a person or an app to this channel", (who, channel) => withPerson(who, (id) => perform("invite", { channel: channel.id, who: id }))],
  "/remove": ["@name", "Take somebody out of this channel", (who, channel) => withPerson(who, (id) => perform("remove", { channel: channel.id, who: id }))],
  "/leave": ["", "Leave this channel", (_, channel) => perform("leave", { channel: channel.id })],
  "/archive": ["", "Archive this channel", (_, channel) => perform("archive", { channel: channel.id })],
};

/** For the suggestions. */
export function builtInCommands() {
  return Object.entries(COMMANDS).map(([command, [usage, description]]) => ({ command, usage_hint: usage, description }));
}

/** Run one, or say that nobody knows it. */
export function runBuiltIn(text, channel) {
  const [word, ...rest] = text.split(/\s+/);
  const known = COMMANDS[word.toLowerCase()];
  if (known) return known[2](rest.join(" "), channel);
  return void say(`${word} is not a valid command.`, "warning");
}

function withPerson(typed, work) {
  const wanted = typed.replace(/^@/, "").trim().toLowerCase();
  const names = ({ name, display_name: shown, real_name: real }) => [name, shown, real].map((word) => (word ?? "").toLowerCase());
  const found = store.state.people.find((one) => names(one).includes(wanted));
  return found ? work(found.id) : void say(`There is nobody called "${typed}" here.`, "warning");
}
