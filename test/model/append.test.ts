/** Vectors that are only appended to, explored; and that exploring finds what is planted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostProfile } from "../../generator/host/profile.ts";
import { generateModules } from "../../generator/pipeline.ts";
import { reduceConstants, SUITES } from "../../generator/structures/suites.ts";
import { compileMachine } from "../../generator/transform/machine.ts";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import { replay } from "../../generator/verify/replay.ts";
import { verify } from "../../generator/verify/verify.ts";
import { APPEND_PLANTS } from "./planted-append.ts";

const HOST: HostProfile = { name: "test-64", lineBytes: 64, isolationBytes: 64, evidence: [] };

const SPEC = `import type { i32, SecVec, u16, u32 } from "amph-gen/spec";
export interface Pair { first: u32; second: u16; }
export type One = SecVec<u32, { maxLength: 1; shrink: false }>;
export type Three = SecVec<u32, { maxLength: 3; shrink: false }>;
export type Word = SecVec<i32, { maxLength: 40; shrink: false }>;
export type Pairs = SecVec<Pair, { maxLength: 33; shrink: false; padding: "line" }>;
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

for (const name of ["One", "Three", "Word", "Pairs"]) {
  for (const kill of [false, true]) {
    test(`${name} holds${kill ? ", with threads that die" : ""}`, () => {
      const { program, scenarios } = compiled(textOf(name), 4, 2);
      assert.ok(scenarios.length > 15, `${scenarios.length} scenarios`);
      const { refutation, bounded } = verify(program, scenarios, { ...NO_LIMITS, kill });
      assert.equal(refutation?.finding.message, undefined, `replay ${refutation?.schedule}`);
      assert.deepEqual(bounded, []);
    });
  }
}

test("only what runs over the memory as a whole has no machine", () => {
  const notCompiled = (name: string) =>
    compiled(textOf(name), 2, 1).program.notCompiled.map(({ operation }) => operation);
  assert.deepEqual(notCompiled("Word"), ["copyTo", "view"]);
  assert.deepEqual(notCompiled("Pairs"), []);
});

test("a #grow that touches the elements is not taken on trust", () => {
  const text = textOf("Three");
  const touching = text.replace(
    "const buffer = sharedBufferOf(memory);",
    "const buffer = sharedBufferOf(memory); Atomics.store(this.#i32, 0, 0);",
  );
  assert.notEqual(touching, text);
  const { notCompiled } = compileMachine(touching);
  assert.ok(notCompiled.some(({ operation }) => operation === "pushBack"));
});

for (const { what, module, changes, scenario, kind } of APPEND_PLANTS) {
  test(`refuted: a vector that ${what}`, () => {
    const right = textOf(module);
    const text = changes.reduce((changed, [from, to]) => {
      const next = changed.replace(from, to);
      assert.notEqual(next, changed, `${module} has no ${from}`);
      return next;
    }, right);
    const found = (compiledText: string) => {
      const { program, scenarios } = compiled(compiledText, 4, 2);
      const one = scenarios.find(({ name }) => name === scenario);
      assert.ok(one !== undefined, `there is no scenario ${scenario}`);
      return { program, one, ...explore(program, one, NO_LIMITS) };
    };
    assert.equal(found(right).finding, undefined);
    const { program, one, finding, choices } = found(text);
    assert.equal(finding?.kind, kind, String(finding?.message));
    if (finding?.kind !== "no end") {
      assert.deepEqual(replay(program, one, choices).finding, finding);
    }
  });
}
