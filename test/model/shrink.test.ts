/** Vectors that shrink, explored; and that exploring finds what is planted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostProfile } from "../../generator/host/profile.ts";
import { generateModules } from "../../generator/pipeline.ts";
import { reduceConstants, SUITES } from "../../generator/structures/suites.ts";
import { compileMachine } from "../../generator/transform/machine.ts";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import { replay } from "../../generator/verify/replay.ts";
import { verify } from "../../generator/verify/verify.ts";
import { plantShrink, SHRINK_PLANTS } from "./planted-shrink.ts";

const HOST: HostProfile = { name: "test-64", lineBytes: 64, isolationBytes: 64, evidence: [] };

const SPEC = `import type { i32, SecVec, u16, u32 } from "amph-gen/spec";
export interface Pair { first: u32; second: u16; }
export type One = SecVec<u32, { maxLength: 1; threads: 5 }>;
export type Four = SecVec<u32, { maxLength: 4; threads: 5 }>;
export type Words = SecVec<i32, { maxLength: 2; threads: 5; padding: "line" }>;
export type Pairs = SecVec<Pair, { maxLength: 3; threads: 5 }>;
`;

const files = await generateModules([{ file: "model.layout.ts", text: SPEC }], {
  host: HOST,
  emit: "ts",
});

function textOf(name: string): string {
  const found = files.find(({ path }) => path === `${name.toLowerCase()}.gen.ts`);
  if (found === undefined) throw new Error(`the spec has no ${name}`);
  return found.text;
}

function compiled(text: string, threads: number, operations: number) {
  const suite = SUITES["SecVec"]!;
  const program = compileMachine(reduceConstants(text, suite.reductions));
  return { program, scenarios: suite.scenarios(program, text, { threads, operations }) };
}

for (const name of ["One", "Four", "Words", "Pairs"]) {
  test(`${name} holds, and nobody notices a thread that stops at any step`, () => {
    const { program, scenarios } = compiled(textOf(name), 2, 1);
    assert.deepEqual(program.notCompiled, []);
    assert.ok(scenarios.length > 60, `${scenarios.length} scenarios`);
    assert.ok(scenarios.every(({ deaths }) => deaths === "unnoticed"));
    const { refutation, bounded } = verify(program, scenarios, { ...NO_LIMITS, kill: true });
    assert.equal(refutation?.finding.message, undefined, `replay ${refutation?.schedule}`);
    assert.deepEqual(bounded, []);
  });
}

/** Those in which records and slots come into use again, and three threads. */
const LONG = /\+|^(push-pop|pop-pop|push-leave)\/|^(push-pop-get0|set0-pop-push)\//;

test("two and three threads, while records and slots come into use again", () => {
  const { program, scenarios } = compiled(textOf("Four"), 3, 2);
  const long = scenarios.filter(({ name }) => LONG.test(name));
  assert.ok(long.length > 25, `${long.length} scenarios`);
  const { refutation, bounded } = verify(program, long, NO_LIMITS);
  assert.equal(refutation?.finding.message, undefined, `replay ${refutation?.schedule}`);
  assert.deepEqual(bounded, []);
});

for (const planted of SHRINK_PLANTS) {
  test(`refuted: a vector that ${planted.what}`, () => {
    const { program, scenarios } = compiled(plantShrink(textOf("Four"), planted), 3, 2);
    const scenario = scenarios.find(({ name }) => name === planted.scenario);
    assert.ok(scenario, `there is no scenario ${planted.scenario}`);
    const { finding, choices } = explore(program, scenario, NO_LIMITS);
    assert.equal(finding?.kind, planted.kind);
    assert.deepEqual(replay(program, scenario, choices).finding, finding);
  });
}

/** A change that is put in force under a lock: a thread that dies there holds up all others. */
const LOCK = "/* SLOTS_USED_I32 */ 32 + 8";
const LOCKED: readonly (readonly [string | RegExp, string])[] = [
  [
    /( {4})(if \(Atomics\.compareExchange\(i32, .*, record, own\) !== record\)) return false;/,
    `$1while (Atomics.exchange(i32, ${LOCK}, 1) === 1);
    $2 {
      Atomics.store(i32, ${LOCK}, 0);
      return false;
    }`,
  ],
  [/( {4}this\.#last = own;)/, `    Atomics.store(i32, ${LOCK}, 0);\n$1`],
];

test("a vector with a lock in it holds up those who come after the dead", () => {
  const change = { what: "locks", changes: LOCKED, scenario: "", kind: "no end" as const };
  const { program, scenarios } = compiled(plantShrink(textOf("Four"), change), 2, 1);
  const scenario = scenarios.find(({ name }) => name === "push-push/empty/1")!;
  assert.ok(scenario);
  assert.equal(explore(program, scenario, NO_LIMITS).finding, undefined);
  const { finding } = explore(program, scenario, { ...NO_LIMITS, kill: true });
  assert.equal(finding?.kind, "wrong end");
  assert.match(finding.message, /goes on for ever, with nobody else at work/);
});
