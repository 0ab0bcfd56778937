import type { Amphetanim, Cubby, f64, Queue, SecVec, u16, u32, u53, u8 } from "amph-gen/spec";

/** One change of one price level, exact: decimals travel as two whole numbers. */
export interface BookDelta {
  /** The price before the point. */
  priceWhole: u53;
  /** The price after the point, in units of 10^-15. */
  priceFraction: u53;
  /** The size before the point. */
  sizeWhole: u53;
  /** The size after the point, in units of 10^-15. */
  sizeFraction: u53;
  /** When the exchange made the change; seconds since 1970. */
  time: f64;
  /** Line of the recording, or number of the simulated message, from 1. */
  message: u32;
  /** Its place among the message's records of the product, from 0: what comes twice shows. */
  ordinal: u32;
  /** What the exchange says its own book adds up to (CRC-32); for `check` only. */
  checksum: u32;
  /** The product: number of the feed times 256, plus its place among the feed's products. */
  symbol: u16;
  /** Levels a side that the exchange keeps; 0: all of them. */
  depth: u16;
  /** Digits of the price after the point as written, trailing zeros included. */
  priceDecimals: u8;
  /** Digits of the size after the point as written, trailing zeros included. */
  sizeDecimals: u8;
  /**
   * `reset` empties the book, `level` sets a level, `check` and `best` say what must be true now,
   * `trade` is a trade.
   */
  kind: "reset" | "level" | "check" | "best" | "trade";
  /** Which half of the book; of a trade, the half that was taken from. */
  side: "bid" | "ask";
}

/** What a feed thread sends to a book thread: one for each pair of them. */
export type BookDeltas = Queue<BookDelta, { capacity: 4096; producers: "many"; consumers: "many" }>;

/** What a thread is told to do. */
export interface Command {
  command: "pause" | "resume" | "stop";
}

/** The main thread pushes, the thread that is told pops. */
export type Commands = Cubby<Command, { waiters: 4 }>;

/** One trade of the session. */
export interface Trade {
  /** When it took place; seconds since 1970. */
  time: f64;
  price: f64;
  size: f64;
  /** Line of the recording, or number of the simulated message, from 1. */
  message: u32;
  /** The product, as in `BookDelta`. */
  symbol: u16;
  /** Which half of the book was taken from. */
  side: "bid" | "ask";
}

/** Every trade of the books of one thread, which appends; a reporting thread reads. */
export type Trades = SecVec<Trade, { maxLength: 4_000_000; shrink: false }>;

/** A level that changed, and the best prices after that. */
export interface LevelChange {
  /** When the exchange made the change; seconds since 1970, 0 for the levels of a first snapshot. */
  time: f64;
  price: f64;
  /** 0: nobody offers at the price any more. */
  size: f64;
  /** The best bid and ask then; 0 where that half of the book is empty. */
  bid: f64;
  ask: f64;
  /** Line of the recording, or number of the simulated message, from 1. */
  message: u32;
  /** The product, as in `BookDelta`. */
  symbol: u16;
  side: "bid" | "ask";
}

/** The history of all their levels, in the same way. */
export type LevelChanges = SecVec<LevelChange, { maxLength: 32_000_000; shrink: false }>;

/**
 * What a book thread writes down, behind one handle. A thread that takes the place of a dead one gets
 * another, since the dead one may have stopped in the middle of an append.
 */
export type BookHistory = Amphetanim<{ trades: Trades; levels: LevelChanges }>;
