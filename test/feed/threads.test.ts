import assert from "node:assert/strict";
import { test } from "node:test";
import type { BooksTask } from "../../examples/market-replay/books.ts";
import type { FeedTask } from "../../examples/market-replay/feed.ts";
import { simulateExchange } from "../../examples/market-replay/simulated-exchange.ts";
import { CHECKED, take } from "./in-process.ts";
import { replay, type ReplayControl } from "../../examples/market-replay/replay.ts";
import { startThread } from "../../examples/market-replay/threads.ts";
import { MarketHub } from "../../generated/market-hub.gen.ts";

const EXAMPLE = new URL("../../examples/market-replay/", import.meta.url);
const SIMULATED = { capture: undefined, books: 2, seed: 1, messages: 5000, seconds: undefined };

test("a simulated session passes through the threads with nothing lost", async () => {
  const seen: number[] = [];
  const summary = await replay(SIMULATED, { onProgress: ({ fraction }) => seen.push(fraction) });
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

test("the reporting thread reads all that was written down, with the trades of the session", async () => {
  const { history, trades, levels, products } = await replay(SIMULATED);
  const texts = [...take(simulateExchange(SIMULATED.seed), SIMULATED.messages)];
  assert.equal(trades, texts.filter(({ text }) => text.includes('"trade"')).length);
  assert.equal(history.appended, trades + levels);
  assert.deepEqual(
    { read: history.read, misplaced: history.misplaced, notKept: history.notKept },
    { read: history.appended, misplaced: 0, notKept: 0 },
  );
  assert.equal(products.reduce((total, product) => total + product.trades, 0), trades);
  for (const { name, best } of products) {
    assert.ok(best.length > 1, name);
    // Within one message the sides may change one after the other; the last sample is whole.
    const last = best.at(-1);
    assert.ok(
      last !== undefined && last.bid < last.ask,
      `${name}: ${last?.bid} below ${last?.ask}`,
    );
  }
});

test("a session that is paused stands still, goes on, and stops when it is told to", async () => {
  const seen: number[] = [];
  let control: ReplayControl | undefined;
  const summary = replay({ ...SIMULATED, messages: undefined, seconds: 60 }, {
    onProgress: ({ messages }) => void seen.push(messages),
    onStart: (started) => void (control = started),
  });
  const send = async (command: "pause" | "resume" | "stop") =>
    assert.equal(await control?.send(command), true);
  const reached = async (holds: () => boolean) => {
    for (const endMs = performance.now() + 20_000; !holds();) {
      assert.ok(performance.now() < endMs, `stands at ${seen.at(-1)} messages`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  await reached(() => (seen.at(-1) ?? 0) > 0);
  await send("pause");
  // Two reports in a row of a feed that pauses come a second apart and say the same.
  await reached(() => seen.length > 2 && seen.at(-1) === seen.at(-2));
  const pausedAt = seen.at(-1) ?? 0;
  await send("resume");
  await reached(() => (seen.at(-1) ?? 0) > pausedAt);
  await send("stop");
  const { stopped, ok, messages, history } = await summary;
  assert.deepEqual({ stopped, ok, read: history.read }, {
    stopped: true,
    ok: true,
    read: history.appended,
  });
  assert.ok(messages >= pausedAt);
});

test("a time limit ends the session", async () => {
  const summary = await replay({ ...SIMULATED, messages: undefined, seconds: 0.3 });
  assert.equal(summary.ok, true);
  assert.ok(summary.seconds < 10, `${summary.seconds} s`);
});

test("a book thread that gets nothing ends with a message", async () => {
  const task: BooksTask = { hub: MarketHub.create().handle, queue: 0, stallMs: 100 };
  await failing("books.ts", task, /the feed has sent nothing for 0.1 s/);
});

test("a feed thread whose records nobody takes ends with a message", async () => {
  const task: FeedTask = { ...SIMULATED, books: 1, hub: MarketHub.create().handle, stallMs: 100 };
  await failing("feed.ts", task, /book thread 0 has taken no record for 0.1 s/);
});

test("a thread without its memory fails", async () => {
  await failing("books.ts", { hub: {}, stallMs: 100 }, /there is no SharedArrayBuffer/);
});

test("a thread whose module is missing or gives no result fails", async () => {
  await failing("missing.ts", {}, /./);
  await failing("errors.ts", {}, /errors\.ts ended with code 0 before its result/);
});

test("stopping a thread that waits ends it", async () => {
  const task: BooksTask = { hub: MarketHub.create().handle, queue: 7, stallMs: 60_000 };
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
