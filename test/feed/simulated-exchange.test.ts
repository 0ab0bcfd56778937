import assert from "node:assert/strict";
import { test } from "node:test";
import { simulateExchange } from "../../examples/market-replay/exchange/simulated-exchange.ts";
import { createBookKeeper } from "../../examples/market-replay/books/book-keeper.ts";
import type { ExchangeMessage } from "../../examples/market-replay/exchange/recording.ts";
import { createTally, type FeedTally } from "../../examples/market-replay/exchange/tally.ts";
import { decodeMessage } from "../../examples/market-replay/feed/decode.ts";
import { createOutbox } from "../../examples/market-replay/feed/outbox.ts";
import type { BookDelta } from "../../generated/book-deltas.gen.ts";
import { CHECKED, keepInProcess, take, visitingLane } from "./in-process.ts";

const MESSAGES = 20_000;

/** Behind the status and the subscriptions of six products. */
const FIRST_SNAPSHOT = 8;

function tallyOf(messages: readonly ExchangeMessage[]): FeedTally {
  const tally = createTally();
  for (const { text } of messages) tally.add(text);
  return tally.report("simulated");
}

test("the same seed gives the same session, another seed another one", () => {
  const text = (seed: number) =>
    [...take(simulateExchange(seed), 2000)].map((message) => message.text).join("\n");
  assert.equal(text(7), text(7));
  assert.notEqual(text(7), text(8));
});

test("the session has snapshots, removals, levels sent again and updates of both sides", () => {
  const texts = [...take(simulateExchange(3), MESSAGES)].map(({ text }) => text);
  for (
    const expected of [
      /"as":/,
      /"0\.00000000"/,
      /,"r"\]/,
      /"a":.*\},\{"b":/,
      /heartbeat/,
      /"trade"/,
    ]
  ) {
    assert.ok(texts.some((text) => expected.test(text)), String(expected));
  }
});

test("every checksum agrees with a book kept from the text, for several seeds", () => {
  for (const seed of [0, 1, 4294967295]) {
    const messages = [...take(simulateExchange(seed), MESSAGES)];
    const { checksums, misplaced, books } = keepInProcess(messages);
    assert.equal(checksums[0]?.firstFault, undefined);
    assert.equal(checksums[0]?.agreed, messages.filter(({ text }) => CHECKED.test(text)).length);
    assert.equal(misplaced, 0);
    for (const { bid, ask } of books) assert.ok(Number(bid) < Number(ask), `${bid} below ${ask}`);
  }
});

test("a size that arrives changed is found by the checksum", () => {
  const report = keepInProcess(take(simulateExchange(1), MESSAGES), (delta) => {
    const isBestAsk = delta.message === FIRST_SNAPSHOT && delta.ordinal === 1;
    return isBestAsk ? { ...delta, sizeFraction: delta.sizeFraction + 1e7 } : delta;
  });
  assert.ok((report.checksums[0]?.disagreed ?? 0) > 0);
  assert.match(report.checksums[0]?.firstFault ?? "", /message \d+: the exchange sent checksum/);
});

test("a record that does not arrive is found by its successor in the message", () => {
  const isLost = ({ message, ordinal }: BookDelta) => message === FIRST_SNAPSHOT && ordinal === 50;
  const report = keepInProcess(
    take(simulateExchange(1), MESSAGES),
    (delta) => isLost(delta) ? undefined : delta,
  );
  assert.equal(report.misplaced, 1);
});

test("a message that does not arrive is missing in the count of records", () => {
  const messages = [...take(simulateExchange(1), MESSAGES)];
  const { records } = tallyOf(messages);
  assert.equal(keepInProcess(messages).received[0], records);
  const lost = messages.findIndex(({ text }) => text.includes('"trade"'));
  assert.equal(keepInProcess(messages.toSpliced(lost, 1)).received[0], records - 1);
});

test("a record that comes once more is left out, and counted", () => {
  const messages = [...take(simulateExchange(1), 2000)];
  const keeper = createBookKeeper();
  const decodeFrom = (first: number, last: number) => {
    const outbox = createOutbox(0, [visitingLane(keeper.apply)], 0);
    // A product keeps its symbol.
    for (const name of tallyOf(messages).products) outbox.product(name);
    for (const { text, line } of messages.slice(first, last)) {
      outbox.begin(line);
      decodeMessage(text, outbox);
      outbox.end();
    }
    outbox.flush();
  };
  decodeFrom(0, 1500);
  decodeFrom(1000, 2000);
  const { doubles, ...again } = keeper.report();
  assert.ok(doubles > 500, `${doubles} doubles`);
  const { doubles: none, ...once } = keepInProcess(messages);
  assert.equal(none, 0);
  assert.deepEqual(again, once);
});
