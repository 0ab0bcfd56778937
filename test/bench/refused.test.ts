/** A peer that does not keep its word is reported and not ranked: one is planted that does not. */
import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { type Case, producersAndConsumers } from "../../bench/cases/case.ts";
import type { Job } from "../../bench/job.ts";
import { measureCase } from "../../bench/measure.ts";
import { NOTHING_NATIVE } from "../../bench/native/build.ts";
import { markdownReport } from "../../bench/report/markdown.ts";
import { processRunner } from "../../bench/runners/process.ts";
import type { Effort } from "../../bench/runners/runner.ts";
import { currentRuntime } from "../../generator/runtime/runtime.ts";
import { peer, result } from "./results.ts";

const EFFORT: Effort = { repeats: 1, warmUpMs: 1, measureMs: 1, limitMs: 20_000 };

/** Of a test: on a busy machine a repetition is tried twice, and each takes seconds. */
const TIMEOUT = { timeout: 60_000 };

const { name, version } = currentRuntime();
const runner = processRunner({ name, version, path: process.execPath });

async function failureOf(
  fault: Job["fault"] | undefined,
  effort: Effort = EFFORT,
): Promise<string | undefined> {
  const job: Job = {
    peer: "planted",
    roles: producersAndConsumers(1, 1),
    batch: 1,
    idle: "spin",
    ...fault === undefined ? {} : { fault },
  };
  const entry: Case = {
    name: "planted",
    title: "planted",
    measure: "rate",
    sides: [{ name: "planted", job }],
    quick: false,
  };
  const [row, other] = await measureCase(entry, runner, NOTHING_NATIVE, effort);
  assert.equal(other, undefined);
  assert.equal(row?.repetitions.length, row?.failed === undefined ? 1 : 0);
  return row?.failed;
}

test("without a fault it is measured", TIMEOUT, async () => {
  assert.equal(await failureOf(undefined), undefined);
});

test("lost items are noticed", TIMEOUT, async () => {
  assert.match(await failureOf("loses") ?? "", /^items sent \d+, arrived \d+$/);
});

test("doubled items are noticed", TIMEOUT, async () => {
  assert.match(await failureOf("doubles") ?? "", /^item 1 came after 1$/);
});

test("reordered items are noticed", TIMEOUT, async () => {
  assert.match(await failureOf("reorders") ?? "", /^item 1 came after 2$/);
});

test("one that hangs is ended, and says which thread had what to do", TIMEOUT, async () => {
  const failed = await failureOf("hangs", { ...EFFORT, limitMs: 5_000 });
  assert.match(failed ?? "", /^no end within 5000 ms: .*thread 0, produce: 1000 items/);
});

test("a side that has failed has no figures in the report", () => {
  const table = markdownReport([
    result("own", [1, 2, 3]),
    peer([9, 9, 9], { failed: "item 1 came after 2" }),
  ]);
  assert.match(table, /\| peer +\| failed +\| {7}\|/);
  assert.doesNotMatch(table, /\b9\b/);
});
