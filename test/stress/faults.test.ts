/** The harness finds what it is for: faults planted into emitted queues, each within a few runs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { textOf } from "../model/checked.ts";
import { type Plant, plant, PLANTS } from "../model/planted.ts";
import { newSeed } from "../threads/random.ts";
import { queueStructure, queueSubject } from "./queue/queue.ts";
import { type RunOptions, stress } from "./run.ts";

const RUNS = 8;

const SHAPE: RunOptions = { threads: 6, rounds: 30, hasDeaths: false, stallMs: 500 };

/** What shows it: results without an explanation, or threads that sleep for ever. */
const FAULTS: readonly (readonly [what: string, sign: RegExp])[] = [
  ["publishes before the payload is written", /^not linearizable/],
  ["writes half of a record after it is published", /a torn item: \d+ with/],
  ["takes a ticket without compare-and-exchange", /^(not linearizable|nothing moved)/],
  ["publishes one item of a batch too few", /^(not linearizable|nothing moved)/],
  ["says busy where the queue is full", /→ busy has no place in any order/],
  ["wakes one consumer only", /^nothing moved for 500 ms: a wake-up was lost/],
  ["frees a slot without a look at who waits", /^nothing moved/],
];

function plantOf(what: string): Plant {
  const found = PLANTS.find((planted) => planted.what === what);
  assert.ok(found, `no planted fault is: a queue that ${what}`);
  return found;
}

for (const [what, sign] of FAULTS) {
  test(`found: a queue that ${what}`, async () => {
    const planted = plantOf(what);
    const text = plant(await textOf(planted.variant), planted);
    const seed = newSeed();
    for (let run = 0; run < RUNS; run++) {
      const subject = queueSubject(planted.variant, text);
      try {
        await stress(queueStructure, seed + run, { ...SHAPE, subject });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        assert.match(message, sign);
        assert.match(message, /^ +thread +operation +result +called +returned$/m);
        assert.match(message, new RegExp(`--seed ${seed + run} `));
        console.log(`run ${run + 1}: ${message.split("\n", 2).join(": ")}`);
        return;
      }
    }
    assert.fail(`not found in ${RUNS} runs`);
  });
}

test("the unchanged queues pass where planted ones fail", async () => {
  const seed = newSeed();
  for (const [run, [what]] of FAULTS.slice(0, 2).entries()) {
    const { variant } = plantOf(what);
    const subject = queueSubject(variant, await textOf(variant));
    await stress(queueStructure, seed + run, { ...SHAPE, stallMs: 10_000, subject });
  }
});
