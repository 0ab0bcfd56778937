/** Offers of a cubby that nobody accepts: the event loop of those that wait stands still here. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { generateAndImport, moduleOf, type WaitingQueue } from "../support/generated.ts";
import { waitingQueue } from "./variants.ts";

const GRACE_MS = 40;
/** No time-out of a test should end before this. */
const LONG_MS = 20_000;

const modules = await generateAndImport(`
import type { Cubby, FixedArray, u32 } from "amph-gen/spec";
interface Inner { value: u32 }
interface Outer { first: u32; list: FixedArray<Inner, 1> }
export type Numbers = Cubby<u32, { waiters: 3; graceMs: ${GRACE_MS} }>;
export type Records = Cubby<Outer>;
`);
const numbers = moduleOf(modules, "Numbers");

/** Two handles over one cubby. */
function pair(): { own: WaitingQueue; other: WaitingQueue } {
  const own = waitingQueue(numbers.create());
  return { own, other: waitingQueue(numbers.attach(own.handle)) };
}

const pressure = (cubby: object): unknown => Reflect.get(cubby, "pressure");

function standStill(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test("the try that finds an offer standing for too long takes the item by itself", async () => {
  const { own, other } = pair();
  const popped = own.popAsync(undefined, { timeoutMs: LONG_MS });
  own.tryPush(1);
  assert.equal(other.tryPop(), undefined);
  assert.equal(other.busy, true);
  standStill(GRACE_MS + 1);
  assert.equal(other.tryPop(), 1);
  assert.deepEqual([own.size, pressure(own)], [0, 0]);
  own.tryPush(2);
  assert.equal(await popped, 2);
  assert.deepEqual([own.size, pressure(own)], [0, 0]);
});

test("and takes the slot by itself, for an item", async () => {
  const { own, other } = pair();
  own.tryPush(1);
  const pushed = own.pushAsync(3, { timeoutMs: LONG_MS });
  assert.equal(other.tryPop(), 1);
  assert.equal(other.tryPush(2), false);
  assert.equal(other.busy, true);
  standStill(GRACE_MS + 1);
  assert.equal(other.tryPush(2), true);
  assert.deepEqual([own.size, pressure(own)], [1, 1]);
  assert.equal(other.tryPop(), 2);
  assert.equal(await pushed, true);
  assert.equal(other.tryPop(), 3);
  assert.deepEqual([own.size, pressure(own)], [0, 0]);
});

test("an offer stands for its time, whoever tries, and each waiter has its own", async () => {
  for (const isPush of [true, false]) {
    const { own, other } = pair();
    if (isPush) own.tryPush(1);
    const waiting = [0, 1].map((k) =>
      isPush
        ? own.pushAsync(2 + k, { timeoutMs: LONG_MS })
        : own.popAsync(undefined, { timeoutMs: LONG_MS })
    );
    const startedMs = performance.now();
    if (isPush) assert.equal(other.tryPop(), 1);
    else own.tryPush(1);
    const attempt = () => isPush ? other.tryPush(9) : other.tryPop() === 1;
    while (!attempt()) {
      assert.equal(other.busy, true);
      assert.ok(performance.now() - startedMs < LONG_MS);
    }
    assert.ok(performance.now() - startedMs >= 2 * GRACE_MS - 1);
    // Both are late, and keep their places.
    if (isPush) {
      assert.equal(other.tryPop(), 9);
      assert.equal(await other.popAsync(undefined, { timeoutMs: LONG_MS }), 2);
      assert.equal(await other.popAsync(undefined, { timeoutMs: LONG_MS }), 3);
      assert.deepEqual(await Promise.all(waiting), [true, true]);
    } else {
      for (const [k, item] of [5, 6].entries()) {
        assert.equal(await other.pushAsync(item, { timeoutMs: LONG_MS }), true);
        assert.equal(await waiting[k], item);
      }
    }
    assert.deepEqual([own.size, pressure(own)], [0, 0]);
  }
});

test("who waits in the thread takes an offer back after its time, and then the slot", async () => {
  const { own, other } = pair();
  const popped = own.popAsync(undefined, { timeoutMs: LONG_MS });
  own.tryPush(1);
  assert.equal(other.pop(undefined, LONG_MS), 1);
  assert.equal(own.tryPush(2), true);
  const pushed = own.pushAsync(4, { timeoutMs: LONG_MS });
  assert.equal(await popped, 2);
  assert.equal(await pushed, true);
  const late = own.pushAsync(5, { timeoutMs: LONG_MS });
  assert.equal(own.tryPop(), 4);
  assert.equal(other.push(3, LONG_MS), true);
  assert.equal(own.tryPop(), 3);
  assert.equal(await late, true);
  assert.equal(own.tryPop(), 5);
  assert.deepEqual([own.size, pressure(own)], [0, 0]);
});

test("the size counts an item that is being written, and none that is being read", () => {
  const cubby = moduleOf(modules, "Records").create();
  const seen: unknown[] = [];
  const look = () => seen.push([cubby.size, cubby.isEmpty, cubby.isFull, pressure(cubby)]);
  let reads = 0;
  const element = {
    get value() {
      if (++reads > 1) look();
      return 1;
    },
  };
  assert.equal(cubby.tryPush({ first: 1, list: [element] }), true);
  const into = {
    set first(_: number) {
      look();
    },
    list: [{ value: 0 }],
  };
  cubby.tryPop(into);
  assert.deepEqual(seen, [[1, false, true, 1], [0, true, false, 0]]);
});
