import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BookReport, createBookKeeper } from "../../examples/market-replay/book-keeper.ts";
import { decodeMessage } from "../../examples/market-replay/exchange.ts";
import { createOutbox, type DeltaQueue, type Outbox } from "../../examples/market-replay/outbox.ts";
import type { ExchangeMessage } from "../../examples/market-replay/recording.ts";
import type { BookDelta } from "../../generated/book-deltas.gen.ts";

const FEEDS = new URL("../../../shared/data/feeds/", import.meta.url);

/** Messages of Kraken and of the simulated exchange that carry a checksum. */
export const CHECKED = /"c":"/;

/** A recorded session, or undefined with a plain word where this machine has none. */
export function recordedSession(name: string): string | undefined {
  const path = fileURLToPath(new URL(name, FEEDS));
  if (statSync(path, { throwIfNoEntry: false })) return path;
  console.log(`SKIPPED: the recorded session ../shared/data/feeds/${name} is not on this machine`);
  return undefined;
}

/** A queue of which every record is visited at once. */
export function visitingQueue(visit: (delta: BookDelta) => void): DeltaQueue {
  return {
    push(item) {
      visit(item);
      return true;
    },
    pushMany(items, from = 0, count = items.length - from) {
      items.slice(from, from + count).forEach(visit);
      return count;
    },
  };
}

/** The records that a few messages give. */
export function recordsOf(decode: (outbox: Outbox) => void): BookDelta[] {
  const records: BookDelta[] = [];
  const outbox = createOutbox([visitingQueue((delta) => records.push({ ...delta }))], 1000);
  decode(outbox);
  outbox.flush();
  return records;
}

/** Feeds messages to one book keeper in this thread; `pass` may change or drop (undefined) a record. */
export function keepInProcess(
  messages: Iterable<ExchangeMessage>,
  pass: (delta: BookDelta) => BookDelta | undefined = (delta) => delta,
): BookReport {
  const keeper = createBookKeeper();
  const queue = visitingQueue((delta) => {
    const passed = pass(delta);
    if (passed) keeper.apply(passed);
  });
  const outbox = createOutbox([queue], 1000);
  for (const { text, line } of messages) {
    outbox.begin(line);
    decodeMessage(text, outbox);
  }
  outbox.flush();
  return keeper.report();
}

export function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  if (count === 0) return;
  for (const item of items) {
    yield item;
    if (--count === 0) return;
  }
}
