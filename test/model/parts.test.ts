import assert from "node:assert/strict";
import { test } from "node:test";
import type { Operation } from "../../generator/core/scenario.ts";
import { itemsOf } from "../../generator/structures/queue/items.ts";
import { queueReference } from "../../generator/structures/queue/reference.ts";
import { createJudge } from "../../generator/verify/judge.ts";
import { formatSchedule, parseSchedule } from "../../generator/verify/schedule.ts";
import { copyValue, keyOf } from "../../generator/verify/values.ts";
import { createVectorSet } from "../../generator/verify/vectors.ts";
import { textOf } from "./checked.ts";
import { call } from "./hand-written.ts";

const reference = queueReference(2, (item) => item);

test("the reference of a queue is first in, first out, bounded and closed once", () => {
  const after = (state: string, ...steps: ((state: string) => readonly { state: string }[])[]) =>
    steps.reduce((held, step) => step(held)[0]!.state, state);
  const push = (item: number) => (state: string) => reference.push(state, item, false);
  const full = after(reference.empty, push(0), push(1));
  assert.equal(full, "0-1");
  assert.deepEqual(reference.push(full, 2, false), [{ state: full, result: "full" }]);
  assert.deepEqual(reference.push(full, 2, true), []);
  assert.deepEqual(reference.pop(full, false), [{ state: "1", result: "item 0" }]);
  assert.deepEqual(reference.popMany(full, 5, true), [{ state: "", result: "items 0 1" }]);
  assert.equal(reference.popMany(full, 5, false).length, 2);
  const closed = after(full, reference.close);
  assert.equal(closed, "0-1 closed");
  assert.deepEqual(reference.push(closed, 2, true), [{ state: closed, result: "closed" }]);
  assert.deepEqual(reference.size(closed), [{ state: closed, result: "size 2" }]);
  const drained = after(closed, (state) => reference.popMany(state, 2, true));
  assert.deepEqual(reference.pop(drained, true), [{ state: "closed", result: "empty" }]);
  assert.deepEqual(reference.pop("", true), []);
  assert.deepEqual(reference.pushMany("7", [3, 4], true), [{ state: "7 3", result: "1 pushed" }]);
});

const push = (item: number): Operation =>
  call("push", (state) => reference.push(state, item, false), { idle: ["busy"] });
const pop: Operation = call("pop", (state) => reference.pop(state, false));

test("an operation takes effect between its call and its return, and not outside", () => {
  // A pushes 0 and 1, B pops twice.
  const judge = createJudge([[push(0), push(1)], [pop, pop]]);
  const start = judge.of([""]);
  // B's pop returns the item of A's push, which has not returned yet.
  const early = judge.returned(start, 1, "item 0", [0, 0]);
  assert.notEqual(early, undefined);
  // It was not called yet.
  assert.equal(judge.returned(start, 1, "item 0", [-1, 0]), undefined);
  // It has taken effect, so it cannot fail any more.
  assert.equal(judge.returned(early!, 0, "full", [0, -1]), undefined);
  const done = judge.returned(early!, 0, "pushed", [0, -1])!;
  assert.deepEqual(judge.states(done), [""]);
  // Twice the same item.
  assert.equal(judge.returned(done, 1, "item 0", [-1, 1]), undefined);
});

test("a moment that has passed while an operation ran can explain it", () => {
  const judge = createJudge([[push(0)], [pop], [pop]]);
  const start = judge.of([""]);
  const pushed = judge.returned(start, 0, "pushed", [0, 0, -1])!;
  // B was called before the push had returned: empty is right, though an item is there now.
  assert.notEqual(judge.returned(pushed, 1, "empty", [-1, 0, -1]), undefined);
  // C is called afterwards.
  assert.equal(judge.returned(pushed, 2, "empty", [-1, -1, 0]), undefined);
});

test("who waits may wait only while the reference has nothing for it", () => {
  const waits = call("pop", (state) => reference.pop(state, true));
  const judge = createJudge([[push(0)], [waits]]);
  const start = judge.of([""]);
  assert.equal(judge.mayAllWait(start, [-1, 0]), true);
  const pushed = judge.returned(start, 0, "pushed", [0, 0])!;
  assert.equal(judge.mayAllWait(pushed, [-1, 0]), false);
});

test("a schedule is read as it is written", () => {
  const schedule = {
    scenario: "push-pop/empty/2",
    choices: [
      { thread: 0, move: "go" },
      { thread: 0, move: "go" },
      { thread: 1, move: "time" },
      { thread: 2, move: "kill" },
      { thread: 0, move: "go" },
    ],
  } as const;
  const text = formatSchedule(schedule);
  assert.equal(text, "push-pop/empty/2:2A.Bt.Ck.A");
  assert.deepEqual(parseSchedule(text), schedule);
  assert.deepEqual(parseSchedule("some:").choices, []);
  assert.throws(() => parseSchedule("2A.B"), /SCENARIO:STEPS/);
  assert.throws(() => parseSchedule("some:2x"), /step 2x/);
});

test("vectors are numbered in order, each once", () => {
  const set = createVectorSet(3);
  for (let k = 0; k < 50_000; k++) {
    assert.equal(set.add(Int32Array.of(k, -k, k * 7)), k);
  }
  assert.equal(set.add(Int32Array.of(77, -77, 539)), 77);
  assert.equal(set.size(), 50_000);
  const into = new Int32Array(3);
  set.read(49_999, into);
  assert.deepEqual([...into], [49_999, -49_999, 349_993]);
});

test("copies and keys of values keep what is shared", () => {
  const item = { a: 1, b: [1n, undefined] };
  const copy = copyValue([item, item, Uint8Array.of(1, 2)], new Map());
  assert.ok(Array.isArray(copy) && copy[0] === copy[1] && copy[0] !== item);
  const key = (value: Parameters<typeof keyOf>[0]) => keyOf(value, new Map());
  assert.equal(key(copy), key([item, item, Uint8Array.of(1, 2)]));
  assert.notEqual(key([item, item]), key([item, { a: 1, b: [1n, undefined] }]));
  assert.notEqual(key([1]), key(["1"]));
  assert.notEqual(key([0]), key([-0]));
  assert.notEqual(key([1]), key([1n]));
});

test("items tell their number in every field, each its own way", async () => {
  const text = await textOf({
    producers: "many",
    consumers: "many",
    waiting: true,
    capacity: 2,
    item: "Pair",
  });
  const items = itemsOf(text);
  assert.deepEqual(items.make(3), { first: 4, second: 5 });
  assert.equal(items.describe({ first: 4, second: 5 }), "item 3");
  // Torn, and one field read for the other.
  assert.match(items.describe({ first: 4, second: 6 }), /^no item/);
  assert.match(items.describe({ first: 4, second: 4 }), /^no item/);
  assert.deepEqual(items.setters(1, 3), [
    { operation: "setFirst", args: [1, 4] },
    { operation: "setSecond", args: [1, 5] },
  ]);
  assert.deepEqual(items.gather([4, 5]), { first: 4, second: 5 });
});
