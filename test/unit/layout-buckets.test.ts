/** Slots that come into use in buckets: placed, proved, drawn; and what breaks the proof. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../../generator/layout/check.ts";
import { explainJson, explainText } from "../../generator/layout/explain.ts";
import type { LayoutRequest } from "../../generator/layout/model.ts";
import { LayoutTooLargeError, solve } from "../../generator/layout/solve.ts";
import { scalar, slots } from "./layout-samples.ts";

function request(count: number, firstBucket: number): LayoutRequest {
  const last = slots(scalar("f64"), count, "none");
  if (last.kind !== "slots") throw new Error("slots are no slots");
  return {
    name: "Buckets",
    structure: "SecVec",
    areas: [
      {
        kind: "words",
        name: "cursor",
        doc: "",
        writer: "pushers",
        words: [{ name: "RESERVED", doc: "" }],
      },
      { ...last, firstBucket },
    ],
  };
}

const layout = solve(request(100, 16), 64);

test("buckets lie in a row, and are proved", () => {
  assert.deepEqual(check(layout), []);
  const area = layout.areas.at(-1);
  assert.deepEqual([area?.byteOffset, area?.byteLength, area?.strideBytes], [64, 800, 8]);
  assert.match(explainText(layout), /100 items, 8 bytes apart, in buckets: 16, 32 \.\.\./);
  assert.equal(JSON.parse(explainJson(layout)).areas[1].firstBucket, 16);
  assert.doesNotMatch(explainText(solve(request(100, 128), 64)), /in buckets/);
});

test("the first bucket is part of the fingerprint", () => {
  assert.notEqual(solve(request(100, 32), 64).fingerprint, layout.fingerprint);
});

test("caught: a first bucket that is no power of two, and something behind what grows", () => {
  assert.match(check(solve(request(100, 24), 64)).join(), /has 24 slots, which is not a power of/);
  const { areas } = request(100, 16);
  const turned = solve({ ...request(100, 16), areas: [...areas].reverse() }, 64);
  assert.match(check(turned).join(), /cursor lies behind SLOTS, which grows/);
});

test("too many: the error says how many fit", () => {
  const attempt = () => solve(request(2 ** 30, 16), 64);
  assert.throws(attempt, LayoutTooLargeError);
  assert.throws(attempt, /Ask for at most 536739/);
});
