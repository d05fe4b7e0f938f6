// From "@Maya" and "#general", as typed, to Slack's ids.

import { store } from "./store.js";

/** What the person typed is text, never markup. */
export function escapeText(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Replace names that exist by their ids, longest names first; `labelled` adds the name, as slash commands do. */
export function withMentions(text, labelled = false) {
  const entries = [...people(), ...channels()].sort((a, b) => b.typed.length - a.typed.length);
  return entries.reduce((done, entry) => replaceName(done, entry, labelled), text);
}

function replaceName(text, { typed, id, label }, labelled) {
  const pattern = new RegExp(`(^|[\\s(])${typed.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "giu");
  return text.replace(pattern, (_, before) => `${before}<${id}${labelled ? `|${label}` : ""}>`);
}

function people() {
  const names = ({ display_name: shown, real_name: real, name }) => new Set([shown, real, name].filter(Boolean));
  return store.state.people.flatMap((one) => [...names(one)].map((word) => ({ typed: `@${word}`, id: `@${one.id}`, label: one.name })));
}

function channels() {
  const known = [...store.state.channels, ...store.state.other_channels].filter(({ kind }) => kind !== "im");
  return known.map(({ id, name }) => ({ typed: `#${name}`, id: `#${id}`, label: name }));
}
