import assert from "node:assert/strict";
import { test } from "node:test";
import type { Repetition } from "../../bench/result.ts";
import { bootstrapRatio, ratioOf, spreadOf } from "../../bench/statistics.ts";
import { repetitions } from "./results.ts";

test("the spread of an odd and an even number of values, in any order", () => {
  assert.deepEqual(spreadOf([5, 1, 3]), { min: 1, median: 3, max: 5 });
  assert.deepEqual(spreadOf([4, 1, 3, 2]), { min: 1, median: 2.5, max: 4 });
});

test("a ratio is the median of pairs, and above 1 is better for every measure", () => {
  // The medians alone would give 20 / 10; the pairs give 4, 2 and 1.
  const [fast, slow] = [repetitions(40, 20, 10), repetitions(10, 10, 10)];
  assert.deepEqual(ratioOf(fast, slow, "rate"), { value: 2, moved: false });
  assert.deepEqual(ratioOf(slow, fast, "latency"), { value: 2, moved: false });
});

test("pairs whose cores were not equally far apart are left out while enough remain", () => {
  const far = (value: number): Repetition => ({
    ...repetitions(value)[0]!,
    placementNs: [500, 500],
  });
  const near = repetitions(10, 10, 10);
  assert.deepEqual(ratioOf([...repetitions(20, 20), far(90)], near, "rate"), {
    value: 2,
    moved: false,
  });
  assert.deepEqual(ratioOf([...repetitions(20), far(90), far(90)], near, "rate"), {
    value: 9,
    moved: true,
  });
});

test("the interval of a ratio holds it, and is the same every time", () => {
  const [before, after] = [[10, 11, 9, 10, 10], [20, 21, 19, 20, 22]];
  const interval = bootstrapRatio(before, after);
  assert.ok(interval.low > 1.7 && interval.low <= 2, `${interval.low}`);
  assert.ok(interval.high >= 2 && interval.high < 2.5, `${interval.high}`);
  assert.deepEqual(bootstrapRatio(before, after), interval);
});

test("the interval of noise holds 1", () => {
  const { low, high } = bootstrapRatio([10, 30, 20, 12, 25], [12, 28, 19, 11, 30]);
  assert.ok(low < 1 && high > 1, `${low} – ${high}`);
});
