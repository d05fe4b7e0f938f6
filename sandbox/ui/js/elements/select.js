// All select menus: static, users, channels, conversations, external; single and multiple.

import { swap } from "../lib/keyed.js";
import { combobox } from "../widgets/combobox.js";
import { plainString } from "../render/text.js";
import { chosen, naming } from "./deeds.js";

/** One select menu of any source. */
export function selectElement(element, place, stage) {
  const multi = element.type.startsWith("multi_");
  const source = SOURCES[element.type.replace(/^multi_/, "").replace(/_select$/, "")];
  const kept = stage.values.get(place.blockId, element.action_id);
  const held = (multi ? (kept ?? []) : [kept]).filter((value) => value !== null && value !== undefined && value !== "");
  const start = held.map((value) => source.known(value, element, stage));
  const report = reporter(element, place, stage, multi, start);
  const box = combobox({
    names: naming(element, place), multi, max: element.max_selected_items, clearable: place.host === "input" && !place.required,
    placeholder: plainString(element.placeholder) || "Choose…", chosen: start,
    load: (query) => source.load(query, element, place, stage), onChange: report.onChange, onClose: report.onClose,
  });
  report.undo = () => {
    stage.values.set(place.blockId, element.action_id, kept);
    swap(box, selectElement(element, place, stage));
  };
  return box;
}

// A single select reports at once; a multiple one when its menu closes, as Slack does.
function reporter(element, place, stage, multi, start) {
  const report = { undo() {} };
  const send = (value) => chosen(element, place, stage, value, () => report.undo());
  if (!multi) return Object.assign(report, { onChange: ([choice]) => send(choice?.raw ?? null) });
  let told = keysOf(start);
  const keep = (choices) => stage.values.set(place.blockId, element.action_id, choices.map(({ raw }) => raw));
  const tell = (choices) => {
    if (keysOf(choices) === told) return;
    told = keysOf(choices);
    void send(choices.map(({ raw }) => raw));
  };
  return Object.assign(report, { onChange: keep, onClose: tell });
}

function keysOf(choices) {
  return JSON.stringify(choices.map(({ key }) => key));
}

const SOURCES = {
  static: { load: async (query, element) => matching(staticGroups(element), query), known: knownStatic },
  external: { load: loadExternal, known: (value) => optionChoice(value, value) },
  users: { load: async (query, _, __, stage) => matching([{ choices: stage.people().map(personChoice) }], query), known: knownPerson },
  channels: { load: async (query, _, __, stage) => matching([{ choices: publicOnly(stage) }], query), known: knownPlace },
  conversations: { load: async (query, element, __, stage) => matching([{ choices: filtered(element, stage) }], query), known: knownPlace },
};

function matching(groups, query) {
  const wanted = query.toLowerCase();
  const fits = ({ label, hint = "" }) => `${label} ${hint}`.toLowerCase().includes(wanted);
  return groups.map((group) => ({ ...group, choices: group.choices.filter(fits) })).filter(({ choices }) => choices.length);
}

function optionChoice(option, raw = option.value) {
  return { key: option.value, label: plainString(option.text), hint: plainString(option.description), raw };
}

function staticGroups({ options, option_groups: groups }) {
  if (!groups) return [{ choices: (options ?? []).map((option) => optionChoice(option)) }];
  return groups.map((group) => ({ label: plainString(group.label), choices: group.options.map((option) => optionChoice(option)) }));
}

function knownStatic(value, element) {
  const all = staticGroups(element).flatMap(({ choices }) => choices);
  return all.find(({ key }) => key === value) ?? { key: value, label: value, raw: value };
}

async function loadExternal(query, element, place, stage) {
  const least = element.min_query_length ?? 3;
  if ([...query].length < least) return Object.assign([], { note: `Type ${least} or more characters` });
  const answer = await stage.options({ block_id: place.blockId, action_id: element.action_id, query });
  const groups = answer?.option_groups ?? [{ choices: null, options: answer?.options ?? [] }];
  const drawn = groups.map(({ label, options }) => ({ label: plainString(label), choices: options.map((o) => optionChoice(o, o)) }));
  return drawn.filter(({ choices }) => choices.length);
}

function personChoice({ id, display_name: name, real_name: real, is_bot: bot }) {
  return { key: id, label: name || real, hint: bot ? "App" : real === name ? "" : real, raw: id };
}

function knownPerson(id, _, stage) {
  return { key: id, label: stage.personName(id) ?? id, raw: id };
}

function knownPlace(id, _, stage) {
  const found = stage.conversations().find((one) => one.id === id);
  return found ? placeChoice(found) : { key: id, label: stage.channelName(id) ?? stage.personName(id) ?? id, raw: id };
}

function placeChoice({ id, kind, title }) {
  const sign = { private: "🔒 ", im: "@" }[kind] ?? "";
  return { key: id, label: sign + title, raw: id };
}

function publicOnly(stage) {
  return stage.conversations().filter(({ kind }) => kind === "public").map(placeChoice);
}

function filtered({ filter = {} }, stage) {
  const kinds = filter.include ?? ["public", "private", "im", "mpim"];
  const fits = (one) => kinds.includes(one.kind) && !(filter.exclude_bot_users && one.with_bot) && !(filter.exclude_external_shared_channels && one.is_shared);
  return stage.conversations().filter(fits).map(placeChoice);
}
