/** Where the decoders of exchange messages put what they find. */
import type { Decimal } from "../decimal.ts";
import type { BookDelta } from "../../../generated/book-deltas.gen.ts";

export interface Product {
  readonly name: string;
  /** Number of the feed times 256, plus its place among the feed's products. */
  readonly symbol: number;
  /** Levels a side that the exchange keeps us informed of; 0: all. */
  readonly depth: number;
}

export type Side = BookDelta["side"];

export interface Sink {
  /** Without `depth`: as it is known, or 0. */
  product(name: string, depth?: number): Product;
  /** A snapshot begins: the book is empty. */
  reset(product: Product): void;
  /** `time` in seconds since 1970. */
  level(product: Product, side: Side, price: Decimal, size: Decimal, time: number): void;
  /** Somebody has taken `size` from `side`. */
  trade(product: Product, side: Side, price: Decimal, size: Decimal, time: number): void;
  /** The message is complete and the exchange's book has this checksum. */
  check(product: Product, checksum: number): void;
  /** What the exchange says the best price is at `time`. */
  best(product: Product, side: Side, price: Decimal, time: number): void;
}
