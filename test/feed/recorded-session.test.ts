import assert from "node:assert/strict";
import { test } from "node:test";
import { parseArguments } from "../../examples/market-replay/options.ts";
import { openRecording } from "../../examples/market-replay/exchange/recording.ts";
import { replay } from "../../examples/market-replay/replay.ts";
import type { ReplaySummary } from "../../examples/market-replay/report/totals.ts";
import { keepInProcess, recordedSession } from "./in-process.ts";

const KRAKEN = "KRAKEN.ws.50.0";
const KRAKEN_CHECKSUMS = 4269;
const KRAKEN_LEVELS = 11_745;
const COINBASE = "COINBASE.ws.28.0";
/** A bid and an ask of each of the 97 trades. */
const COINBASE_BEST_PRICES = 194;
const COINBASE_LEVELS = 18_081;

test("all 4,269 recorded Kraken checksums agree in one thread", () => {
  const path = recordedSession(KRAKEN);
  if (path === undefined) return;
  const { checksums, misplaced, books } = keepInProcess(openRecording(path));
  assert.deepEqual(checksums, [{
    agreed: KRAKEN_CHECKSUMS,
    disagreed: 0,
    firstFault: undefined,
  }]);
  assert.equal(misplaced, 0);
  assert.equal(books.length, 10);
});

test("two recorded feeds at once over WebSockets agree with their exchanges", async () => {
  const paths = [recordedSession(KRAKEN), recordedSession(COINBASE)];
  if (paths.includes(undefined)) return;
  const captures = paths.flatMap((path) => ["--capture", path ?? ""]);
  const summary = await replay(parseArguments([...captures, "--books", "3"]));
  checkRecorded(summary);
  assert.equal(summary.doubles, 0);
});

test("they agree as well when connections and threads are killed in the middle", async () => {
  const paths = [recordedSession(KRAKEN), recordedSession(COINBASE)];
  if (paths.includes(undefined)) return;
  const captures = paths.flatMap((path) => ["--capture", path ?? ""]);
  const kills = ["--kill", "connection", "--kill", "worker"];
  const summary = await replay(parseArguments([...captures, ...kills]));
  checkRecorded(summary);
  assert.equal(summary.incidents.faults.cut, 6);
  assert.equal(summary.incidents.threadsReplaced, 2);
});

function checkRecorded(summary: ReplaySummary): void {
  const [kraken, coinbase] = summary.feeds;
  assert.deepEqual(kraken?.checksums, {
    agreed: KRAKEN_CHECKSUMS,
    total: KRAKEN_CHECKSUMS,
    firstFault: undefined,
  });
  assert.equal(coinbase?.checksums.total, 0);
  assert.deepEqual(summary.tickers, {
    agreed: COINBASE_BEST_PRICES,
    total: COINBASE_BEST_PRICES,
    firstFault: undefined,
  });
  assert.equal(summary.tickersApart, 20);
  assert.equal(summary.levels, KRAKEN_LEVELS + COINBASE_LEVELS);
  assert.deepEqual([summary.lost, summary.misplaced, summary.ok], [0, 0, true]);
  assert.equal(summary.products.length, 20);
}
