/** Looms of several workers: deques, sleep, and fibers that move, with and without faults. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import { replay } from "../../generator/verify/replay.ts";
import { compiled, plant } from "./loom-modules.ts";
import { APART, numbered, PAIR, STEALING_PLANTS, TRIO } from "./loom-workers-modules.ts";

/** Whole explorations take minutes: `amph-gen verify` makes them. */
const PREEMPTIONS = 2;

/** Those that are small enough to be explored whole. */
const WHOLE = ["steal-last", "left", "left-twice", "left-wrap", "select-again"];

const modules = { pair: compiled(PAIR), trio: compiled(TRIO), apart: compiled(APART) };

test("the looms that are explored have the scenarios of several workers", () => {
  const namesOf = (module: keyof typeof modules) =>
    modules[module].scenarios.map(({ name }) => name);
  for (const name of ["steal-two-wrap", "left", "moving-timed", "select-later", "lock"]) {
    assert.ok(namesOf("pair").includes(name), name);
  }
  assert.ok(namesOf("trio").includes("thieves-wrap"));
  assert.ok(!namesOf("apart").includes("steal"));
  assert.ok(namesOf("apart").includes("moving-relay"));
});

for (const [module, { program, scenarios }] of Object.entries(modules)) {
  for (const scenario of scenarios) {
    const isWhole = WHOLE.includes(scenario.name);
    // What three workers do as two do shows no more.
    if (module === "trio" && !scenario.name.startsWith("thieves")) continue;
    test(`nothing is found in ${scenario.name}, ${module}`, () => {
      // Three threads have many more orders.
      const preemptions = isWhole ? Infinity : module === "trio" ? 1 : PREEMPTIONS;
      const { finding, bound } = explore(program, scenario, { ...NO_LIMITS, preemptions });
      assert.equal(finding?.message ?? "nothing", "nothing");
      if (isWhole) assert.equal(bound, undefined);
    });
    if (scenario.deaths === "none" || scenario.name.endsWith("-wrap")) continue;
    if (module === "trio" && scenario.name !== "thieves-last") continue;
    test(`nothing is found in ${scenario.name} where a thread dies, ${module}`, () => {
      const limits = { ...NO_LIMITS, preemptions: module === "trio" ? 0 : 1, kill: true };
      const { finding } = explore(program, scenario, limits);
      assert.equal(finding?.message ?? "nothing", "nothing");
    });
  }
}

for (const planted of STEALING_PLANTS) {
  test(`refuted: a loom of two workers that ${planted.what}`, () => {
    const { program, scenarios } = compiled(plant(PAIR, numbered(PAIR, planted)));
    const scenario = scenarios.find(({ name }) => name === planted.scenario);
    assert.ok(scenario !== undefined);
    const { preemptions = PREEMPTIONS } = planted;
    const { finding, choices } = explore(program, scenario, { ...NO_LIMITS, preemptions });
    assert.equal(finding?.kind, planted.kind);
    assert.deepEqual(replay(program, scenario, choices).finding, finding);
  });
}
