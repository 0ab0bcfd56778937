import assert from "node:assert/strict";
import { test } from "node:test";
import type { BooksTask } from "../../examples/market-replay/books.ts";
import type { FeedTask } from "../../examples/market-replay/feed.ts";
import { simulateExchange } from "../../examples/market-replay/simulated-exchange.ts";
import { CHECKED, take } from "./in-process.ts";
import { replay } from "../../examples/market-replay/replay.ts";
import { startThread } from "../../examples/market-replay/threads.ts";
import { BookDeltas } from "../../generated/book-deltas.gen.ts";

const EXAMPLE = new URL("../../examples/market-replay/", import.meta.url);
const SIMULATED = { capture: undefined, books: 2, seed: 1, messages: 5000, seconds: undefined };

test("a simulated session passes through the threads with nothing lost", async () => {
  const seen: number[] = [];
  const summary = await replay(SIMULATED, ({ fraction }) => seen.push(fraction));
  assert.equal(summary.ok, true);
  assert.equal(summary.messages, 5000);
  const messages = [...take(simulateExchange(SIMULATED.seed), SIMULATED.messages)];
  assert.equal(
    summary.checksums.total,
    messages.filter(({ text }) => CHECKED.test(text)).length,
  );
  assert.equal(summary.checksums.agreed, summary.checksums.total);
  assert.equal(
    summary.threads.reduce((total, { received }) => total + received, 0),
    summary.records,
  );
  assert.ok(seen.length > 0 && seen.every((fraction) => fraction >= 0 && fraction <= 1));
});

test("a time limit ends the session", async () => {
  const summary = await replay({ ...SIMULATED, messages: undefined, seconds: 0.3 });
  assert.equal(summary.ok, true);
  assert.ok(summary.seconds < 10, `${summary.seconds} s`);
});

test("a book thread that gets nothing ends with a message", async () => {
  const task: BooksTask = { handle: BookDeltas.create().handle, stallMs: 100 };
  await failing("books.ts", task, /the feed has sent nothing for 0.1 s/);
});

test("a feed thread whose records nobody takes ends with a message", async () => {
  const { books: _, ...source } = SIMULATED;
  const task: FeedTask = { ...source, handles: [BookDeltas.create().handle], stallMs: 100 };
  await failing("feed.ts", task, /book thread 0 has taken no record for 0.1 s/);
});

test("a thread without its memory fails", async () => {
  await failing("books.ts", { handle: {}, stallMs: 100 }, /there is no SharedArrayBuffer/);
});

test("a thread whose module is missing or gives no result fails", async () => {
  await failing("missing.ts", {}, /./);
  await failing("errors.ts", {}, /errors\.ts ended with code 0 before its result/);
});

test("stopping a thread that waits ends it", async () => {
  const task: BooksTask = { handle: BookDeltas.create().handle, stallMs: 60_000 };
  const thread = startThread(new URL("books.ts", EXAMPLE), task, () => {});
  await thread.stop();
  await assert.rejects(thread.result, /ended with code/);
});

async function failing(module: string, task: unknown, message: RegExp): Promise<void> {
  const thread = startThread(new URL(module, EXAMPLE), task, () => {});
  try {
    await assert.rejects(thread.result, { message });
  } finally {
    await thread.stop();
  }
}
