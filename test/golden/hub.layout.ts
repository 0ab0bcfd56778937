import type { Amphetanim, bool, f64, OneOf, Queue, Shared, Text, u32 } from "amph-gen/spec";

/** What the threads agree on. */
export interface Agreement {
  /** Whether to go on. */
  running: bool;
  phase: "start" | "work" | "end";
  count: u32;
  rate: f64;
  name: Text<12>;
}

export type Settings = Shared<Agreement>;

export type Prices = Queue<
  f64,
  { capacity: 4; producers: "one"; consumers: "one"; waiting: false }
>;

/** Both halves. */
export type Book = Amphetanim<{ bid: Prices; ask: Prices }>;

/** Everything behind one handle. */
export type Hub = Amphetanim<{
  /** What the threads agree on. */
  settings: Settings;
  prices: Prices;
  book: Book;
  /** Decided when it is first needed. */
  control: OneOf<{ numbers: Prices; state: Settings }>;
}>;
