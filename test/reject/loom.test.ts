/** Specs with looms that cannot be generated: each fault at its place, with what to do. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DiagnosticError } from "../../generator/core/diagnostic.ts";
import { applicationImports } from "../../generator/structures/loom/imports.ts";
import { readLooms } from "../../generator/structures/loom/read.ts";

const HEAD = 'import type { f64, Fiber, Loom, u32 } from "amph-gen/spec";\n';
const FIBER = "export function* f(self: A, ms: f64): Fiber { yield* self.sleep(ms); }\n";

function faultsOf(text: string): readonly string[] {
  try {
    readLooms("a.layout.ts", HEAD + text);
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ line, code, message }) => `${line} ${code} ${message}`);
  }
}

const loom = (options: string): string => `export type A = Loom<${options}>;\n`;

const cases: readonly (readonly [what: string, text: string, fault: RegExp])[] = [
  [
    "no options",
    `export type A = Loom;\n${FIBER}`,
    /^2 AMPH\d+ .*write `Loom<\{ fibers: 1024 \}>`/,
  ],
  ["no number of fibers", loom("{}") + FIBER, /^2 AMPH\d+ .*fibers/],
  ["an unknown option", loom("{ fibers: 4; fiber: 3 }") + FIBER, /^2 AMPH\d+ .*`fiber`/],
  ["too many fibers", loom("{ fibers: 9999999 }") + FIBER, /^2 AMPH\d+ .*4194304/],
  ["a loom without fibers", loom("{ fibers: 4 }"), /^2 AMPH720 `A` has no fibers/],
  ["a loom that is not exported", `type A = Loom<{ fibers: 4 }>;\n${FIBER}`, /^2 AMPH\d+ .*export/],
  [
    "a name twice",
    `export interface A { x: f64 }\n${loom("{ fibers: 4 }")}${FIBER}`,
    /^3 AMPH\d+ .*`A`.*line 2/,
  ],
  [
    "a fiber of no loom",
    loom("{ fibers: 4 }") + FIBER + FIBER.replace("f(self: A", "g(self: B"),
    /^4 AMPH7\d\d .*`B`/,
  ],
  [
    "fibers that wait on batons, and no batons",
    loom("{ fibers: 4, batons: 0 }") + FIBER.replace("sleep(ms)", "wait(ms)"),
    /^2 AMPH725 `A` has `batons: 0`, and the fiber `f` uses `self\.wait`.* write `batons: 1`/,
  ],
  [
    "timers, and no batons for them",
    loom("{ fibers: 4, batons: 0, timers: 2 }") + FIBER,
    /^2 AMPH725 .*timers post batons/,
  ],
  [
    "fibers that receive, and no sources",
    loom("{ fibers: 4, sources: 0 }") + FIBER.replace("sleep(ms)", "receive(ms)"),
    /^2 AMPH725 `A` has `sources: 0`/,
  ],
  [
    "stealing with one worker",
    loom("{ fibers: 4, stealing: true }") + FIBER,
    /^2 AMPH723 `A` has `stealing: true` and one worker.* write `workers: 2`/,
  ],
  [
    "pools of frames with several workers",
    loom("{ fibers: 4, workers: 2, small: 2 }") + FIBER,
    /^2 AMPH724 `A` has several workers and `small`.* leave `small` out/,
  ],
  ["too many workers", loom("{ fibers: 4, workers: 32 }") + FIBER, /^2 AMPH\d+ .*31/],
  [
    "the host's timers of several workers",
    loom('{ fibers: 4, workers: 2, timing: "host" }') + FIBER,
    /^2 AMPH727 .*leave `timing` out/,
  ],
  [
    "a select without a baton",
    loom("{ fibers: 4 }") + FIBER.replace("sleep(ms)", "select(ms)"),
    /^3 AMPH704 1 argument: expected `self\.select\(ms, a, b\?, .*h\?\)`/,
  ],
  [
    "a select of nine batons",
    loom("{ fibers: 4 }") + FIBER.replace("sleep(ms)", "select(ms, 1, 2, 3, 4, 5, 6, 7, 8, 9)"),
    /^3 AMPH704 10 arguments/,
  ],
];

for (const [what, text, fault] of cases) {
  test(`refused: ${what}`, () => {
    const faults = faultsOf(text);
    assert.ok(faults.some((one) => fault.test(one)), faults.join("\n") || "no fault");
  });
}

test("what is left of a spec keeps its places", () => {
  const text = `${HEAD}import { on } from "./on.ts";\nexport interface R { x: f64 }\n` +
    loom("{ fibers: 4 }") + FIBER;
  const { rest, looms } = readLooms("a.layout.ts", text);
  assert.equal(looms.length, 1);
  assert.equal(rest?.length, text.length);
  assert.equal(rest.indexOf("interface R"), text.indexOf("interface R"));
  assert.doesNotMatch(rest, /Loom|Fiber|on\.ts/);
  assert.equal(readLooms("a.layout.ts", HEAD + loom("{ fibers: 4 }") + FIBER).rest, undefined);
});

test("imports of the application lead to the same file from the emitted module", () => {
  const { looms } = readLooms(
    "specs/a.layout.ts",
    `${HEAD}import { on, off } from "../app/on.ts";\nimport * as all from "all";\n` +
      loom("{ fibers: 4 }") +
      "export function* f(self: A, ms: f64): Fiber { on(ms); yield* self.sleep(all.ms); }\n",
    "src/generated",
  );
  assert.deepEqual(looms[0]?.fibers.imports, [
    'import { on } from "../../app/on.ts";',
    'import * as all from "all";',
  ]);
  assert.deepEqual(applicationImports(['import { on } from "./on.ts";'], [], undefined), []);
});
