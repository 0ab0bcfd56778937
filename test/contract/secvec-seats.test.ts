/**
 * Vectors that shrink, through several handles: each has a seat of its own, seats change hands with
 * what belongs to them, and records and slots are enough however long it goes on.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { importVectors, type ShrinkVector, type VectorModule } from "../support/vectors.ts";
import { randomFrom } from "../threads/random.ts";

const SEATS = [1, 2, 3, 4];
const MANY = 150;

const vectors = await importVectors<ShrinkVector>(
  `import type { SecVec, u16 } from "amph-gen/spec";\n` +
    SEATS.flatMap((seats) => [
      `export type Few${seats} = SecVec<u16, { maxLength: 5; threads: ${seats} }>;`,
      `export type Many${seats} = SecVec<u16, { maxLength: ${MANY}; threads: ${seats} }>;`,
    ]).join("\n"),
);

/** In memory that does not grow: a slot too many is an error. */
function create(module: VectorModule<ShrinkVector>): ShrinkVector {
  return module.createIn(new SharedArrayBuffer(65536), 0);
}

function handlesOf(module: VectorModule<ShrinkVector>, count: number): readonly ShrinkVector[] {
  const first = create(module);
  return [first, ...Array.from({ length: count - 1 }, () => module.attach(first.handle))];
}

/** Thousands of operations through handles that take turns, and on an array. */
function compare(handles: readonly ShrinkVector[], leaves: boolean): void {
  const { maxLength } = handles[0]!;
  const choose = randomFrom(handles.length + maxLength);
  const model: number[] = [];
  for (let step = 1; step <= 3000; step++) {
    const vector = handles[choose(handles.length)]!;
    const at = choose(model.length);
    const doing = choose(leaves ? 9 : 8);
    if (doing < 3 && model.length < maxLength) {
      assert.equal(vector.pushBack(step), model.push(step) - 1);
    } else if (doing < 5) assert.equal(vector.popBack(), model.pop());
    else if (doing === 5 && model.length > 0) {
      vector.set(at, step);
      model[at] = step;
    } else if (doing === 6 && model.length > 0) {
      assert.equal(vector.compareExchange?.(at, model[at], step), model[at]);
      model[at] = step;
    } else if (doing === 7) assert.equal(vector.get(at), model[at]);
    else if (doing === 8) vector.detach();
    if (step % 50 === 0) {
      assert.equal(vector.size, model.length);
      assert.deepEqual([...vector], model);
    }
  }
}

for (const seats of SEATS) {
  for (const leaves of [false, true]) {
    test(`${seats} handles that ${leaves ? "come and go" : "stay"} see what an array would hold`, () => {
      for (const name of ["Few", "Many"]) {
        const module = vectors(`${name}${seats}`);
        const handles = handlesOf(module, seats);
        compare(handles, leaves);
        const { handle, size } = handles[0]!;
        handles[0]!.detach();
        // The header says what it said.
        assert.equal(module.attach(handle).size, size);
      }
    });
  }
}

test("every element and every record has a slot, and not one is lost", () => {
  for (const seats of SEATS) {
    const handles = handlesOf(vectors(`Many${seats}`), seats);
    for (let k = 0; k < MANY; k++) handles[k % seats]!.pushBack(k);
    // Each record of each seat takes a slot out of a cell, and keeps it.
    const values = Array.from({ length: MANY }, (_, k) => k);
    for (let k = 0; k < 1000; k++) {
      const at = k * 7 % MANY;
      handles[k % seats]!.set(at, values[at] = 1000 + k);
    }
    for (const vector of handles) assert.deepEqual([...vector], values);
  }
});

test("what fails takes neither a record nor a slot with it", () => {
  for (const leaves of [false, true]) {
    const module = vectors("Few2");
    const [vector, other] = handlesOf(module, 2) as [ShrinkVector, ShrinkVector];
    const often = (attempt: () => void) => {
      for (let k = 0; k < 300; k++) {
        attempt();
        if (leaves) vector.detach();
      }
    };
    assert.equal(other.size, 0);
    often(() => assert.equal(vector.popBack(), undefined));
    often(() => assert.throws(() => vector.set(0, 1), RangeError));
    for (let k = 0; k < 5; k++) assert.equal(vector.pushBack(k), k);
    often(() => assert.throws(() => vector.pushBack(9), module.CapacityError));
    often(() => assert.equal(vector.compareExchange?.(2, 9, 10), 2));
    for (const one of [vector, other]) assert.deepEqual([...one], [0, 1, 2, 3, 4]);
    often(() => vector.set(1, 7));
    for (const one of [vector, other]) assert.deepEqual([...one], [0, 7, 2, 3, 4]);
  }
});

