import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  type FeedOrigin,
  type FeedSource,
  openFeed,
} from "../../examples/market-replay/exchange/feed-source.ts";
import { simulateExchange } from "../../examples/market-replay/exchange/simulated-exchange.ts";
import { take } from "./in-process.ts";

/** Sends the whole feed to nobody; the lines that it had. */
function sendAll(feed: FeedSource): readonly number[] {
  const lines: number[] = [];
  const messages = feed.messages();
  for (let next = messages.next(); next.done !== true; next = messages.next()) {
    feed.note(next.value);
    lines.push(next.value.line);
  }
  return lines;
}

/** A recording with these lines. */
function withRecording(lines: readonly string[], action: (origin: FeedOrigin) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "market-replay-"));
  try {
    const capture = join(folder, "session");
    writeFileSync(capture, lines.join("\n"));
    action({ capture });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const LINES = [...take(simulateExchange(1), 300)].map(({ text }, index) => `${index}.5: ${text}`);

test("a recording is sent from its first message on, as often as it is asked for", () => {
  const lines = ["wss://x <-> 1.5", ...LINES];
  withRecording(lines, (origin) => {
    const feed = openFeed(origin, Infinity);
    assert.equal(feed.fraction, 0);
    assert.deepEqual(sendAll(feed), LINES.map((_, k) => k + 2));
    assert.deepEqual([feed.sent, feed.last], [300, 301]);
    assert.ok(feed.fraction > 0.9 && feed.fraction <= 1, `${feed.fraction}`);
    sendAll(feed);
    assert.equal(feed.sent, 300);
    assert.equal(feed.report().messages, 300);
  });
});

test("a limit, and an end that is told, end the feed where it was sent", () => {
  const limited = openFeed({ seed: 1 }, 120);
  assert.equal(sendAll(limited).length, 120);
  assert.equal(limited.fraction, 1);
  const told = openFeed({ seed: 1 }, Infinity);
  const messages = told.messages();
  for (let k = 0; k < 50; k++) {
    const { done, value } = messages.next();
    assert.equal(done, false);
    told.note(value);
  }
  told.end();
  assert.equal(messages.next().done, true);
  assert.equal(sendAll(told).length, 50);
  const early = openFeed({ seed: 1 }, Infinity);
  early.end();
  assert.deepEqual(sendAll(early), []);
});

test("bad input is refused with its line", () => {
  const cases: readonly (readonly [lines: readonly string[], message: RegExp])[] = [
    [LINES.with(41, "nonsense"), /session:42: expected `TIME: MESSAGE`/],
    [LINES.with(41, "1.5: [1,"), /session:42: the message is not JSON/],
    [LINES.with(41, "1.5: 7"), /session:42: expected a list, or an object/],
    [[], /session: the recording is empty/],
    [["", "", ""], /session: no exchange message in it/],
  ];
  for (const [lines, message] of cases) {
    withRecording(lines, (origin) => {
      assert.throws(() => sendAll(openFeed(origin, Infinity)), { name: "InputError", message });
    });
  }
});
