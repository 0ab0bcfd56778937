import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import { replay } from "../../generator/verify/replay.ts";
import { checkedCubby, cubbyText } from "./cubbies.ts";
import { CUBBY_PLANTS, plantCubby } from "./planted-cubby.ts";

const LIMITS = { threads: 4, operations: 1 };

test("there are at least twelve planted faults", () => {
  assert.ok(CUBBY_PLANTS.length >= 12);
  assert.equal(new Set(CUBBY_PLANTS.map(({ what }) => what)).size, CUBBY_PLANTS.length);
});

for (const planted of CUBBY_PLANTS) {
  test(`refuted: a cubby that ${planted.what}`, async () => {
    const text = await cubbyText(planted.item, true);
    const faulty = checkedCubby(plantCubby(text, planted), planted.suite, LIMITS);
    const scenario = faulty.scenario(planted.scenario);
    const limits = { ...NO_LIMITS, kill: planted.kill ?? false, seconds: 20 };
    const { finding, choices } = explore(faulty.program, scenario, limits);
    assert.equal(finding?.kind, planted.kind);
    if (finding?.kind !== "no end") {
      assert.deepEqual(replay(faulty.program, scenario, choices).finding, finding);
    }
  });
}
