import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import { replay } from "../../generator/verify/replay.ts";
import { type Checked, checked, textOf } from "./checked.ts";
import { nameOf } from "./modules.ts";
import { LAZY_PLANTS } from "./planted-lazy.ts";
import { plant, PLANTS } from "./planted.ts";

const ALL = [...PLANTS, ...LAZY_PLANTS];

test("there are at least twenty planted faults", () => {
  assert.ok(ALL.length >= 20);
  assert.equal(new Set(ALL.map(({ what }) => what)).size, ALL.length);
});

for (const planted of ALL) {
  test(`refuted: a queue that ${planted.what}`, async () => {
    const text = await textOf(planted.variant);
    const faulty = checked(plant(text, planted));
    const scenario = faulty.scenario(planted.scenario);
    const { finding, choices } = explore(faulty.program, scenario, NO_LIMITS);
    assert.equal(finding?.kind, planted.kind);
    if (finding?.kind !== "no end") {
      assert.deepEqual(replay(faulty.program, scenario, choices).finding, finding);
    }
  });
}

test("the unchanged queues pass where planted ones fail", async () => {
  const known = new Map<string, Checked>();
  for (const { variant, scenario, what } of ALL) {
    const name = nameOf(variant);
    const right = known.get(name) ?? checked(await textOf(variant));
    known.set(name, right);
    const { finding, bound } = explore(right.program, right.scenario(scenario), NO_LIMITS);
    assert.equal(finding, undefined, `${what}: ${finding?.message}`);
    assert.equal(bound, undefined);
  }
});
