// What was typed or chosen and not yet sent. An entry belongs to (view or message, block_id, action_id):
// it survives redraws, and goes when an updated view no longer has that pair, as in Slack.

const places = new Map();

function placeOf(key) {
  if (!places.has(key)) places.set(key, new Map());
  return places.get(key);
}

/** A small door to the values of one view or message; `sent` holds what the server knows. */
export function valuesOf(key, sent = {}) {
  const mine = placeOf(key);
  return {
    get: (block, action) => (mine.has(pair(block, action)) ? mine.get(pair(block, action)) : (sent?.[block]?.[action] ?? null)),
    set: (block, action, value) => void mine.set(pair(block, action), value),
    drop: (block, action) => void mine.delete(pair(block, action)),
    snapshot: () => nested(mine),
    keepOnly: (blocks) => keepOnly(mine, blocks),
  };
}

/** Forget everything of a closed view. */
export function forgetValues(key) {
  places.delete(key);
}

function pair(block, action) {
  return JSON.stringify([block, action]);
}

function nested(mine) {
  const values = {};
  for (const [key, value] of mine) {
    const [block, action] = JSON.parse(key);
    values[block] = { ...values[block], [action]: value };
  }
  return values;
}

function keepOnly(mine, blocks) {
  const alive = new Set(blocks.flatMap((block) => elementsOf(block).map((e) => pair(block.block_id, e.action_id))));
  for (const key of mine.keys()) if (!alive.has(key)) mine.delete(key);
}

/** The interactive elements of a block, wherever they sit. */
export function elementsOf(block) {
  const inside = [block.accessory, block.element, ...(block.elements ?? []), ...(block.actions ?? [])];
  const children = (block.child_blocks ?? block.blocks ?? []).flatMap(elementsOf);
  return [...inside.filter((element) => element?.action_id), ...children];
}
