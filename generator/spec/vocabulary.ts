/**
 * The types that a spec is written in. A spec imports them and is read, never run:
 *
 * ```ts
 * import type { f64, Queue, u16 } from "amph-gen/spec";
 *
 * export interface Trade {
 *   price: f64;
 *   symbol: u16;
 *   side: "buy" | "sell"; // a union of strings is stored as a small integer
 * }
 *
 * export type Trades = Queue<Trade, { capacity: 4096 }>;
 * ```
 *
 * A record is an interface whose fields are slot types, in the order in which they are stored.
 * Every slot type says below how many bytes it takes.
 *
 * @module
 */

// ---------------------------------------------------------------- slot types: numbers

/** A whole number from 0 to 255 · 1 byte. */
export type u8 = number;
/** A whole number from -128 to 127 · 1 byte. */
export type i8 = number;
/** A whole number from 0 to 65,535 · 2 bytes. */
export type u16 = number;
/** A whole number from -32,768 to 32,767 · 2 bytes. */
export type i16 = number;
/** A whole number from 0 to 4,294,967,295 · 4 bytes. */
export type u32 = number;
/** A whole number from -2,147,483,648 to 2,147,483,647 · 4 bytes. */
export type i32 = number;
/** A number rounded to single precision · 4 bytes. */
export type f32 = number;
/** Any number · 8 bytes. */
export type f64 = number;
/** A whole number from 0 to 2^53 - 1 as an ordinary `number` · 8 bytes. */
export type u53 = number;
/** A whole number from 0 to 2^64 - 1 as a `bigint` · 8 bytes. */
export type u64 = bigint;
/** A whole number from -2^63 to 2^63 - 1 as a `bigint` · 8 bytes. */
export type i64 = bigint;
/** `true` or `false` · 1 byte. */
export type bool = boolean;

// ---------------------------------------------------------------- slot types: runs

/** A string of at most `MaxBytes` bytes in UTF-8 · `MaxBytes` bytes and 1 or 2 for its length. */
export type Text<MaxBytes extends number> = MaxBytes extends number ? string : never;
/** Exactly `Length` bytes. */
export type Bytes<Length extends number> = Length extends number ? Uint8Array : never;
/** Exactly `Length` items of one slot type, one after the other. */
export type FixedArray<Item, Length extends number> = Length extends number ? Item[] : never;

// ---------------------------------------------------------------- options

/** Options that every structure takes. */
interface CommonOptions {
  /**
   * Bytes that keep words of different writers apart. `"measured"` takes them from the host profile.
   * @default "measured"
   */
  cacheLine?: "measured" | 32 | 64 | 128 | 256;
  /**
   * `"none"` packs the slots: less memory, and nowhere slower as measured.
   * `"line"` gives each slot cache lines of its own: neighbours do not disturb each other.
   * @default "none"
   */
  padding?: "line" | "none";
  /**
   * `false` leaves out the operations that wait, in the thread or in the event loop.
   * @default true
   */
  waiting?: boolean;
}

/** `Known`, with every name of `Given` that it lacks forbidden, so that editors mark misspelt options. */
type Exactly<Known, Given> =
  & Known
  & { readonly [Name in Exclude<keyof Given, keyof Known>]: never };

// ---------------------------------------------------------------- structures

interface QueueOptions extends CommonOptions {
  /** Items that the queue holds: 1 to 67,108,864 (2^26), rounded up to a power of two. */
  capacity: number;
  /**
   * `"one"`: a single thread pushes, which makes each push cheaper.
   * @default "many"
   */
  producers?: "one" | "many";
  /**
   * `"one"`: a single thread pops, which makes each pop cheaper.
   * @default "many"
   */
  consumers?: "one" | "many";
  /**
   * `"lazy"`, with one producer and one consumer: a single push is published, and a single pop gives
   * its slot back, with a run of others; two to five times as fast, and the newest items are unseen
   * until the run is whole or `flush()` is called.
   * @default "eager"
   */
  publish?: "eager" | "lazy";
}

/** A bounded queue: first in, first out, between any number of threads. */
export interface Queue<Item, Options extends Exactly<QueueOptions, Options>> {
  readonly structure: "Queue";
  readonly item: Item;
  readonly options: Options;
}

