/** The exchange's own count of what it has sent: what the books have to add up to in the end. */
import { decodeMessage } from "../feed/decode.ts";
import type { Product, Sink } from "../feed/sink.ts";

/** Of one feed. Messages are counted when they are sent for the first time. */
export interface FeedTally {
  /** Path of the recording, or what is simulated. */
  readonly name: string;
  readonly messages: number;
  /** Messages that concerned a book. */
  readonly bookMessages: number;
  /** What the messages hold, and all of it together. */
  readonly levels: number;
  readonly trades: number;
  readonly checksums: number;
  readonly bestPrices: number;
  readonly records: number;
  /** Names by their numbers within the feed. */
  readonly products: readonly string[];
}

export interface Tally {
  readonly products: readonly string[];
  /** Throws InputError for a message that cannot be read. */
  add(text: string): void;
  report(name: string): FeedTally;
}

export function createTally(): Tally {
  const products = new Map<string, Product>();
  const names: string[] = [];
  const counts = {
    messages: 0,
    bookMessages: 0,
    levels: 0,
    trades: 0,
    checksums: 0,
    bestPrices: 0,
  };
  let resets = 0;
  const sink: Sink = {
    product(name, depth = 0) {
      let product = products.get(name);
      if (product === undefined) {
        product = { name, symbol: names.length, depth };
        products.set(name, product);
        names.push(name);
      }
      return product;
    },
    reset: () => void resets++,
    level: () => void counts.levels++,
    trade: () => void counts.trades++,
    check: () => void counts.checksums++,
    best: () => void counts.bestPrices++,
  };
  return {
    products: names,
    add(text) {
      if (decodeMessage(text, sink)) counts.bookMessages++;
      counts.messages++;
    },
    report: (name) => ({
      name,
      ...counts,
      records: resets + counts.levels + counts.trades + counts.checksums + counts.bestPrices,
      products: names,
    }),
  };
}
