import type {
  Amphetanim,
  Cubby,
  f64,
  Queue,
  SecVec,
  Shared,
  u16,
  u32,
  u53,
  u8,
} from "amph-gen/spec";

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

/** What a thread is told to do. */
export interface Command {
  command: "pause" | "resume" | "stop";
}

/** The main thread pushes, the thread that is told pops. */
export type Commands = Cubby<Command, { waiters: 4 }>;

/** What the feed thread says of itself. */
export interface FeedState {
  /** 1 while it pauses: then nobody takes its silence for a fault. */
  paused: u32;
}

/** One trade of the session. */
export interface Trade {
  /** When it took place; seconds since 1970. */
  time: f64;
  price: f64;
  size: f64;
  /** Line of the recording, or number of the simulated message, from 1. */
  message: u32;
  /** Index of the product. */
  symbol: u16;
  /** Which half of the book was taken from. */
  side: "bid" | "ask";
}

/** Every trade of the session: book threads append, a reporting thread reads. */
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
  /** Index of the product. */
  symbol: u16;
  side: "bid" | "ask";
}

/** The history of all levels: book threads append, a reporting thread reads. */
export type LevelChanges = SecVec<LevelChange, { maxLength: 32_000_000; shrink: false }>;

/** Everything that the threads of the market replay share. */
export type MarketHub = Amphetanim<{
  /** For the feed thread, and for the reporting thread. */
  feedCommands: Commands;
  reportCommands: Commands;
  feedState: Shared<FeedState>;
  /** One for each book thread. */
  books0: BookDeltas;
  books1: BookDeltas;
  books2: BookDeltas;
  books3: BookDeltas;
  books4: BookDeltas;
  books5: BookDeltas;
  books6: BookDeltas;
  books7: BookDeltas;
  trades: Trades;
  levels: LevelChanges;
}>;
