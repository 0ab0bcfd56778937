import assert from "node:assert/strict";
import { test } from "node:test";
import { parseArguments } from "../../examples/market-replay/options.ts";
import { openRecording } from "../../examples/market-replay/recording.ts";
import { replay } from "../../examples/market-replay/replay.ts";
import { keepInProcess, recordedSession } from "./in-process.ts";

const KRAKEN = "KRAKEN.ws.50.0";
const KRAKEN_CHECKSUMS = 4269;
const COINBASE = "COINBASE.ws.28.0";
/** A bid and an ask of each of the 97 trades. */
const COINBASE_BEST_PRICES = 194;

test("all 4,269 recorded Kraken checksums agree in one thread", () => {
  const path = recordedSession(KRAKEN);
  if (path === undefined) return;
  const { checksums, misplaced, books } = keepInProcess(openRecording(path));
  assert.deepEqual(checksums, {
    agreed: KRAKEN_CHECKSUMS,
    disagreed: 0,
    firstFault: undefined,
  });
  assert.equal(misplaced, 0);
  assert.equal(books.length, 10);
});

for (const threads of [1, 2, 4]) {
  test(`all 4,269 recorded Kraken checksums agree with ${threads} book threads`, async () => {
    const path = recordedSession(KRAKEN);
    if (path === undefined) return;
    const args = parseArguments(["--capture", path, "--books", String(threads)]);
    const summary = await replay(args);
    assert.equal(summary.checksums.total, KRAKEN_CHECKSUMS);
    assert.equal(summary.checksums.firstFault, undefined);
    assert.equal(summary.levels, 11_745);
    assert.equal(summary.lost, 0);
    assert.equal(summary.ok, true);
    assert.equal(summary.products.length, 10);
  });
}

test("the recorded Coinbase tickers agree with the books", async () => {
  const path = recordedSession(COINBASE);
  if (path === undefined) return;
  const summary = await replay(parseArguments(["--capture", path]));
  assert.deepEqual(summary.tickers, {
    agreed: COINBASE_BEST_PRICES,
    total: COINBASE_BEST_PRICES,
    firstFault: undefined,
  });
  assert.equal(summary.tickersApart, 20);
  assert.equal(summary.levels, 18_081);
  assert.equal(summary.ok, true);
});
