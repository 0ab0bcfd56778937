import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import { amphGen } from "../cli/command-line.ts";
import { temporaryFolder } from "../support/folder.ts";
import { checked, textOf } from "./checked.ts";
import { anything, call, jump, programOf, scenarioOf, store } from "./hand-written.ts";
import type { Variant } from "./modules.ts";

const many: Variant = {
  producers: "many",
  consumers: "many",
  waiting: false,
  capacity: 2,
  item: "u32",
};

/** The module with `statement` at the front of its tryPush. */
async function withStatement(statement: string): Promise<string> {
  const text = await textOf(many);
  const changed = text.replace(/^ {2}tryPush\(.*\n/m, (head) => `${head}    ${statement}\n`);
  assert.notEqual(changed, text);
  return changed;
}

const ENDLESS: readonly (readonly [what: string, statement: string, message: RegExp])[] = [
  [
    "a loop that asks for nothing",
    "for (let k = 0; k < 1;) k *= 2;",
    /^line \d+: \S*tryPush goes on for ever without a stop$/,
  ],
  [
    "a loop that polls with plain reads",
    "while (this.#i32[0] !== -1) this.#i32[0]!;",
    /makes more than \d+ plain accesses in a row/,
  ],
  [
    "a loop that counts plain reads",
    "for (let k = 0; this.#i32[0] !== -1;) k++;",
    /makes more than \d+ plain accesses in a row/,
  ],
];

for (const [what, statement, message] of ENDLESS) {
  test(`a finding: ${what}`, async () => {
    const { program, scenario } = checked(await withStatement(statement));
    const { finding } = explore(program, scenario("tryPush-tryPop/empty/2"), NO_LIMITS);
    assert.equal(finding?.kind, "no end");
    assert.match(finding.message, message);
  });
}

test("a finding: a loop of one thread with nobody beside it", () => {
  const program = programOf({ spin: [() => store(0, 1), () => jump(0)] });
  const alone = { setup: [call("spin", anything("never"))] };
  for (
    const scenario of [
      scenarioOf([[]], { start: { prepare: () => {}, initial: "", ...alone } }),
      scenarioOf([[]], { finale: alone.setup }),
    ]
  ) {
    const { finding } = explore(program, scenario, NO_LIMITS);
    assert.equal(finding?.kind, "wrong end");
    assert.equal(finding.message, "spin() goes on for ever, with nobody else at work");
  }
});

test("what a machine cannot do is refused with the reason", async () => {
  using folder = temporaryFolder();
  const text = await withStatement("for (const one of 5 as unknown as number[]) void one;");
  writeFileSync(join(folder.path, "odd.gen.ts"), text);
  const refused = await amphGen(folder.path, "verify", "odd.gen.ts", "--threads", "2");
  assert.equal(refused.code, 2, refused.stdout);
  assert.match(refused.stderr, /odd\.gen\.ts cannot be checked: iterates over 5/);
});

test("a finding: what comes before the threads leaves the structure", () => {
  const program = programOf({ spin: [() => store(0, 1), () => jump(0)] });
  const leave = (memory: ArrayBuffer) => void Atomics.load(new Int32Array(memory), 1 << 20);
  const start = { prepare: leave, initial: "", setup: [] };
  const { finding } = explore(program, scenarioOf([[]], { start }), NO_LIMITS);
  assert.equal(finding?.kind, "outside the structure");
});
