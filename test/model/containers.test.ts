/** Shared records and variants, explored; and that exploring finds what is planted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostProfile } from "../../generator/host/profile.ts";
import { generateModules } from "../../generator/pipeline.ts";
import { reduceConstants, SUITES } from "../../generator/structures/suites.ts";
import { compileMachine } from "../../generator/transform/machine.ts";
import { NO_LIMITS } from "../../generator/verify/explore.ts";
import { verify } from "../../generator/verify/verify.ts";
import { PLANTED } from "./planted-containers.ts";

const HOST: HostProfile = { name: "test-64", lineBytes: 64, isolationBytes: 64, evidence: [] };

const SPEC = `import type { bool, f64, i32, OneOf, Queue, Shared, u32 } from "amph-gen/spec";
export type Feed = Queue<f64, { capacity: 2 }>;
export type Config = Shared<{
  count: u32; delta: i32; running: bool; mode: "fast" | "slow"; rate: f64;
}>;
export type Lined = Shared<{ a: i32; rate: f64 }, { padding: "line"; waiting: false }>;
export type Variant = OneOf<{ a: Feed; b: Config }>;
`;

const files = await generateModules([{ file: "model.layout.ts", text: SPEC }], {
  host: HOST,
  emit: "ts",
});

function textOf(path: string): string {
  const found = files.find((file) => file.path === path);
  if (found === undefined) throw new Error(`the spec has no ${path}`);
  return found.text;
}

function explored(structure: string, text: string, operations: number, kill: boolean) {
  const suite = SUITES[structure];
  if (suite === undefined) throw new Error(`there is no suite for a ${structure}`);
  const alone = suite.standAlone?.(text) ?? text;
  const program = compileMachine(reduceConstants(alone, suite.reductions));
  assert.deepEqual(program.notCompiled.map(({ operation }) => operation), []);
  const scenarios = suite.scenarios(program, text, { threads: 4, operations });
  assert.ok(scenarios.length > 15, `${structure}: ${scenarios.length} scenarios`);
  return verify(program, scenarios, { ...NO_LIMITS, kill });
}

const MODULES = [
  ["Shared", "config.gen.ts"],
  ["Shared", "lined.gen.ts"],
  ["OneOf", "variant.gen.ts"],
] as const;

for (const [structure, path] of MODULES) {
  for (const kill of [false, true]) {
    test(`${path} holds${kill ? ", with threads that die" : ""}`, () => {
      const { refutation, bounded } = explored(structure, textOf(path), 2, kill);
      assert.equal(refutation?.finding.message, undefined, `replay ${refutation?.schedule}`);
      assert.deepEqual(bounded, []);
    });
  }
}

for (const { name, structure, find, replacement, kinds } of PLANTED) {
  test(`refuted: ${name}`, () => {
    const text = textOf(structure === "Shared" ? "config.gen.ts" : "variant.gen.ts");
    const faulty = text.replace(find, replacement);
    assert.notEqual(faulty, text, "the fault is not planted");
    const { refutation } = explored(structure, faulty, 2, false);
    assert.ok(refutation !== undefined, "not found");
    assert.ok(kinds.includes(refutation.finding.kind), JSON.stringify(refutation.finding));
  });
}
