// Faults on request: what should go wrong next between Slack and the bot.

import { addFault, clearFaults } from "./api.js";
import { button, el, fill, freshId } from "./lib/dom.js";
import { refresh, store } from "./store.js";
import { say } from "./toasts.js";
import { openDialog } from "./widgets/dialogs.js";

const CALLS = {
  ratelimited: "429, wait", ratelimited_silent: "429 without Retry-After", http_500: "500", http_503: "503", hang: "hangs",
  not_json: "answers no JSON", empty: "answers nothing", drop: "does it, then drops the line", refuse: "drops the line at once",
  delay: "is slow", fatal_error: "says fatal_error",
};

const KINDS = {
  delivery: { duplicate: "arrives twice", late: "arrives late", lost: "never arrives" },
  connection: { drop_sockets: "sockets break", refresh_sockets: "sockets are refreshed", revoke_token: "token is revoked", restore_token: "token works again" },
};

const PLACES = {
  "chat.postMessage": "chat.postMessage", "chat.update": "chat.update", "chat.postEphemeral": "chat.postEphemeral", "views.open": "views.open",
  "views.update": "views.update", "views.publish": "views.publish", response_url: "response_url", "*": "Any call of the bot",
  delivery: "The next delivery to the bot", connection: "The connection, at once",
};

/** The panel behind "Make trouble". */
export function openTrouble() {
  return openDialog({ title: "Make trouble" }, () => {
    const list = el("ul", { class: "member-list" });
    const draw = (faults) => fill(list, ...faults.map(faultRow));
    draw(store.state.faults);
    const clear = () => clearFaults().then(({ faults }) => draw(faults));
    return [
      el("p", {}, "Choose what goes wrong next, and watch how the bot copes."), form(draw), list,
      el("div", { class: "dialog-foot" }, button("All is well again", clear, { class: "btn btn-plain" })),
    ];
  });
}

function faultRow({ method, kind, times }) {
  const words = kindsOf(method)[kind] ?? kind;
  return el("li", {}, el("code", {}, method), el("span", { class: "grow" }, words), times === null ? "until cleared" : `${times} ×`);
}

function kindsOf(method) {
  return KINDS[method] ?? CALLS;
}

function form(draw) {
  const where = choice("Where", PLACES);
  const what = choice("What", CALLS);
  const times = el("input", { type: "number", class: "field", id: freshId("times"), value: "1", min: "1", max: "99" });
  where.select.addEventListener("change", () => fill(what.select, ...options(kindsOf(where.select.value))));
  const add = async (event) => {
    event.preventDefault();
    const answer = await addFault({ method: where.select.value, kind: what.select.value, times: Number(times.value), seconds: 2 });
    if (answer.ok) draw(answer.faults);
    else say(answer.message ?? answer.error, "warning");
    await refresh();
  };
  return el("form", { class: "trouble", on: { submit: add } }, where.node, what.node,
    el("div", {}, el("label", { class: "input-label", for: times.id }, "Times"), times),
    el("button", { type: "submit", class: "btn btn-danger" }, "Make it so"));
}

function choice(label, kinds) {
  const select = el("select", { class: "field", id: freshId("trouble") }, ...options(kinds));
  return { select, node: el("div", {}, el("label", { class: "input-label", for: select.id }, label), select) };
}

function options(kinds) {
  return Object.entries(kinds).map(([value, words]) => el("option", { value }, words));
}
