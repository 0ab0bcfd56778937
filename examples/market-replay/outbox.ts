import type { Decimal } from "./decimal.ts";
import type { BookDelta } from "../../generated/book-deltas.gen.ts";

export const BATCH_RECORDS = 64;

/** What the feed needs of a queue. */
export interface DeltaQueue {
  push(item: BookDelta, timeoutMs?: number): boolean;
  pushMany(items: readonly BookDelta[], from?: number, count?: number): number;
}

export interface Product {
  readonly name: string;
  /** Index in the order of first sight; its books are kept by thread `symbol % threads`. */
  readonly symbol: number;
  /** Levels a side that the exchange keeps us informed of; 0: all. */
  readonly depth: number;
}

/** Turns level changes into records and sends them, in batches, to the threads that keep the books. */
export interface Outbox {
  /** Records by queue. */
  readonly sent: readonly number[];
  readonly products: readonly Product[];
  /** Level changes and trades so far. */
  readonly levels: number;
  readonly trades: number;
  /** What follows belongs to the message of this number. */
  begin(message: number): void;
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
  /** Sends what is still in the batches. */
  flush(): void;
}

export type Side = BookDelta["side"];

const NOTHING: Decimal = { whole: 0, fraction: 0, decimals: 0 };

/** Throws an Error when a queue takes nothing for `stallMs`. */
export function createOutbox(queues: readonly DeltaQueue[], stallMs: number): Outbox {
  const products = new Map<string, Product>();
  const sent = queues.map(() => 0);
  const batches = queues.map((queue) => ({ queue, records: createBatch(), count: 0 }));
  let message = 0;
  let levels = 0;
  let trades = 0;

  function flush(index: number): void {
    const batch = batches[index];
    if (!batch) return;
    const { queue, records, count } = batch;
    let done = 0;
    while (done < count) {
      done += queue.pushMany(records, done, count - done);
      const next = records[done];
      if (done === count || !next) break;
      if (!queue.push(next, stallMs)) {
        throw new Error(`book thread ${index} has taken no record for ${stallMs / 1000} s`);
      }
      done++;
    }
    batch.count = 0;
  }

  function add(
    product: Product,
    kind: BookDelta["kind"],
    side: Side,
    price: Decimal,
    size: Decimal,
    time: number,
    checksum: number,
  ): void {
    const index = product.symbol % queues.length;
    const batch = batches[index];
    const record = batch?.records[batch.count];
    if (!batch || !record) throw new RangeError(`no batch for product ${product.name}`);
    record.priceWhole = price.whole;
    record.priceFraction = price.fraction;
    record.sizeWhole = size.whole;
    record.sizeFraction = size.fraction;
    record.time = time;
    record.message = message;
    record.ordinal = (sent[index] ?? 0) >>> 0;
    record.checksum = checksum;
    record.symbol = product.symbol;
    record.depth = product.depth;
    record.priceDecimals = price.decimals;
    record.sizeDecimals = size.decimals;
    record.kind = kind;
    record.side = side;
    sent[index] = (sent[index] ?? 0) + 1;
    if (++batch.count === BATCH_RECORDS) flush(index);
  }

  return {
    sent,
    get products() {
      return [...products.values()];
    },
    get levels() {
      return levels;
    },
    get trades() {
      return trades;
    },
    begin(number) {
      message = number >>> 0;
    },
    product(name, wanted) {
      const known = products.get(name);
      const depth = wanted ?? known?.depth ?? 0;
      if (known?.depth === depth) return known;
      const product = { name, symbol: known?.symbol ?? products.size, depth };
      products.set(name, product);
      return product;
    },
    reset: (product) => add(product, "reset", "bid", NOTHING, NOTHING, 0, 0),
    level(product, side, price, size, time) {
      levels++;
      add(product, "level", side, price, size, time, 0);
    },
    trade(product, side, price, size, time) {
      trades++;
      add(product, "trade", side, price, size, time, 0);
    },
    check: (product, checksum) => add(product, "check", "bid", NOTHING, NOTHING, 0, checksum),
    best: (product, side, price, time) => add(product, "best", side, price, NOTHING, time, 0),
    flush() {
      for (let index = 0; index < batches.length; index++) flush(index);
    },
  };
}

/** Records to fill again and again. */
export function createBatch(): BookDelta[] {
  return Array.from({ length: BATCH_RECORDS }, () => ({
    priceWhole: 0,
    priceFraction: 0,
    sizeWhole: 0,
    sizeFraction: 0,
    time: 0,
    message: 0,
    ordinal: 0,
    checksum: 0,
    symbol: 0,
    depth: 0,
    priceDecimals: 0,
    sizeDecimals: 0,
    kind: "reset",
    side: "bid",
  }));
}