interface SecVecOptions extends Pick<CommonOptions, "cacheLine" | "padding"> {
  /** Elements that the vector holds at most: 1 to 1,073,741,824 (2^30); memory is taken as it grows. */
  maxLength: number;
  /**
   * `false`: elements are only appended, and never changed or taken away. That is faster, needs less
   * memory, and a thread that stops half-way through a push hides what is pushed behind it.
   * @default true
   */
  shrink?: boolean;
  /**
   * Handles that may be attached at once, 1 to 256, where the vector shrinks.
   * @default 64
   */
  threads?: number;
}

/** A vector that grows, between any number of threads; its elements never move. */
export interface SecVec<Item, Options extends Exactly<SecVecOptions, Options>> {
  readonly structure: "SecVec";
  readonly item: Item;
  readonly options: Options;
}

interface CubbyOptions extends Pick<CommonOptions, "cacheLine" | "waiting"> {
  /**
   * How many pushes, and how many pops, can wait at the same time: 1 to 1024. One more gets an error.
   * @default 64
   */
  waiters?: number;
  /**
   * Milliseconds, 1 to 60,000, after which a waiter that does not take its turn is passed over: its
   * thread was terminated or stands still.
   * @default 250
   */
  graceMs?: number;
}

/** One slot: pushes and pops take turns, first come, first served on each side. */
export interface Cubby<
  Item,
  Options extends Exactly<CubbyOptions, Options> = Record<never, never>,
> {
  readonly structure: "Cubby";
  readonly item: Item;
  readonly options: Options;
}

// ---------------------------------------------------------------- records and containers

interface SharedOptions extends Pick<CommonOptions, "cacheLine"> {
  /**
   * `"line"` gives each field with atomic accessors cache lines of its own, for fields that
   * different threads change all the time.
   * @default "none"
   */
  padding?: "line" | "none";
  /**
   * `false` leaves out the accessors that wait for a field to change.
   * @default true
   */
  waiting?: boolean;
}

/**
 * One record that several threads see, with plain accessors for every field and atomic ones for the
 * fields of type `i32`, `u32`, `bool` and unions, which are stored as a word of 4 bytes each.
 */
export interface Shared<
  Item,
  Options extends Exactly<SharedOptions, Options> = Record<never, never>,
> {
  readonly structure: "Shared";
  readonly item: Item;
  readonly options: Options;
}

/** What can be a member of a container: structures and containers, by name or written in place. */
interface Structure {
  readonly structure: string;
}

/** Every member of `Given` has to be a structure. */
type Members<Given> = { readonly [Name in keyof Given]: Structure };

/** Options that every container takes. */
type ContainerOptions = Pick<CommonOptions, "cacheLine">;

/** Several structures side by side in one memory, behind one handle; no two share a cache line. */
export interface Amphetanim<
  Parts extends Members<Parts>,
  Options extends Exactly<ContainerOptions, Options> = Record<never, never>,
> {
  readonly structure: "Amphetanim";
  readonly members: Parts;
  readonly options: Options;
}

/** One structure out of several kinds, in the same place; the largest decides the size. */
export interface OneOf<
  Kinds extends Members<Kinds>,
  Options extends Exactly<ContainerOptions, Options> = Record<never, never>,
> {
  readonly structure: "OneOf";
  readonly members: Kinds;
  readonly options: Options;
}

// ---------------------------------------------------------------- looms

/** What a generator function is that runs as a fiber: `export function* feed(self: Feeds): Fiber`. */
export type Fiber<Result = void> = Generator<never, Result, unknown>;

