/** Talks with the practice workspace: the desk's JSON calls and its feed of changes. */

/** A call that the workspace refused; the message is a sentence for the person. */
export class DeskError extends Error {}

/** Bytes that are turned into letters at once: more arguments than that no function takes. */
const PIECE = 32_768;

/** Reads from the desk. @param {object} query e.g. {as: "U0SARA"} */
export function read(path, query = {}) {
  return call(`/desk/${path}?${new URLSearchParams(query)}`, {});
}

/** Does something at the desk. */
export function send(path, body) {
  return call(`/desk/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** What is in a file, as the desk takes it: base64. */
export async function contentOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(text);
}

async function call(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new DeskError("The practice workspace does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const sentence = typeof answer.error === "string" ? answer.error : null;
    throw new DeskError(sentence ?? `The practice workspace answered ${response.status}.`);
  }
  return answer;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5000;

/**
 * Follows the feed of changes and comes back after a break.
 * @param {string} as acting user id @param {() => void} onChange something is new
 * @param {(up: boolean) => void} onConnection the workspace answers, or stopped answering
 * @returns {() => void} stops following
 */
export function follow(as, onChange, onConnection) {
  let socket = null;
  let pause = FIRST_RETRY_MS;
  let stopped = false;
  const connect = () => {
    if (stopped) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/desk/feed?as=${encodeURIComponent(as)}`);
    socket.onopen = () => {
      pause = FIRST_RETRY_MS;
      onConnection(true);
      onChange();
    };
    socket.onmessage = onChange;
    socket.onclose = () => {
      if (stopped) return;
      onConnection(false);
      setTimeout(connect, pause);
      pause = Math.min(pause * 2, LONGEST_RETRY_MS);
    };
  };
  connect();
  return () => {
    stopped = true;
    socket?.close();
  };
}
