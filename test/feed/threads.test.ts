import assert from "node:assert/strict";
import { test } from "node:test";
import { startThread } from "../../examples/market-replay/threads.ts";
import { withTimeout } from "../support/time.ts";

const EXAMPLE = new URL("../../examples/market-replay/", import.meta.url);
const LIMIT_MS = 20_000;

test("a thread without its memory fails", async () => {
  const task = { loom: {}, history: {} };
  await failing("books/book-thread.ts", task, { message: /there is no SharedArrayBuffer/ });
});

test("a thread whose module is missing or gives no result fails", async () => {
  await failing("missing.ts", {}, { message: /./ });
  await failing("errors.ts", {}, {
    name: "ThreadLost",
    message: /errors\.ts ended with code 0 before its result/,
  });
});

test("a thread that is stopped while it waits is lost", async () => {
  // No book thread ever gives it a lane.
  const task = { core: 0, url: "ws://127.0.0.1:1", feeds: [], books: 1, commands: {} };
  const thread = startThread(new URL("feed/feed-thread.ts", EXAMPLE), task);
  await thread.stop();
  await withTimeout(assert.rejects(thread.result, { name: "ThreadLost" }), LIMIT_MS, "the thread");
});

async function failing(module: string, task: unknown, error: object): Promise<void> {
  const thread = startThread(new URL(module, EXAMPLE), task);
  try {
    await withTimeout(assert.rejects(thread.result, error), LIMIT_MS, module);
  } finally {
    await thread.stop();
  }
}
