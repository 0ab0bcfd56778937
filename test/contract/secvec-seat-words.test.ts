/**
 * Vectors that shrink, as their memory shows them: a record is written by the owner of its seat alone,
 * and a seat that was given up shows nothing. Others rely on both at any moment, also at those that no
 * test on one thread comes to.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { importVectors, type ShrinkVector } from "../support/vectors.ts";

const SEATS = 3;

const vectors = await importVectors<ShrinkVector>(
  `import type { SecVec, u16 } from "amph-gen/spec";
export type Few = SecVec<u16, { maxLength: 4; threads: ${SEATS} }>;
`,
);
const module = vectors("Few");
const text = readFileSync(module.path, "utf8");

/** As the module declares it. */
function constant(name: string): number {
  const [, value] = new RegExp(`^const ${name} = (\\d+);$`, "m").exec(text) ?? [];
  assert.ok(value !== undefined, `the module has no ${name}`);
  return Number(value);
}

const RECORDS_A_SEAT = constant("RECORDS_A_SEAT");

/** Handles with the seats 0, 1 … in order. */
function seated(): readonly ShrinkVector[] {
  const first = module.createIn(new SharedArrayBuffer(65536), 0);
  const handles = [
    first,
    ...Array.from({ length: SEATS - 1 }, () => module.attach(first.handle)),
  ];
  for (const handle of handles) assert.equal(handle.get(0), undefined);
  return handles;
}

function wordsOf({ handle }: ShrinkVector, from: number, count: number): readonly number[] {
  return [...new Int32Array(handle.buffer).slice(from, from + count)];
}

/** All records of a seat, after the first one of all. */
function recordsOf(vector: ShrinkVector, seat: number): readonly number[] {
  const stride = constant("RECORD_STRIDE_I32");
  const first = constant("RECORDS_I32") + (1 + seat * RECORDS_A_SEAT) * stride;
  return wordsOf(vector, first, RECORDS_A_SEAT * stride);
}

for (let writer = 0; writer < SEATS; writer++) {
  test(`seat ${writer} does not touch the records of others, however many of its own are in use`, () => {
    for (let other = 0; other < SEATS; other++) {
      if (other === writer) continue;
      const third = SEATS - writer - other;
      for (let before = 0; before < 2 * RECORDS_A_SEAT; before++) {
        const handles = seated();
        const [writing, changing, reading] = [handles[writer]!, handles[other]!, handles[third]!];
        writing.pushBack(1);
        for (let k = 0; k < before; k++) writing.set(0, k);
        // The other one's first record takes out a slot that is read, and is in force and helped.
        assert.equal(reading.get(0), before === 0 ? 1 : before - 1);
        changing.set(0, 1000);
        assert.equal(reading.size, 1);
        const records = recordsOf(writing, other);
        writing.set(0, 2000);
        assert.deepEqual(recordsOf(writing, other), records, `${before} changes before`);
      }
    }
  });
}

test("a seat that was given up shows neither a record nor a slot", () => {
  const handles = seated();
  for (let round = 0; round < 3; round++) {
    handles[round]!.pushBack(round);
    for (const handle of handles) {
      assert.equal(handle.size, round + 1);
      assert.equal(handle.get(0), 0);
    }
    handles.forEach((handle, number) => {
      const seat = constant("SEATS_I32") + number * constant("SEAT_STRIDE_I32");
      const [shownRecord, shownSlot] = wordsOf(handle, seat + 1, 2);
      assert.ok(number === round || shownRecord !== 0, "has helped nobody");
      assert.notEqual(shownSlot, 0, "has read nothing");
      handle.detach();
      assert.deepEqual(wordsOf(handle, seat, 3), [0, 0, 0]);
      // Takes the same seat: the others have theirs.
      assert.equal(handle.size, round + 1);
    });
  }
});
