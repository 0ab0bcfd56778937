/** Batons between threads and fibers, and a loom that sleeps: every interleaving, with and without faults. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import { replay } from "../../generator/verify/replay.ts";
import { compiled, FEW, LOOM_PLANTS, plant } from "./loom-modules.ts";

const right = compiled(FEW);

test("the loom that is explored has the scenarios with fibers", () => {
  const names = right.scenarios.map(({ name }) => name);
  assert.ok(names.length >= 17);
  assert.equal(new Set(names).size, names.length);
  for (const name of ["lives", "relay-wait", "timed-post-post", "stop-post"]) {
    assert.ok(names.includes(name), name);
  }
});

for (const scenario of right.scenarios) {
  test(`nothing is found in ${scenario.name}`, () => {
    const { finding, bound } = explore(right.program, scenario, NO_LIMITS);
    assert.equal(finding?.message ?? "nothing", "nothing");
    assert.equal(bound, undefined);
  });
}

for (const planted of LOOM_PLANTS) {
  test(`refuted: a loom that ${planted.what}`, () => {
    const { program, scenarios } = compiled(plant(FEW, planted));
    const scenario = scenarios.find(({ name }) => name === planted.scenario);
    assert.ok(scenario !== undefined);
    const { finding, choices } = explore(program, scenario, NO_LIMITS);
    assert.equal(finding?.kind, planted.kind);
    assert.deepEqual(replay(program, scenario, choices).finding, finding);
  });
}
