/** One feed's records on their way to the book threads: what is decoded waits here until it is pushed. */
import type { BookDelta } from "../../../generated/book-deltas.gen.ts";
import type { Decimal } from "../decimal.ts";
import type { Product, Side, Sink } from "./sink.ts";

/** What the outbox needs of the queue to a book thread, and of the fiber behind it. */
export interface Lane {
  readonly queue: {
    pushMany(items: readonly BookDelta[], from?: number, count?: number): number;
  };
  /** Records were pushed. */
  wake(): void;
}

/** Products of one feed; their symbols have 16 bits, and there may be 256 feeds. */
export const MAX_PRODUCTS = 256;

/** Records that wait before they are pushed although more messages are there. */
const BATCH_RECORDS = 64;

export interface Outbox extends Sink {
  /** Every message up to this one has been put into the queues, all of it. */
  readonly pushed: number;
  /** The message up to which every lane has had its records; the feed has to go on behind it. */
  readonly handed: number;
  /** Whether so much waits that it should be pushed now. */
  readonly isFull: boolean;
  /** What follows belongs to the message of this number. */
  begin(message: number): void;
  /** The message is complete. */
  end(): void;
  /** Pushes what waits; false where a queue is full. Never waits. */
  flush(): boolean;
  /** A book thread has begun anew, behind another queue: it needs every message from the first on. */
  restart(lane: number, replacement: Lane): void;
}

interface Waiting {
  lane: Lane;
  /** Filled again and again; as many as the largest message ever gave. */
  readonly records: BookDelta[];
  count: number;
  pushed: number;
  /** The last message whose records were put here. */
  handed: number;
}

const NOTHING: Decimal = { whole: 0, fraction: 0, decimals: 0 };

/** `feed` is its number, `after` the message behind which it goes on; there is a lane for each book thread. */
export function createOutbox(feed: number, lanes: readonly Lane[], after: number): Outbox {
  const known = new Map<string, { product: Product; visit: number; ordinal: number }>();
  const waiting = lanes.map((lane): Waiting => ({
    lane,
    records: [],
    count: 0,
    pushed: 0,
    handed: after,
  }));
  let message = 0;
  /** Counts what was begun: a message may be decoded again. */
  let visit = 0;
  let pushed = after;

  /** The products of a feed are dealt out to the book threads, each feed beginning with another one. */
  function waitingFor(product: Product): Waiting {
    const found = waiting[(feed + product.symbol % MAX_PRODUCTS) % waiting.length];
    if (found === undefined) throw new RangeError("the outbox has no lanes");
    return found;
  }

  function ordinalOf(product: Product): number {
    const of = known.get(product.name);
    if (of === undefined) throw new RangeError(`${product.name} is no product of this outbox`);
    if (of.visit !== visit) of.ordinal = 0;
    of.visit = visit;
    return of.ordinal++;
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
    const ordinal = ordinalOf(product);
    const to = waitingFor(product);
    // Its book thread has the message already, and another one has begun anew.
    if (message <= to.handed) return;
    const record = to.records[to.count] ??= createRecord();
    to.count++;
    record.priceWhole = price.whole;
    record.priceFraction = price.fraction;
    record.sizeWhole = size.whole;
    record.sizeFraction = size.fraction;
    record.time = time;
    record.message = message;
    record.ordinal = ordinal;
    record.checksum = checksum;
    record.symbol = product.symbol;
    record.depth = product.depth;
    record.priceDecimals = price.decimals;
    record.sizeDecimals = size.decimals;
    record.kind = kind;
    record.side = side;
  }

  const handed = () => Math.min(...waiting.map((one) => one.handed));

  return {
    get pushed() {
      return pushed;
    },
    get handed() {
      return handed();
    },
    get isFull() {
      return waiting.some(({ count, pushed }) => count - pushed >= BATCH_RECORDS);
    },
    begin(number) {
      message = number >>> 0;
      visit++;
    },
    end() {
      for (const to of waiting) to.handed = Math.max(to.handed, message);
    },
    product(name, depth) {
      const of = known.get(name);
      if (of !== undefined && (depth === undefined || of.product.depth === depth)) {
        return of.product;
      }
      if (of === undefined && known.size === MAX_PRODUCTS) {
        throw new RangeError(`feed ${feed} has more than ${MAX_PRODUCTS} products`);
      }
      const symbol = of?.product.symbol ?? feed * MAX_PRODUCTS + known.size;
      const product = { name, symbol, depth: depth ?? of?.product.depth ?? 0 };
      known.set(name, { visit: 0, ordinal: 0, ...of, product });
      return product;
    },
    reset: (product) => add(product, "reset", "bid", NOTHING, NOTHING, 0, 0),
    level: (product, side, price, size, time) => add(product, "level", side, price, size, time, 0),
    trade: (product, side, price, size, time) => add(product, "trade", side, price, size, time, 0),
    check: (product, checksum) => add(product, "check", "bid", NOTHING, NOTHING, 0, checksum),
    best: (product, side, price, time) => add(product, "best", side, price, NOTHING, time, 0),
    flush() {
      let isEmpty = true;
      for (const to of waiting) {
        if (to.count === to.pushed) continue;
        const count = to.lane.queue.pushMany(to.records, to.pushed, to.count - to.pushed);
        to.pushed += count;
        if (count > 0) to.lane.wake();
        if (to.pushed < to.count) isEmpty = false;
        else to.count = to.pushed = 0;
      }
      if (isEmpty) pushed = handed();
      return isEmpty;
    },
    restart(index, replacement) {
      const to = waiting[index];
      if (to === undefined) throw new RangeError(`the outbox has no lane ${index}`);
      to.lane = replacement;
      to.count = to.pushed = 0;
      to.handed = pushed = 0;
    },
  };
}

function createRecord(): BookDelta {
  return {
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
  };
}

/** Records to be filled again and again. */
export function createBatch(count: number): BookDelta[] {
  return Array.from({ length: count }, createRecord);
}
