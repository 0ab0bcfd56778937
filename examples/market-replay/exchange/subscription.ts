/** One client's connection to a feed, seen from the exchange. */
import type { WebSocket } from "ws";
import { HEARTBEAT_EVERY_MS, WINDOW_MESSAGES, writeFrame } from "../wire.ts";
import type { FeedSource } from "./feed-source.ts";
import type { ExchangeMessage } from "./recording.ts";

/** Messages between two turns of the event loop, so that no client keeps the others waiting. */
const BURST_MESSAGES = 64;

/** The same for those that the client has already, and that are passed over. */
const BURST_PASSED_OVER = 512;

/** What the exchange does to a connection in the middle of a feed. */
export type Fault = "cut" | "silence";

export interface SubscriptionEvents {
  /** Called in front of each message: what is to happen to the connection instead. */
  readonly faultDue: () => Fault | undefined;
  /** False: what comes next has to wait until `goOn`. */
  readonly mayGoOn: () => boolean;
  readonly onError: (error: unknown) => void;
}

export interface Subscription {
  goOn(): void;
}

/** Sends what comes behind the message `after`, as fast as the client confirms. */
export function subscribe(
  socket: WebSocket,
  feed: FeedSource,
  after: number,
  { faultDue, mayGoOn, onError }: SubscriptionEvents,
): Subscription {
  const messages = feed.messages();
  /** Number of the message before the next one. */
  let previous = 0;
  let sent = 0;
  let confirmed = 0;
  let products = 0;
  /** Whether what the client has was passed over, and what came behind it. */
  let hasPassed = false;
  let next: IteratorResult<ExchangeMessage> | undefined;
  let isIdle = true;
  let isOver = false;
  let isScheduled = false;

  const send = (frame: Parameters<typeof writeFrame>[0]) => {
    isIdle = false;
    socket.send(writeFrame(frame));
  };

  const finish = () => {
    isOver = true;
    clearInterval(heartbeat);
    messages.return?.();
  };

  const heartbeat = setInterval(() => {
    if (isIdle) send({ kind: "heartbeat" });
    isIdle = true;
  }, HEARTBEAT_EVERY_MS);

  /** Whether there may be more to send at once. */
  function sendNext(): boolean {
    const fault = faultDue();
    if (fault !== undefined) {
      finish();
      // As when a line goes down: no close frame.
      if (fault === "cut") socket.terminate();
      return false;
    }
    const { done, value } = next ?? messages.next();
    next = undefined;
    if (done === true) {
      send({ kind: "end", last: previous });
      finish();
      return false;
    }
    feed.note(value);
    if (products < feed.products.length) {
      send({ kind: "products", names: feed.products.slice(products) });
      products = feed.products.length;
    }
    send({ kind: "message", previous, number: value.line, text: value.text });
    previous = value.line;
    sent++;
    return true;
  }

  /** Passes over some of what the client has; whether the rest was reached. */
  function passOver(): boolean {
    if (hasPassed) return true;
    for (let burst = 0; burst < BURST_PASSED_OVER; burst++) {
      next = messages.next();
      hasPassed = next.done === true || next.value.line > after;
      if (hasPassed) return true;
      previous = next.value.line;
    }
    return false;
  }

  function pump(): void {
    isScheduled = false;
    try {
      if (!isOver && !passOver()) return schedule();
      for (let burst = 0; burst < BURST_MESSAGES; burst++) {
        if (isOver || sent - confirmed >= WINDOW_MESSAGES || !mayGoOn()) return;
        if (!sendNext()) return;
      }
      schedule();
    } catch (error) {
      finish();
      onError(error);
    }
  }

  function schedule(): void {
    if (isScheduled || isOver) return;
    isScheduled = true;
    setImmediate(pump);
  }

  socket.on("message", (data) => {
    confirmed = Math.max(confirmed, Number(String(data)) || 0);
    schedule();
  });
  socket.on("close", finish);
  // A connection that breaks is closed as well.
  socket.on("error", () => {});
  schedule();
  return { goOn: schedule };
}
