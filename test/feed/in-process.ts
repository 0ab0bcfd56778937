import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  type BookReport,
  createBookKeeper,
} from "../../examples/market-replay/books/book-keeper.ts";
import { decodeMessage } from "../../examples/market-replay/feed/decode.ts";
import { createOutbox, type Lane, type Outbox } from "../../examples/market-replay/feed/outbox.ts";
import type { ExchangeMessage } from "../../examples/market-replay/exchange/recording.ts";
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

/** A lane of which every record is visited at once. */
export function visitingLane(visit: (delta: BookDelta) => void): Lane {
  return {
    queue: {
      pushMany(items, from = 0, count = items.length - from) {
        items.slice(from, from + count).forEach(visit);
        return count;
      },
    },
    wake() {},
  };
}

/** The records that a few messages give, in the lanes of two book threads or more. */
export function recordsOf(decode: (outbox: Outbox) => void, lanes = 1): BookDelta[] {
  const records: BookDelta[] = [];
  const lane = visitingLane((delta) => records.push({ ...delta }));
  const outbox = createOutbox(0, Array.from({ length: lanes }, () => lane), 0);
  outbox.begin(1);
  decode(outbox);
  outbox.end();
  outbox.flush();
  return records;
}

/** Feeds messages to one book keeper in this thread; `pass` may change or drop (undefined) a record. */
export function keepInProcess(
  messages: Iterable<ExchangeMessage>,
  pass: (delta: BookDelta) => BookDelta | undefined = (delta) => delta,
): BookReport {
  const keeper = createBookKeeper();
  const lane = visitingLane((delta) => {
    const passed = pass(delta);
    if (passed) keeper.apply(passed);
  });
  const outbox = createOutbox(0, [lane], 0);
  for (const { text, line } of messages) {
    outbox.begin(line);
    decodeMessage(text, outbox);
    outbox.end();
    outbox.flush();
  }
  return keeper.report();
}

export function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  if (count === 0) return;
  for (const item of items) {
    yield item;
    if (--count === 0) return;
  }
}
