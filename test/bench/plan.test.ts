import assert from "node:assert/strict";
import { test } from "node:test";
import { type Case, isEmitted, type Side } from "../../bench/cases/case.ts";
import { CASES } from "../../bench/cases.ts";
import { FULL, parseOptions, QUICK, QUICK_RUNNERS } from "../../bench/options.ts";
import { chooseCases, secondsOfAll } from "../../bench/plan.ts";
import { TimeLeft } from "../../bench/progress.ts";
import { RUNNER_NAMES } from "../../bench/runners/runner.ts";

const ALL = { filters: [], quick: false, against: undefined };
test("all of it is planned to end within an hour, the quick form within two minutes", () => {
  assert.ok(FULL.repeats >= 5);
  const minutes = secondsOfAll(chooseCases(CASES, ALL), FULL, RUNNER_NAMES) / 60;
  assert.ok(minutes < 60, `${minutes} min`);
  const quick = secondsOfAll(chooseCases(CASES, { ...ALL, quick: true }), QUICK, QUICK_RUNNERS);
  assert.ok(quick < 120, `${quick} s`);
});

test("cases and the sides of a case have names of their own, and the last side is no native one", () => {
  const names = CASES.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, sides } of CASES) {
    assert.equal(new Set(sides.map((side) => side.name)).size, sides.length, name);
    assert.ok(sides.length > 1 && "job" in sides.at(-1)!, name);
    assert.ok(sides.some(isEmitted), name);
  }
});

test("the quick form has two sides of each case", () => {
  for (const { sides } of chooseCases(CASES, { ...ALL, quick: true })) {
    assert.equal(sides.length, 2);
  }
});

test("against: the emitted sides, and the wanted one as what they are compared with", () => {
  const job = { peer: "queue", roles: ["both"], batch: 1, idle: "spin" } as const;
  const sides: readonly Side[] = [
    { name: "own", job: { ...job, className: "Own" } },
    { name: "Ring Buffer", job },
    { name: "messages", job },
  ];
  const entry: Case = { name: "a", title: "a", measure: "rate", sides, quick: false };
  const without: Case = { ...entry, name: "b", sides: sides.filter((_, k) => k !== 1) };
  const chosen = chooseCases([entry, without], { ...ALL, against: "ring" });
  assert.deepEqual(chosen.map(({ name, sides }) => [name, sides.map((side) => side.name)]), [
    ["a", ["own", "Ring Buffer"]],
  ]);
});

test("the command line: cases by position and by --filter, and what is wrong with it", () => {
  const options = parseOptions(["spsc-u32-1", "--filter", "fields", "--runtime", "bun"]);
  assert.ok(options.kind === "measure");
  assert.deepEqual(options.cases.map(({ name }) => name), ["spsc-u32-1", "fields"]);
  assert.deepEqual(options.runners, ["bun"]);
  assert.deepEqual(parseOptions(["compare", "a", "b"]), {
    kind: "compare",
    before: "a",
    after: "b",
  });
  for (
    const [args, message] of [
      [["nonsense"], /nonsense: no case has that in its name/],
      [["--runtime", "python"], /--runtime python: expected one of node, deno, bun, chromium/],
      [["--repeats", "0"], /--repeats 0: expected a whole number from 1 on/],
      [["--against", "nonsense"], /--against nonsense: no such side in any case/],
      [["compare", "a"], /compare: expected two files of results, 1 are named/],
      [["report"], /report: expected a file of results/],
    ] as const
  ) assert.throws(() => parseOptions(args), message);
});

test("the time that is left follows how long the work took, once there is enough of it", () => {
  const left = new TimeLeft(600, 0);
  assert.equal(left.text(0), "10 min");
  left.advance(300);
  // Twice as long as planned: 300 planned seconds remain.
  assert.equal(left.text(600_000), "10 min");
  left.advance(290);
  assert.equal(left.text(590_000), "10 s");
  left.advance(10);
  assert.equal(left.text(600_000), "0 s");
});
