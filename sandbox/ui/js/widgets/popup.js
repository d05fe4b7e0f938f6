// A floating box beside its anchor, in the top layer so that no dialog or scroller clips it.

const MARGIN = 8;

/** Show `box` below (or above) `anchor`; returns a function that closes it. */
export function popUp(anchor, box, onClose = () => {}) {
  box.popover = "manual";
  anchor.after(box);
  box.showPopover();
  const move = () => placeBeside(anchor, box);
  const outside = (event) => !box.contains(event.target) && !anchor.contains(event.target) && close();
  const close = () => {
    LISTENING.forEach((name) => removeEventListener(name, move, true));
    removeEventListener("pointerdown", outside, true);
    if (box.isConnected) box.remove();
    onClose();
  };
  LISTENING.forEach((name) => addEventListener(name, move, true));
  addEventListener("pointerdown", outside, true);
  move();
  return once(close);
}

const LISTENING = ["scroll", "resize"];

function once(work) {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}

function placeBeside(anchor, box) {
  const spot = anchor.getBoundingClientRect();
  const below = innerHeight - spot.bottom - MARGIN;
  const above = spot.top - MARGIN;
  const up = below < Math.min(box.scrollHeight, 220) && above > below;
  box.style.minWidth = `${Math.min(spot.width, innerWidth - 2 * MARGIN)}px`;
  box.style.maxHeight = `${Math.max(120, Math.min(320, up ? above : below))}px`;
  box.style.left = `${Math.max(MARGIN, Math.min(spot.left, innerWidth - box.offsetWidth - MARGIN))}px`;
  box.style.top = up ? `${spot.top - box.offsetHeight - 2}px` : `${spot.bottom + 2}px`;
}
