import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { amphGen, writeProfile, writeSpec } from "../cli/command-line.ts";
import { temporaryFolder } from "../support/folder.ts";
import { textOf } from "./checked.ts";
import { cubbyText } from "./cubbies.ts";
import { type Plant, plant, PLANTS } from "./planted.ts";

const lostWakeUp: Plant = PLANTS.find(({ kind }) => kind === "lost wake-up")!;

test("verify shows a counter-example, and replays it", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeFileSync(join(path, "faulty.gen.ts"), plant(await textOf(lostWakeUp.variant), lostWakeUp));
  const refuted = await amphGen(path, "verify", "faulty.gen.ts", "--threads", "2");
  assert.equal(refuted.code, 1, refuted.stderr);
  assert.match(refuted.stdout, /refuted/);
  assert.match(refuted.stdout, /^lost wake-up in \S+: B in pop\(\): asleep for ever/m);
  assert.match(refuted.stdout, /^step +A: \S+.* B: pop/m);
  assert.match(refuted.stdout, /^\d+ +(xor|or) PUBLISHED, \d+ → \d+ +\d+: .*Atomics/m);
  const schedule = /--replay (\S+)/.exec(refuted.stdout)?.[1];
  assert.ok(schedule);
  const again = await amphGen(path, "verify", "faulty.gen.ts", "--replay", schedule);
  assert.equal(again.code, 1, again.stderr);
  assert.match(again.stdout, /lost wake-up: B in pop\(\): asleep for ever/);
});

test("verify takes a spec, says how much it explored, and as JSON", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeSpec(path, "feed.layout.ts", "Feed");
  const module = await textOf({ ...lostWakeUp.variant, waiting: false });
  writeFileSync(join(path, "polled.gen.ts"), module);
  const text = await amphGen(path, "verify", "polled.gen.ts", "--ops", "1");
  assert.equal(text.code, 0, text.stderr);
  assert.match(text.stdout, /^polled\.gen\.ts {2}Queue \w+: nothing found$/m);
  assert.match(text.stdout, /scenarios, [\d,]+ states, .* states\/s\n {2}complete/);
  const options = ["--threads", "2", "--ops", "1", "--preemptions", "1", "--json"];
  const json = await amphGen(path, "verify", "feed.layout.ts", ...options);
  assert.equal(json.code, 0, json.stderr);
  const [verdict] = JSON.parse(json.stdout);
  assert.equal(verdict.name, "Feed");
  assert.equal(verdict.isComplete, false);
  assert.equal(verdict.bounded[0].bound, "1 preemptions");
  assert.equal(verdict.finding, undefined);
});

test("verify finds the suite of a scenario by its name", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeFileSync(join(path, "model.gen.ts"), await cubbyText("u32", true));
  for (const scenario of ["push-pop/empty/2", "late-push-pop/empty/1"]) {
    const shown = await amphGen(path, "verify", "model.gen.ts", "--replay", `${scenario}:1A.1B`);
    assert.equal(shown.code, 0, shown.stderr);
    assert.match(shown.stdout, /^step +A: push.* B: pop/m);
    assert.match(shown.stdout, /nothing found/);
  }
  const unknown = await amphGen(path, "verify", "model.gen.ts", "--replay", "late-size/empty/1:1A");
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /has no scenario late-size/);
  writeFileSync(join(path, "model.gen.ts"), await cubbyText("u32", false));
  const polled = await amphGen(path, "verify", "model.gen.ts", "--ops", "1");
  assert.equal(polled.code, 0, polled.stderr);
  assert.equal(polled.stdout.match(/Cubby Model/g)?.length, 1, "a suite without scenarios");
});

test("verify makes a large vector smaller, and says so", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  writeProfile(path);
  writeFileSync(
    join(path, "large.layout.ts"),
    `import type { f64, SecVec } from "amph-gen/spec";
export type Large = SecVec<f64, { maxLength: 100000000; shrink: false }>;
`,
  );
  const { code, stdout, stderr } = await amphGen(path, "verify", "large.layout.ts", "--ops", "1");
  assert.equal(code, 0, stderr);
  assert.match(stdout, /made smaller: MAX_LENGTH 64 for 100,000,000/);
  assert.match(stdout, /complete/);
});

test("verify refuses what it cannot check, and says why", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  const right = await textOf(lostWakeUp.variant);
  writeFileSync(join(path, "other.ts"), "export const a = 1;\n");
  writeFileSync(join(path, "stack.gen.ts"), right.replace(/structure {2}Queue/, "structure  Heap"));
  writeFileSync(join(path, "broken.gen.ts"), right.replace("tryPush(item", "tryPush(("));
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [["other.ts"], /other\.ts is no module that amph-gen wrote/],
    [["stack.gen.ts"], /no scenarios for a Heap; expected Queue/],
    [["broken.gen.ts"], /broken\.gen\.ts cannot be checked: line \d+/],
  ];
  for (const [args, message] of cases) {
    const refused = await amphGen(path, "verify", ...args);
    assert.equal(refused.code, 2, refused.stdout);
    assert.match(refused.stderr, message);
  }
});
