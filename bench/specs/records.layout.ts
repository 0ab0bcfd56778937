import type { f64, Queue, u16, u32, u8 } from "amph-gen/spec";

/** A quote in 32 bytes. */
export interface Quote {
  price: f64;
  size: f64;
  time: f64;
  id: u32;
  symbol: u16;
  side: u8;
  flags: u8;
}

/** One thread to one other, a cache line for each record. */
export type SpscQuotesLine = Queue<
  Quote,
  { capacity: 4096; producers: "one"; consumers: "one"; padding: "line" }
>;

/** One thread to one other, two records to a line. */
export type SpscQuotesPacked = Queue<
  Quote,
  { capacity: 4096; producers: "one"; consumers: "one"; padding: "none" }
>;

export type SpscQuotesLazy = Queue<
  Quote,
  { capacity: 4096; producers: "one"; consumers: "one"; padding: "none"; publish: "lazy" }
>;

/** Many to many, two records to a line. */
export type MpmcQuotes = Queue<Quote, { capacity: 4096; padding: "none" }>;
