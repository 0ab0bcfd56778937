/**
 * What the exchange and its clients say to each other, in text frames of WebSockets. A message of the
 * exchange travels as `PREVIOUS NUMBER TEXT`: its number (the line of the recording, or the number of the
 * simulated message) and that of the one before it, so that a gap shows. The rest is JSON.
 */
import { InputError } from "./errors.ts";
import { isObject, parseJson } from "./json.ts";

/** Messages that the exchange sends ahead of what a client has confirmed. */
export const WINDOW_MESSAGES = 1024;

/** Messages after which a client confirms, by sending how many it has taken over this connection. */
export const CONFIRM_EVERY_MESSAGES = 256;

/** Where the exchange has nothing to send, it says so this often. */
export const HEARTBEAT_EVERY_MS = 500;

export type Frame =
  | {
    readonly kind: "message";
    readonly previous: number;
    readonly number: number;
    readonly text: string;
  }
  /** More products of the feed, in the order of their numbers. */
  | { readonly kind: "products"; readonly names: readonly string[] }
  | { readonly kind: "heartbeat" }
  /** Nothing comes behind the message `last`. */
  | { readonly kind: "end"; readonly last: number };

export function feedUrl(base: string, feed: number, after: number): string {
  return `${base}/${feed}?after=${after}`;
}

/** What a client asks for; undefined where it is no address of a feed. */
export function parseFeedUrl(url: string): { feed: number; after: number } | undefined {
  const [, feed, after] = /^\/(\d{1,4})\?after=(\d{1,10})$/.exec(url) ?? [];
  return feed === undefined ? undefined : { feed: Number(feed), after: Number(after) };
}

export function writeFrame(frame: Frame): string {
  switch (frame.kind) {
    case "message":
      return `${frame.previous} ${frame.number} ${frame.text}`;
    case "products":
      return JSON.stringify({ products: frame.names });
    case "heartbeat":
      return '{"heartbeat":true}';
    case "end":
      return `{"end":${frame.last}}`;
  }
}

/** Throws InputError for anything else than what `writeFrame` gives. */
export function readFrame(data: string): Frame {
  const first = data.indexOf(" ");
  const second = data.indexOf(" ", first + 1);
  const previous = Number(data.slice(0, first));
  const number = Number(data.slice(first + 1, second));
  if (second > 0 && Number.isSafeInteger(previous) && Number.isSafeInteger(number)) {
    return { kind: "message", previous, number, text: data.slice(second + 1) };
  }
  const said = parseJson(data);
  if (isObject(said)) {
    if (said["heartbeat"] === true) return { kind: "heartbeat" };
    if (typeof said["end"] === "number") return { kind: "end", last: said["end"] };
    const names = said["products"];
    if (Array.isArray(names) && names.every((name) => typeof name === "string")) {
      return { kind: "products", names };
    }
  }
  throw new InputError(
    `expected a frame of the exchange, got ${JSON.stringify(data.slice(0, 60))}`,
  );
}