interface LoomOptions extends Pick<CommonOptions, "cacheLine"> {
  /** Fibers that there can be at a time: 1 to 4,194,304; 32 bytes each until they run. */
  fibers: number;
  /**
   * Frames of 64 bytes; a fiber gets one when it first runs.
   * @default as many as `fibers`, where a fiber needs one
   */
  small?: number;
  /** Frames of 256 bytes, as `small`. */
  medium?: number;
  /** Frames of 1,024 bytes, as `small`. */
  large?: number;
  /**
   * Batons that there can be at a time.
   * @default 64
   */
  batons?: number;
  /**
   * Timers that post batons; a fiber that sleeps needs none.
   * @default 0
   */
  timers?: number;
  /**
   * Mutexes, semaphores and groups, where fibers use them.
   * @default 16
   */
  locks?: number;
  /**
   * Sources of events, where fibers receive.
   * @default 16
   */
  sources?: number;
  /**
   * Events that wait at a source; rounded up to a power of two.
   * @default 64
   */
  inbox?: number;
  /**
   * Fibers in the ring of those that are ready, a power of two; more wait in a list behind it.
   * @default 1024
   */
  ready?: number;
  /**
   * What wakes sleepers and rings timers: a wheel in the loom's memory, or the host's own timers, which
   * are objects of its heap and need `run`.
   * @default "wheel"
   */
  timing?: "wheel" | "host";
  /**
   * Threads that run the loom together, up to 31. Each fiber then has a frame of its own.
   * @default 1
   */
  workers?: number;
  /**
   * Whether a worker without work takes fibers that others have not come to yet. Otherwise each
   * fiber stays with the worker that has started it.
   * @default false
   */
  stealing?: boolean;
  /**
   * Whether to write, beside the module, those that an application vendors with it: the reactor
   * (`loom-reactor.gen.ts` and what it imports) and the pinning of a thread (`loom-pin.gen.ts`).
   * @default false
   */
  host?: boolean;
}

/** Fibers in one thread. Generator functions of the same file with it as their `self` are what they run. */
export interface Loom<Options extends Exactly<LoomOptions, Options>> {
  readonly structure: "Loom";
  readonly options: Options;
  /** Lets the other fibers that are ready run first. */
  pass(): Fiber;
  /** Waits for `ms` milliseconds. */
  sleep(ms: f64): Fiber;
  /** Waits until the baton is posted. */
  wait(baton: u32): Fiber;
  /** As `wait`; false when `ms` milliseconds are over first. */
  timedWait(baton: u32, ms: f64): Fiber<bool>;
  /**
   * Waits until one of up to eight batons is posted, `ms` milliseconds at most: its place among them,
   * from 0 on, or -1. The others stay as they are: what is posted meanwhile is found by the next wait.
   */
  select(ms: f64, ...batons: readonly u32[]): Fiber<i32>;
  /** Waits until another fiber has ended: its result as a number, or throws what ended it. */
  join(fiber: u32): Fiber<f64>;
  /** The next event of a source; throws when the source has ended. */
  receive(source: u32): Fiber<f64>;
  /** The second number of the event that was received last. */
  detail(): f64;
  /**
   * The next item of a queue or cubby, as a number; throws when that is closed and empty. The queue is
   * the number that `register` of the running loom has given it.
   */
  pop(queue: u32): Fiber<f64>;
  /** As `pop`; false when `ms` milliseconds are over first, else `item` gives the number. */
  timedPop(queue: u32, ms: f64): Fiber<bool>;
  /** What the fiber popped last. */
  item(): f64;
  /** Pushes to a queue or cubby; throws when that is closed. */
  push(queue: u32, item: f64): Fiber;
  /** As `push`; false when `ms` milliseconds are over first. */
  timedPush(queue: u32, item: f64, ms: f64): Fiber<bool>;
  /** Waits until nobody holds the mutex, first come, first served. */
  lock(mutex: u32): Fiber;
  unlock(mutex: u32): void;
  /** Waits for a permit, first come, first served. */
  acquire(semaphore: u32): Fiber;
  release(semaphore: u32): void;
  /** Waits until all of the group is done. */
  waitAll(group: u32): Fiber;
  /** The group waits for `count` more. */
  add(group: u32, count: u32): void;
  done(group: u32): void;
  /** Keeps the fiber in the worker that runs it now, for good. */
  pin(): void;
  /** Lets whoever waits on the baton go on. */
  post(baton: u32): void;
  /** Whether the baton is posted. */
  tryWait(baton: u32): bool;
  /** Begins another life of the baton. */
  reset(baton: u32): void;
  /** Milliseconds of the loom's clock. */
  now(): f64;
  /** The id of the fiber that asks. */
  self(): u32;
  /** Starts another fiber of this file; its id. */
  spawn<Arguments extends readonly unknown[], Result>(
    fiber: (self: never, ...args: Arguments) => Fiber<Result>,
    ...args: Arguments
  ): u32;
  /** As `spawn`; -1 where there is no room for one. */
  trySpawn<Arguments extends readonly unknown[], Result>(
    fiber: (self: never, ...args: Arguments) => Fiber<Result>,
    ...args: Arguments
  ): i32;
}
