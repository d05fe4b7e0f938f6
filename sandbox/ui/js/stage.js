// The world around a rendered payload, for blocks and elements (see render/blocks.js).

import { uploadFile } from "./api.js";
import { askToConfirm } from "./widgets/dialogs.js";
import { goTo, me, nameOf, now, perform, person, store, titleOf } from "./store.js";
import { valuesOf } from "./values.js";

/** For a message, a modal or the Home: `key` names the payload, `target` is how the API calls it. */
export function stageFor({ surface, key, target, sent = {}, errors = {} }) {
  const values = valuesOf(key, sent);
  const act = ({ verb, ...rest }) => perform(verb, { ...target, ...rest, values: values.snapshot() });
  return {
    surface, key, values, errors, act, now,
    zone: me()?.tz ?? "UTC",
    me: me(),
    personName: nameOf,
    channelName: (id) => everyChannel().find((channel) => channel.id === id)?.name ?? null,
    openChannel: (id) => goTo(id),
    people: () => store.state.people.filter(({ deleted }) => !deleted),
    conversations: () => everyChannel().map((channel) => ({ ...channel, title: titleOf(channel), with_bot: channel.with === store.state.bot.user })),
    options: (request) => perform("options", { ...target, ...request, values: values.snapshot() }),
    upload: (file) => uploadFile(store.state.me, file),
    confirm: (spec) => askToConfirm(spec, quietStage()),
  };
}

function everyChannel() {
  return [...store.state.channels, ...store.state.other_channels];
}

/** For text that stands outside any payload, such as a system line. */
export function quietStage() {
  return { zone: me()?.tz ?? "UTC", me: me(), now, personName: nameOf, openChannel: (id) => goTo(id),
    channelName: (id) => everyChannel().find((channel) => channel.id === id)?.name ?? null };
}

/** A change in names or in the reader's zone changes every text. */
export function readerSignature() {
  const day = Math.floor(now() / 3600);
  return `${store.state.me}|${person(store.state.me)?.tz}|${day}`;
}
