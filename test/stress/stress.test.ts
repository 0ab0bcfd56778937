/** Random variants on real threads, more of them than processors; the long form is main.ts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { newSeed } from "../threads/random.ts";
import { makePlan, type Shape } from "./plan.ts";
import { stress } from "./run.ts";
import { STRUCTURES } from "./structures.ts";

const THREADS = 6;
const STALL_MS = 10_000;

const RUNS = 2;
const RUNS_WITH_DEATHS = 1;

/** On a slow machine no more runs are begun after this. */
const BUDGET_MS = 3_000;

async function runs(structure: typeof STRUCTURES[number], count: number, hasDeaths: boolean) {
  const first = newSeed();
  let [rounds, unchecked] = [0, 0];
  const deadline = performance.now() + BUDGET_MS;
  for (let seed = first; seed < first + count; seed++) {
    if (seed > first && performance.now() > deadline) break;
    const shape = { threads: THREADS, rounds: 40, hasDeaths, stallMs: STALL_MS };
    const summary = await stress(structure, seed, shape);
    assert.ok(summary.operations > 500, `${summary.operations} operations`);
    rounds += summary.rounds;
    unchecked += summary.unchecked;
    console.log(`seed ${seed}: ${summary.title}, ${summary.operations} operations`);
  }
  assert.ok(unchecked * 10 < rounds, `${unchecked} of ${rounds} rounds could not be checked`);
}

for (const structure of STRUCTURES) {
  test(`${structure.name}: histories of random variants are linearizable`, () =>
    runs(structure, RUNS, false));

  test(`${structure.name}: and those in which threads are terminated`, () =>
    runs(structure, RUNS_WITH_DEATHS, true));

  test(`${structure.name}: the same seed makes the same plan`, async () => {
    const seed = newSeed();
    const shape: Shape = { threads: THREADS, rounds: 10, hasDeaths: true };
    const [one, two] = [
      await makePlan(structure, seed, shape),
      await makePlan(structure, seed, shape),
    ];
    const shown = (plan: typeof one) => ({
      text: plan.subject.text,
      rounds: plan.rounds,
      entries: plan.entries.map((memory) => [...new Int32Array(memory)]),
      starts: plan.starts,
      deaths: plan.deaths,
      options: plan.subject.createOptions(plan.random),
    });
    assert.deepEqual(shown(one), shown(two));
    const other = await makePlan(structure, seed + 1, shape);
    assert.notDeepEqual(shown(one).entries, shown(other).entries);
  });
}
