import type { f64, Queue, u16, u32, u53, u8 } from "amph-gen/spec";

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
  /** Number of the record in its queue, from 0; wraps at 2^32. A gap is a lost record. */
  ordinal: u32;
  /** What the exchange says its own book adds up to (CRC-32); for `check` only. */
  checksum: u32;
  /** Index of the product. */
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

/** Level changes: feed threads push, book threads pop. */
export type BookDeltas = Queue<BookDelta, { capacity: 4096; producers: "many"; consumers: "many" }>;
