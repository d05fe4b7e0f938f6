// The sandbox's control API (sandbox/control.py): one function per route.

async function ask(path, init) {
  const answer = await fetch(path, init);
  return answer.json();
}

function post(path, body) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** The whole state document for one person. */
export function fetchState(user) {
  return ask(`/sandbox/state${user ? `?user=${encodeURIComponent(user)}` : ""}`);
}

/** What somebody does; the answer always has `ok`. */
export async function deed(verb, body) {
  try {
    return await post(`/sandbox/act/${verb}`, body);
  } catch {
    return { ok: false, error: "unreachable", message: "The sandbox does not answer. Is it still running?" };
  }
}

/** `{seconds}` or `{to_next_event: true}`. */
export function moveClock(move) {
  return post("/sandbox/clock", move);
}

/** Entries after an id, oldest first. */
export function fetchTraffic(after = 0, limit = 500) {
  return ask(`/sandbox/traffic?after=${after}&limit=${limit}`);
}

export function fetchFaults() {
  return ask("/sandbox/faults");
}

export function addFault(fault) {
  return post("/sandbox/faults", fault);
}

export function clearFaults() {
  return ask("/sandbox/faults", { method: "DELETE" });
}

/** Keep a file in the sandbox; its id, or null. */
export async function uploadFile(user, file) {
  const query = new URLSearchParams({ user, name: file.name });
  const answer = await ask(`/sandbox/upload?${query}`, { method: "POST", body: file });
  return answer.ok ? answer.id : null;
}

/** Listen to the live socket; opens it again, slower each time, when it breaks. */
export function listenLive({ onEvent, onOnline, onOffline }, wait = 500) {
  const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/sandbox/live`);
  let delay = wait;
  socket.addEventListener("open", () => {
    delay = 500;
    onOnline();
  });
  socket.addEventListener("message", ({ data }) => onEvent(JSON.parse(data)));
  socket.addEventListener("close", () => {
    onOffline();
    setTimeout(() => listenLive({ onEvent, onOnline, onOffline }, Math.min(delay * 2, 8000)), delay);
  });
}
