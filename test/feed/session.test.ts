/** Whole sessions over real WebSockets, with and without somebody who dies in the middle. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { simulateExchange } from "../../examples/market-replay/exchange/simulated-exchange.ts";
import { parseArguments } from "../../examples/market-replay/options.ts";
import { replay, type ReplayControl } from "../../examples/market-replay/replay.ts";
import type { ReplaySummary } from "../../examples/market-replay/report/totals.ts";
import { withTimeout } from "../support/time.ts";
import { CHECKED, take } from "./in-process.ts";

/** What a session of a few seconds may take on a machine that does much else. */
const LIMIT_MS = 60_000;

const MESSAGES = 2_500;

function run(...args: readonly string[]): Promise<ReplaySummary> {
  const all = ["--feeds", "3", "--messages", String(MESSAGES), ...args];
  return withTimeout(replay(parseArguments(all)), LIMIT_MS, "the session");
}

/** What the three feeds hold, counted here. */
const TEXTS = [1, 2, 3].map((seed) =>
  [...take(simulateExchange(seed), MESSAGES)].map(({ text }) => text)
);

/** Everything has arrived once, in order, and every checksum agrees. */
function checkAll(summary: ReplaySummary): void {
  summary.feeds.forEach(({ messages, records, received, checksums }, feed) => {
    const expected = TEXTS[feed]?.filter((text) => CHECKED.test(text)).length;
    assert.deepEqual(checksums, { agreed: expected, total: expected, firstFault: undefined });
    assert.equal(messages, MESSAGES);
    assert.equal(received, records);
  });
  const { history, trades, levels } = summary;
  assert.equal(trades, TEXTS.flat().filter((text) => text.includes('"trade"')).length);
  assert.equal(history.appended, trades + levels);
  assert.deepEqual(
    { read: history.read, misplaced: history.misplaced, notKept: history.notKept },
    { read: history.appended, misplaced: 0, notKept: 0 },
  );
  assert.deepEqual([summary.lost, summary.misplaced, summary.ok], [0, 0, true]);
  for (const { name, best } of summary.products) {
    assert.ok(best.length > 1, name);
    // Within one message the sides may change one after the other; the last sample is whole.
    const last = best.at(-1);
    assert.ok(last !== undefined && last.bid < last.ask, `${name}: ${last?.bid}, ${last?.ask}`);
  }
}

test("feeds pass through the threads with nothing lost", async () => {
  const summary = await run("--threads", "2");
  checkAll(summary);
  const { faults, endings, threadsReplaced, pinned } = summary.incidents;
  assert.deepEqual(faults, { cut: 0, silence: 0 });
  assert.deepEqual({ ...endings, silent: 0 }, { lost: 0, silent: 0, gap: 0, overrun: 0 });
  assert.equal(threadsReplaced, 0);
  assert.equal(pinned.length, 2);
});

test("connections that are cut in the middle go on where they were", async () => {
  const summary = await run("--kill", "connection");
  checkAll(summary);
  const { faults, endings } = summary.incidents;
  assert.equal(faults.cut, 9);
  assert.ok(endings.lost >= 9, `${endings.lost} connections lost`);
  assert.deepEqual([endings.gap, endings.overrun, summary.doubles], [0, 0, 0]);
});

test("a connection that is open and silent is given up and made anew", async () => {
  const summary = await run("--kill", "silence");
  checkAll(summary);
  assert.equal(summary.incidents.faults.silence, 3);
  assert.ok(summary.incidents.endings.silent >= 3);
});

test("a feed thread that dies is replaced, and its feeds go on", async () => {
  const summary = await run("--kill", "feed");
  checkAll(summary);
  const { threadsReplaced, incidents } = summary.incidents;
  assert.equal(threadsReplaced, 1);
  assert.match(
    incidents.map(({ text }) => text).join("\n"),
    /^feed thread 0 has died; another one goes on with feed 0 behind message \d+, feed 2 behind/m,
  );
});

test("a book thread that dies is replaced, and its books are built anew", async () => {
  const summary = await run("--kill", "books");
  checkAll(summary);
  assert.equal(summary.incidents.threadsReplaced, 1);
  assert.match(
    summary.incidents.incidents.map(({ text }) => text).join("\n"),
    /^book thread 0 has died; another one builds its books from the first messages on$/m,
  );
});

test("all of it at once, with more threads than cores", async () => {
  const summary = await run(
    ...["--kill", "all", "--threads", "3", "--books", "4"],
  );
  checkAll(summary);
  assert.equal(summary.incidents.threadsReplaced, 2);
  assert.equal(summary.incidents.faults.cut, 9);
});

test("a session that is paused stands still, goes on, and stops when it is told to", async () => {
  const seen: number[] = [];
  const progress: number[] = [];
  const started = Promise.withResolvers<ReplayControl>();
  const summary = replay(parseArguments(["--feeds", "2", "--seconds", "60"]), {
    onProgress({ messages, fraction }) {
      seen.push(messages);
      progress.push(fraction);
    },
    onStart: started.resolve,
  });
  const control = await withTimeout(started.promise, LIMIT_MS, "the start");
  const send = async (command: "pause" | "resume" | "stop") =>
    assert.equal(await control.send(command), true);
  const reached = async (holds: () => boolean) => {
    for (const endMs = performance.now() + LIMIT_MS; !holds();) {
      assert.ok(performance.now() < endMs, `stands at ${seen.at(-1)} messages`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  await reached(() => (seen.at(-1) ?? 0) > 0);
  await send("pause");
  // What the exchange may send ahead is soon sent; then nothing moves.
  await reached(() => seen.length > 10 && seen.slice(-10).every((count) => count === seen.at(-1)));
  const pausedAt = seen.at(-1) ?? 0;
  await send("resume");
  await reached(() => (seen.at(-1) ?? 0) > pausedAt);
  await send("stop");
  const { stopped, ok, messages, history, pauses } = await withTimeout(
    summary,
    LIMIT_MS,
    "the session",
  );
  assert.deepEqual([stopped, ok, history.read], [true, true, history.appended]);
  assert.ok(messages > pausedAt);
  // The exchange sends more ahead than an inbox holds.
  assert.ok(pauses >= 2, `${pauses} sockets were paused`);
  assert.ok(progress.every((fraction) => fraction >= 0 && fraction <= 1));
});

test("a time limit ends the session", async () => {
  const args = parseArguments(["--feeds", "2", "--seconds", "0.3"]);
  const summary = await withTimeout(replay(args), LIMIT_MS, "the session");
  assert.equal(summary.ok, true);
  assert.ok(summary.messages > 0);
  assert.equal(summary.stopped, false);
});
