// From "@Maya" and "#general", as typed, to what goes to the sandbox.

import { store } from "./store.js";

/** For a message: names that exist become ids, `<@U1>` and `<#C1>`. */
export function withIds(text) {
  return replaceNames(text, [...people(), ...channels()], ({ id }) => `<${id}>`);
}

/** For a slash command: `@Maya Lindqvist` becomes `@maya`; the sandbox makes an id of it if the command asks for that. */
export function withLogins(text) {
  return replaceNames(text, people(), ({ login }) => login);
}

function replaceNames(text, entries, by) {
  const longestFirst = entries.sort((a, b) => b.typed.length - a.typed.length);
  return longestFirst.reduce((done, entry) => done.replace(patternOf(entry.typed), (_, before) => before + by(entry)), text);
}

function patternOf(typed) {
  return new RegExp(`(^|[\\s(])${typed.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "giu");
}

function people() {
  const names = ({ display_name: shown, real_name: real, name }) => new Set([shown, real, name].filter(Boolean));
  return store.state.people.flatMap((one) => [...names(one)].map((word) => ({ typed: `@${word}`, id: `@${one.id}`, login: `@${one.name}` })));
}

function channels() {
  const known = [...store.state.channels, ...store.state.other_channels].filter(({ kind }) => kind !== "im");
  return known.map(({ id, name }) => ({ typed: `#${name}`, id: `#${id}` }));
}
