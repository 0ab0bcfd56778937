/** One feed's connection to the exchange: what the fiber that receives it knows and does. */
import { WebSocket } from "ws";
import {
  CLOSED,
  FAILED,
  kindOf,
  MESSAGE,
  OVERRUN,
  type Reactor,
} from "../../../generated/loom-reactor.gen.ts";
import { withPosition } from "../exchange/recording.ts";
import { CONFIRM_EVERY_MESSAGES, feedUrl, readFrame } from "../wire.ts";
import { decodeMessage } from "./decode.ts";
import type { Outbox } from "./outbox.ts";

/**
 * Looks, one every {@link HEART_EVERY_MS}, after which a connection is silent: two seconds, which are
 * four heartbeats of the exchange. Looks are counted rather than milliseconds, since a thread that did not
 * run has heard nothing. Each failure in a row doubles them, for an exchange that is slow.
 */
const SILENT_LOOKS = 8;
const MAX_DOUBLINGS = 4;

export const HEART_EVERY_MS = 250;

/** The first wait before another try, which doubles with each that fails, up to the last. */
const FIRST_BACKOFF_MS = 4;
const LAST_BACKOFF_MS = 1_000;

/** Why there is no connection any more. */
export type Ending = "lost" | "silent" | "gap" | "overrun";

export interface ConnectionOptions {
  /** Of the loom. */
  readonly source: number;
  readonly feed: number;
  /** For errors in its messages: path of the recording, or what is simulated. */
  readonly name: string;
  readonly url: string;
  readonly reactor: Reactor;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
}

/** Of a source. */
export interface Inbox {
  /** Events that wait in it. */
  size: number;
}

export interface ConnectionEvents {
  /** Goes on behind the message `after`. */
  ended(ending: Ending, after: number): void;
  /** Everything that came is in the queues. */
  progressed(): void;
}

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #events: ConnectionEvents;
  #socket: WebSocket | undefined;
  /** The last message that the outbox has. */
  #after: number;
  /** Messages that came over this connection, and how many of them were confirmed. */
  #taken = 0;
  #confirmed = 0;
  #isComplete = false;
  /** What still comes belongs to a connection that was given up. */
  #isStale = false;
  /** Looks since something has arrived. */
  #looks = 0;
  #failures = 0;

  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    this.#options = options;
    this.#events = events;
    this.#after = options.outbox.handed;
  }

  /** The exchange has sent the last message. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  get outbox(): Outbox {
    return this.#options.outbox;
  }

  open(): void {
    const { source, feed, url, reactor } = this.#options;
    reactor.close(source);
    this.#taken = this.#confirmed = 0;
    this.#isStale = false;
    this.heard();
    this.#socket = new WebSocket(feedUrl(url, feed, this.#after));
    reactor.webSocket(source, this.#socket);
  }

  /** Something has arrived. */
  heard(): void {
    this.#looks = 0;
  }

  /** What an event of the source means; false: this connection is over. */
  accept(event: number): boolean {
    const { source, reactor, inbox } = this.#options;
    inbox.size--;
    const payload = reactor.take(source, event);
    const kind = kindOf(event);
    if (this.#isStale) return kind !== CLOSED && kind !== OVERRUN;
    switch (kind) {
      case MESSAGE:
        return this.#acceptFrame(String(payload));
      case OVERRUN:
        return this.#giveUp("overrun");
      case CLOSED:
        return this.#giveUp("lost");
      case FAILED: // Closed behind it.
      default:
        return true;
    }
  }

  /** Pushes what should be pushed now; false while a queue is full. */
  flush(): boolean {
    const { outbox, inbox } = this.#options;
    if (!this.#isComplete && !outbox.isFull && inbox.size > 0) return true;
    if (!outbox.flush()) return false;
    if (this.#taken - this.#confirmed >= CONFIRM_EVERY_MESSAGES) {
      this.#confirmed = this.#taken;
      if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(String(this.#taken));
    }
    this.#events.progressed();
    return true;
  }

  /** Closes the connection where nothing has come for too long. */
  dropIfSilent(): void {
    const { source, reactor, inbox } = this.#options;
    if (this.#isComplete || this.#isStale || inbox.size > 0) return;
    if (++this.#looks < SILENT_LOOKS * 2 ** Math.min(this.#failures, MAX_DOUBLINGS)) return;
    this.#giveUp("silent");
    this.#isStale = true;
    reactor.close(source);
  }

  /** How long to wait before the next try. */
  get backoffMs(): number {
    if (this.#isComplete || this.#failures === 0) return 0;
    return Math.min(FIRST_BACKOFF_MS * 2 ** (this.#failures - 1), LAST_BACKOFF_MS);
  }

  /** A book thread needs the feed from its first message on. */
  rewind(): void {
    const { source, reactor, outbox } = this.#options;
    this.#after = outbox.handed;
    this.#isComplete = false;
    this.#isStale = true;
    this.#failures = 0;
    reactor.close(source);
  }

  #acceptFrame(data: string): boolean {
    const { name, outbox } = this.#options;
    const frame = readFrame(data);
    switch (frame.kind) {
      case "heartbeat":
        return true;
      case "products":
        for (const product of frame.names) outbox.product(product);
        return true;
      case "end":
        if (frame.last !== this.#after) return this.#giveUp("gap");
        return this.#complete();
      case "message":
        if (frame.previous !== this.#after) return this.#giveUp("gap");
        outbox.begin(frame.number);
        withPosition(name, frame.number, () => decodeMessage(frame.text, outbox));
        outbox.end();
        this.#after = frame.number;
        this.#taken++;
        this.#failures = 0;
        return true;
    }
  }

  #complete(): boolean {
    const { source, reactor } = this.#options;
    this.#isComplete = true;
    reactor.close(source);
    return false;
  }

  #giveUp(ending: Ending): false {
    const { source, reactor } = this.#options;
    this.#failures++;
    this.#events.ended(ending, this.#after);
    if (ending === "gap") reactor.close(source);
    return false;
  }
}