test("a vector to which elements are only added needs no more records than one that changes", () => {
  for (const seats of SEATS) {
    const handles = handlesOf(vectors(`Many${seats}`), seats);
    // Seats in use that show neither a record nor a slot, or only a record.
    handles.forEach((vector, k) => k % 2 === 0 ? vector.size : vector.get(0));
    const writer = handles[seats - 1]!;
    for (let k = 0; k < MANY; k++) assert.equal(writer.pushBack(k), k);
    for (const vector of handles) {
      assert.deepEqual([...vector], Array.from({ length: MANY }, (_, k) => k));
    }
    assert.equal(vectors(`Many${seats}`).attach(writer.handle).maxLength, MANY);
  }
});

test("a seat has one handle at a time, and each seat can be had", () => {
  for (const seats of SEATS) {
    const module = vectors(`Few${seats}`);
    const handles = handlesOf(module, seats + 1);
    const late = handles[seats]!;
    const refused = { name: "ThreadLimitError", message: new RegExp(`all ${seats} seats`) };
    for (let round = 0; round < 3 * seats; round++) {
      const seated = handles.slice(0, seats);
      for (const vector of seated) assert.equal(vector.get(9), undefined);
      for (const vector of seated) assert.equal(vector.get(0), round === 0 ? undefined : 7);
      for (const needs of [() => late.size, () => late.get(0), () => late.pushBack(1)]) {
        assert.throws(needs, refused);
      }
      const leaving = handles[round % seats]!;
      leaving.detach();
      if (round === 0) assert.equal(late.pushBack(7), 0);
      else late.set(0, 7);
      for (const needs of [() => leaving.size, () => leaving.popBack()]) {
        assert.throws(needs, refused);
      }
      late.detach();
      late.detach();
      assert.equal(leaving.size, 1);
    }
  }
});

test("what a handle left in hand does not follow it to another seat", () => {
  for (const seats of [2, 3, 4]) {
    const handles = handlesOf(vectors(`Few${seats}`), seats);
    const model: number[] = [];
    for (let k = 0; k < 600; k++) {
      // All leave, and come back in another order: each has another one's seat.
      const order = handles.map((_, n) => handles[(n + k) % seats]!);
      for (const vector of order) {
        if (model.length > 0 && k % 3 === 0) assert.equal(vector.popBack(), model.pop());
        else if (model.length < 5) assert.equal(vector.pushBack(k), model.push(k) - 1);
        else vector.set(4, model[4] = k);
        // Takes a record in hand, and changes nothing.
        assert.throws(() => vector.set(5, 0), RangeError);
      }
      for (const vector of order) assert.deepEqual([...vector], model);
      for (const vector of order) vector.detach();
    }
  }
});

test("an index that no element has changes nothing", () => {
  const vector = create(vectors("Few2"));
  for (const elements of [[], [1, 2, 3], [1, 2, 3, 4, 5]]) {
    while (vector.size < elements.length) vector.pushBack(elements[vector.size]);
    const { length } = elements;
    for (
      const index of [
        length,
        -1,
        -length,
        0.5,
        -0.5,
        NaN,
        Infinity,
        -Infinity,
        2 ** 31,
        -(2 ** 31),
        2 ** 32,
        2 ** 53,
      ]
    ) {
      if (index in elements) continue;
      const outside = {
        name: "RangeError",
        message: new RegExp(`there is no element ${index}, expected an index below ${length}$`),
      };
      assert.throws(() => vector.set(index, 9), outside);
      assert.throws(() => vector.compareExchange?.(index, 0, 9), outside);
      assert.equal(vector.get(index), undefined);
    }
    assert.deepEqual([...vector], elements);
  }
});
