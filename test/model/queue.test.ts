import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import { type Verdict, verify } from "../../generator/verify/verify.ts";
import { walk } from "../../generator/verify/walk.ts";
import { type Checked, checked, textOf } from "./checked.ts";
import { nameOf, type Variant } from "./modules.ts";

const SIDES = ["one", "many"] as const;

function variants(capacity: number, item: Variant["item"]): readonly Variant[] {
  return SIDES.flatMap((producers) =>
    SIDES.flatMap((consumers) =>
      [true, false].map((waiting) => ({ producers, consumers, waiting, capacity, item }))
    )
  );
}

function assertClean({ refutation, bounded }: Verdict): void {
  assert.equal(refutation?.finding.message, undefined, `replay ${refutation?.schedule}`);
  assert.deepEqual(bounded, []);
}

async function check(variant: Variant, threads: number, operations: number, kill = false) {
  const { program, scenarios } = checked(await textOf(variant));
  assertClean(verify(program, scenarios(threads, operations), { ...NO_LIMITS, kill }));
}

const manyToMany: Variant = {
  producers: "many",
  consumers: "many",
  waiting: true,
  capacity: 2,
  item: "Pair",
};

for (const variant of variants(1, "u32").filter(({ waiting }) => waiting)) {
  test(`two threads over one slot: ${nameOf(variant)}`, () => check(variant, 2, 1));
}

for (const variant of variants(2, "Pair").filter(({ waiting }) => !waiting)) {
  test(`two threads over two slots of records: ${nameOf(variant)}`, () => check(variant, 2, 2));
}

// Runs of one item, of two and of four.
for (const capacity of [1, 8, 16]) {
  const lazy = {
    producers: "one",
    consumers: "one",
    publish: "lazy",
    capacity,
    item: "u32",
  } as const;
  test(`two threads that publish in runs: ${capacity} slots`, () => {
    return check({ ...lazy, waiting: false }, 2, 1, true);
  });
  test(`two threads that publish in runs and wait: ${capacity} slots`, async () => {
    const { program, scenarios } = checked(await textOf({ ...lazy, waiting: true }));
    const some = scenarios(2, 1).filter(({ name }) =>
      /^(tryPush|push)-(pop|popAsync)\//.test(name)
    );
    assert.ok(some.length > 10);
    assertClean(verify(program, some, NO_LIMITS));
  });
}

test("two threads with two operations each, many to many", () => check(manyToMany, 2, 2));

test("two threads at the end of a group of turn bits", () => {
  return check({ ...manyToMany, capacity: 32 }, 2, 1);
});

test("three threads, many to many", () => check(manyToMany, 3, 1));

for (const sides of SIDES) {
  test(`threads that die: ${sides} to ${sides}`, () => {
    return check({ ...manyToMany, producers: sides, consumers: sides, capacity: 1 }, 2, 1, true);
  });
}

/** The scenario with the reduction, and without it. */
function bothWays({ program, scenario }: Checked, name: string) {
  return [true, false].map((isReduced) =>
    explore(program, scenario(name), { ...NO_LIMITS, isReduced })
  );
}

test("the reduction leaves the verdict as it is and saves states", async () => {
  const right = checked(await textOf(manyToMany));
  for (const name of ["tryPush-tryPop/full/2", "pushMany-popMany/empty/2", "push-pop/empty/2"]) {
    const [reduced, full] = bothWays(right, name);
    assert.equal(reduced?.finding, undefined);
    assert.equal(full?.finding, undefined);
    assert.equal(full?.bound, undefined);
    assert.ok(reduced!.states * 1.4 < full!.states, `${name}: ${reduced?.states}, ${full?.states}`);
  }
});

test("what is bounded says so", async () => {
  const { program, scenario } = checked(await textOf(manyToMany));
  const pushPop = scenario("push-pop/empty/2");
  const one = explore(program, pushPop, { ...NO_LIMITS, preemptions: 1 });
  const all = explore(program, pushPop, NO_LIMITS);
  assert.equal(one.bound, "1 preemptions");
  assert.ok(one.states < all.states);
  const few = explore(program, pushPop, { ...NO_LIMITS, seconds: 0 });
  assert.equal(few.finding, undefined);
});

test("random schedules find a planted fault, and the same one again", async () => {
  const text = await textOf(manyToMany);
  const faulty = checked(
    text.replace("if (ready || Atomics.load(i32, /* HEAD_I32 */ 32) !== head) return false;", ""),
  );
  const limits = { kill: false, seconds: 10, walks: 20_000, seed: 7 };
  const first = walk(faulty.program, faulty.scenario("tryPush-pop/empty/2"), limits);
  assert.equal(first.finding?.kind, "lost wake-up");
  const again = walk(faulty.program, faulty.scenario("tryPush-pop/empty/2"), limits);
  assert.deepEqual(again.choices, first.choices);
  const right = checked(text);
  const none = walk(right.program, right.scenario("tryPush-pop/empty/2"), {
    ...limits,
    walks: 200,
  });
  assert.equal(none.finding, undefined);
});

test("committed modules hold with every kind of item", () => {
  for (const name of ["samples", "jobs"]) {
    const file = new URL(`../../generated/${name}.gen.ts`, import.meta.url);
    const { program, scenarios } = checked(readFileSync(file, "utf8"));
    const some = scenarios(2, 1).filter((scenario) => /^(tryPush|claim)-/.test(scenario.name));
    assert.ok(some.length > 5);
    assertClean(verify(program, some, NO_LIMITS));
  }
});
