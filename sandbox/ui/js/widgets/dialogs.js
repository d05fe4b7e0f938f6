// Dialogs of the page itself: the confirm dialog of an element, and panels such as channel details.

import { button, el, freshId } from "../lib/dom.js";
import { textNodes } from "../render/mrkdwn.js";

/** A modal dialog; resolves when it is closed. Escape and × close it, the focus goes back by itself. */
export function openDialog({ title, look = "" }, draw) {
  const id = freshId("dialog");
  const node = el("dialog", { class: `panel-dialog ${look}`, "aria-labelledby": id });
  const close = () => node.close();
  const head = el("div", { class: "dialog-head" }, el("h2", { id }, title), button("×", close, { class: "icon-btn", "aria-label": "Close" }));
  node.append(head, el("div", { class: "dialog-body" }, ...[draw(close)].flat()));
  node.addEventListener("click", (event) => event.target === node && close());
  document.body.append(node);
  node.showModal();
  return new Promise((resolve) => node.addEventListener("close", () => resolve(node.remove())));
}

/** Slack's confirm dialog; true when confirmed. */
export async function askToConfirm({ title, text, confirm, deny, danger }, stage) {
  let answer = false;
  await openDialog({ title, look: "confirm" }, (close) => {
    const yes = () => {
      answer = true;
      close();
    };
    return [
      el("div", {}, ...textNodes(text, stage)),
      el("div", { class: "dialog-foot" }, button(deny, close, { class: "btn btn-plain" }),
        button(confirm, yes, { class: `btn ${danger ? "btn-danger" : "btn-primary"}`, autofocus: true })),
    ];
  });
  return answer;
}
