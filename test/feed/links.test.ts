import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addLink,
  takeFromAll,
  takeRecords,
  useApply,
} from "../../examples/market-replay/books/links.ts";
import { createBatch } from "../../examples/market-replay/feed/outbox.ts";
import { type BookDelta, BookDeltas } from "../../generated/book-deltas.gen.ts";

/** A record that can be told from others. */
function record(message: number): BookDelta {
  const [one] = createBatch(1);
  assert.ok(one);
  return { ...one, message };
}

function applied(): readonly number[] {
  const messages: number[] = [];
  useApply(({ message }) => messages.push(message));
  return messages;
}

test("the queue of a dead thread is emptied before its successor's is used", () => {
  const messages = applied();
  const [first, second, third] = [BookDeltas.create(), BookDeltas.create(), BookDeltas.create()];
  for (let message = 1; message <= 200; message++) first.push(record(message));
  addLink(7, first);
  addLink(7, second);
  const newest = addLink(7, third);
  for (let message = 201; message <= 300; message++) second.push(record(message));
  assert.equal(takeRecords(newest), false, "nothing has come from the newest");
  third.push(record(301));
  assert.equal(takeRecords(newest), true);
  assert.deepEqual(messages, Array.from({ length: 301 }, (_, k) => k + 1));
});

test("the queues of other feed threads are not touched by that", () => {
  const messages = applied();
  const [other, own] = [BookDeltas.create(), BookDeltas.create()];
  other.push(record(1));
  addLink(8, other);
  const link = addLink(9, own);
  own.push(record(2));
  takeRecords(link);
  assert.deepEqual(messages, [2]);
  assert.equal(takeFromAll(), true);
  assert.equal(takeFromAll(), false);
  assert.deepEqual(messages, [2, 1]);
});

test("a link that is not there is refused", () => {
  assert.throws(() => takeRecords(1000), { name: "RangeError", message: /no link 1000/ });
});
