/** `drain` and `for await` under the model checker: faults in them are found, and no others are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import { replay } from "../../generator/verify/replay.ts";
import { checked, textOf } from "./checked.ts";
import type { Variant } from "./modules.ts";

const VARIANT: Variant = {
  producers: "many",
  consumers: "many",
  waiting: true,
  capacity: 2,
  item: "Pair",
};

const FAULTS = [
  {
    what: "a drain that keeps its first item to itself",
    change: ["      visit(item);", "      if (count > 1) visit(item);"],
    scenario: "tryPush-drain/full/2",
    message: /drain\(visit, 2\).* "item 28"/,
  },
  {
    what: "a drain that goes on beyond its limit",
    change: ["while (count < limit) {", "while (count <= limit) {"],
    scenario: "tryPush-drain/full/3",
    message: /drain, after 2.* "an item beyond the limit"/,
  },
  {
    what: "a drain that hands out a new item for the old one",
    change: ["      visit(item);", "      visit(this.tryPop(item) ?? item);"],
    scenario: "tryPush-drain/full/2",
    message: /drain\(visit, 2\)/,
  },
  {
    what: "an iteration that ends where the queue is empty for a moment",
    change: ["const item = await this.popAsync();", "const item = this.tryPop();"],
    scenario: "tryPush-iterate/empty/2",
    message: /for await.* "empty"/,
  },
] as const;

for (const { what, change: [from, to], scenario, message } of FAULTS) {
  test(`refuted: ${what}`, async () => {
    const text = await textOf(VARIANT);
    const operations = Number(scenario.split("/")[2]);
    const explored = [text, text.replace(from, to)].map((module) => {
      const { program, scenarios } = checked(module);
      const found = scenarios(2, operations).find(({ name }) => name === scenario);
      assert.ok(found, `there is no scenario ${scenario}`);
      return { program, found, ...explore(program, found, NO_LIMITS) };
    });
    const [right, faulty] = explored;
    assert.equal(right?.finding, undefined);
    assert.equal(right?.bound, undefined);
    assert.equal(faulty?.finding?.kind, "wrong result");
    assert.match(faulty.finding.message, message);
    assert.deepEqual(replay(faulty.program, faulty.found, faulty.choices).finding, faulty.finding);
  });
}

test("an iteration on its own sleeps until somebody closes, and is woken by that", async () => {
  const { program, scenarios } = checked(await textOf(VARIANT));
  for (const name of ["iterate-close/empty/2", "iterate-close/some/2"]) {
    const found = scenarios(2, 2).find((scenario) => scenario.name === name);
    assert.ok(found, `there is no scenario ${name}`);
    const { finding, bound } = explore(program, found, { ...NO_LIMITS, kill: true });
    assert.equal(finding, undefined);
    assert.equal(bound, undefined);
  }
});
