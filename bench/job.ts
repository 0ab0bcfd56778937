/** What one process measures: the contract between the cases, the processes and the peers. */
import type { MessagePort } from "node:worker_threads";

/** A file of `peers/` without its ending. */
export type PeerName =
  | "queue"
  | "quotes"
  | "ringbuf"
  | "ringbuf-quotes"
  | "post-message"
  | "receive-message"
  | "multithreading"
  | "fields"
  | "large"
  | "planted"
  | "vector"
  | "memory"
  | "fibers"
  | "generators"
  | "promises"
  | "effects"
  | "workers"
  | "array";

/**
 * `produce` and `consume` are the two ends; `both` does a push and a pop in turn in one thread; `ping`
 * sends one item and waits for `pong` to send it back; `append` and `read` have no other end.
 */
export type Role = "produce" | "consume" | "both" | "ping" | "pong" | "append" | "read";

export interface Job {
  readonly peer: PeerName;
  /** One for each thread. */
  readonly roles: readonly Role[];
  /** Items a call, or a message. */
  readonly batch: number;
  /** What a thread does at an empty or a full queue: spin, sleep, or sleep in the event loop. */
  readonly idle: "spin" | "wait" | "async";
  /** What the elements are; `f64` where nothing is said. */
  readonly item?: "f64" | "u32" | "record";
  /** Exactly so many items, after 100,000 others, whatever the time. */
  readonly count?: number;
  /** How elements are read; only for `read`. */
  readonly through?: "index" | "view" | "iterator";
  /** The class of the emitted module; only for peers that are one. */
  readonly className?: string;
  /** What fibers and their like do; only for those. */
  readonly task?: "turns" | "spawn" | "baton" | "timers";
  /** Timers call a function rather than an async one that waits; only for `promises`. */
  readonly timers?: "callbacks";
  /** Messages that may be under way in a channel; only for messages, 4,096 where nothing is said. */
  readonly window?: number;
  /** `list` is an array, a transferred one is not copied; only for messages of several items. */
  readonly message?: "list" | "Uint32Array" | "transferred";
  /** Queues that the threads share evenly, thread k of a side the queue k modulo so many; 1. */
  readonly shards?: number;
  /** Bytes of an item; only for `large`. */
  readonly bytes?: number;
  /** Who writes and reads fields; only for `fields`. */
  readonly records?:
    | "slots"
    | "shared"
    | "typed arrays"
    | "DataView"
    | "structurae"
    | "typed-struct";
  /** Half of the cores, rounded up, are kept busy by other processes. */
  readonly disturbed?: true;
  /** What is wrong on purpose; only for `planted`. */
  readonly fault?: "loses" | "doubles" | "reorders" | "hangs";
}

/** What has passed through a thread in a phase. */
export interface Tally {
  readonly items: number;
  /** Sum of the items' sequence numbers, to find lost ones where nobody sees all. */
  readonly sum: number;
  /** The first item that was not what had to come. */
  readonly fault?: string;
  /** Round trips of `ping`, microseconds. */
  readonly latency?: Percentiles;
  /** What the structure takes. */
  readonly memory?: Memory;
}

export interface Memory {
  /** Bytes by which the process grew, as the operating system sees it. */
  readonly resident: number;
  /** Bytes that the structure has claimed, written to or not; `null` where it cannot be asked. */
  readonly claimed: number | null;
}

export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/** Does a phase: `count` items for a producer, `ping` or `both`; a consumer of many knows the end. */
export type Work = (count: number) => Tally | Promise<Tally>;

export interface Duty {
  readonly work: Work;
  /** In the first thread, when all have done a phase and the clock has stopped: the first fault. */
  readonly verify?: () => string | undefined;
}

/** A thread's place in its job. */
export interface Place {
  readonly job: Job;
  readonly role: Role;
  /** Among the threads of the same role. */
  readonly index: number;
  /** Threads of the opposite role. */
  readonly opposite: number;
}

/** What a file of `peers/` exports. */
export interface Peer {
  /** In the main thread: what each thread is sent, in the order of the job's roles. */
  readonly open: (job: Job) => Promise<readonly Share[]>;
  /** In the thread. */
  readonly join: (value: unknown, place: Place) => Promise<Work | Duty>;
}

export interface Share {
  readonly value: unknown;
  readonly transfer: readonly MessagePort[];
}

/** What a process prints, as one line of JSON. */
export type Outcome = Measured | Failed;

export interface Failed {
  readonly failed: string;
  /** It did not end in time, while other processes took this share of all cores. */
  readonly late?: { readonly others: number | null };
}

export interface Measured {
  readonly items: number;
  readonly seconds: number;
  readonly latency?: Percentiles;
  readonly memory?: Memory;
  /** Nanoseconds of a spinning round trip between two threads, before and after; empty for one thread. */
  readonly placementNs: readonly number[];
  /** Share of all cores that other processes took meanwhile; `null` where nobody can say. */
  readonly others: number | null;
}
