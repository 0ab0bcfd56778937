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
}

/** A bounded queue: first in, first out, between any number of threads. */
export interface Queue<Item, Options extends Exactly<QueueOptions, Options>> {
  readonly structure: "Queue";
  readonly item: Item;
  readonly options: Options;
}
