/** One source's way from a host's object into the loom's inbox. */

/** What the reactor needs of a loom; the emitted class has it. */
export interface Inboxes {
  /** False: the inbox is full now. Throws if it was full before. */
  deliver(source: number, event: number, detail?: number): boolean;
  closeSource(source: number): void;
  openSource(source: number): void;
}

/** What an event brought: text, bytes, an Error. */
export type Payload = unknown;

/** A host's object that feeds a source. */
export interface Feeder {
  /** Whether nothing more comes than what the host has read already. */
  readonly pause: () => boolean;
  readonly resume: () => void;
  /** Ends it, and its events. */
  readonly stop: () => void;
}

interface Waiting {
  readonly event: number;
  readonly detail: number;
}

/** Events have 32 bits, of which the lowest 3 are their kind. */
const TICKETS = 2 ** 29;

export interface ChannelLimits {
  /** Events that may wait while the inbox is full, of a source that cannot be paused. */
  readonly overflow: number;
  /** The kind of the event that says that more came. */
  readonly overrunKind: number;
}

export class Channel {
  readonly #source: number;
  readonly #loom: Inboxes;
  readonly #limits: ChannelLimits;
  /** Payloads by ticket; events without one have no entry. */
  readonly #payloads: Map<number, Payload> = new Map();
  #feeder: Feeder | undefined;
  #overflow: Waiting[] = [];
  #ticket = 0;
  /** The inbox is full; and the feeder has stopped because of it. */
  #isPaused = false;
  #isHeld = false;
  #hasEnded = true;
  #wasStopped = false;

  constructor(source: number, loom: Inboxes, limits: ChannelLimits) {
    this.#source = source;
    this.#loom = loom;
    this.#limits = limits;
  }

  /** Begins to be fed, for the first time or anew; what came before can still be taken. */
  feed(feeder: Feeder): void {
    if (this.#wasStopped) {
      this.#loom.openSource(this.#source);
      this.#payloads.clear();
      this.#overflow = [];
      this.#isPaused = false;
      this.#wasStopped = false;
    }
    this.#feeder = feeder;
    this.#hasEnded = false;
    this.#isHeld = this.#isPaused && feeder.pause();
  }

  /** Whether the inbox is full. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Whether nothing comes any more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  take(event: number): Payload {
    const ticket = event >>> 3;
    const payload = this.#payloads.get(ticket);
    this.#payloads.delete(ticket);
    return payload;
  }

  deliver(kind: number, detail: number, payload?: Payload): void {
    if (this.#hasEnded) return;
    if (this.#overflow.length >= this.#limits.overflow && !this.#isHeld) return this.#overrun();
    const event = this.#eventOf(kind);
    if (payload !== undefined) this.#payloads.set(event >>> 3, payload);
    this.#send(event, detail);
  }

  /** The last event. */
  finish(kind: number, detail: number, payload?: Payload): void {
    this.deliver(kind, detail, payload);
    this.#hasEnded = true;
  }

  /** The inbox has room: first comes what has waited. */
  resume(): void {
    // What was stopped is closed for the fiber, which only empties its inbox.
    if (!this.#isPaused || this.#wasStopped) return;
    this.#isPaused = false;
    const waiting = this.#overflow;
    this.#overflow = [];
    for (const { event, detail } of waiting) this.#send(event, detail);
    if (!this.#isPaused && !this.#hasEnded) this.#feeder?.resume();
  }

  /** Ends what feeds it, and closes the source for the fiber; once until it is fed anew. */
  stop(): void {
    if (this.#wasStopped) return;
    if (!this.#hasEnded) this.#feeder?.stop();
    this.#hasEnded = true;
    this.#wasStopped = true;
    this.#loom.closeSource(this.#source);
  }

  /** What has not been taken of it is not lost, but more does not come. */
  #overrun(): void {
    this.#hasEnded = true;
    this.#feeder?.stop();
    this.#overflow.push({ event: this.#eventOf(this.#limits.overrunKind), detail: 0 });
  }

  #send(event: number, detail: number): void {
    if (this.#isPaused) {
      this.#overflow.push({ event, detail });
      return;
    }
    if (this.#loom.deliver(this.#source, event, detail)) return;
    this.#isPaused = true;
    this.#isHeld = this.#feeder?.pause() ?? false;
  }

  #eventOf(kind: number): number {
    const event = (this.#ticket * 8 + kind) >>> 0;
    this.#ticket = (this.#ticket + 1) % TICKETS;
    return event;
  }
}
