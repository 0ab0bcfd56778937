/** Limits of time and of waiters of a cubby, and who is called when a turn comes back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { generateAndImport, moduleOf } from "../support/generated.ts";
import { waitingQueue } from "./variants.ts";

/** No limit of a test should end before this; one that waits for a call that is lost ends then. */
const LONG_MS = 5_000;

const modules = await generateAndImport(`
import type { Cubby, FixedArray, u32 } from "amph-gen/spec";
interface Inner { value: u32 }
interface Outer { list: FixedArray<Inner, 1> }
export type Numbers = Cubby<u32, { waiters: 2; graceMs: 60000 }>;
export type Many = Cubby<u32, { waiters: 40 }>;
export type Three = Cubby<u32, { waiters: 3; graceMs: 60000 }>;
export type Impatient = Cubby<u32, { waiters: 3; graceMs: 20 }>;
export type Records = Cubby<Outer, { waiters: 2; graceMs: 60000 }>;
`);

const create = (name = "Numbers") => waitingQueue(moduleOf(modules, name).create());
const pressure = (cubby: object): unknown => Reflect.get(cubby, "pressure");

test("a limit of 0 is one try: it works where there is room or an item, and is no waiter", async () => {
  const cubby = create();
  assert.equal(cubby.push(1, 0), true);
  const pushes = [2, 3].map((item) => cubby.pushAsync(item, { timeoutMs: LONG_MS }));
  // A third one that waits would be refused.
  assert.equal(cubby.push(4, 0), false);
  assert.equal(await cubby.pushAsync(4, { timeoutMs: 0 }), false);
  assert.equal(cubby.pop(undefined, 0), 1);
  assert.deepEqual(await Promise.all([pushes[0], cubby.popAsync(undefined)]), [true, 2]);
  assert.deepEqual(await Promise.all([pushes[1], cubby.popAsync(undefined)]), [true, 3]);
  assert.equal(await cubby.pushAsync(5, { timeoutMs: 0 }), true);
  assert.equal(await cubby.popAsync(undefined, { timeoutMs: 0 }), 5);
  const pops = [0, 1].map(() => cubby.popAsync(undefined, { timeoutMs: LONG_MS }));
  assert.equal(cubby.pop(undefined, 0), undefined);
  assert.equal(await cubby.popAsync(undefined, { timeoutMs: 0 }), undefined);
  for (const [k, pop] of pops.entries()) {
    cubby.tryPush(k);
    assert.equal(await pop, k);
  }
  assert.equal(pressure(cubby), 0);
});

test("a limit that has passed is told, in the event loop too", async () => {
  const cubby = create();
  assert.equal(await cubby.popAsync(undefined, { timeoutMs: 5 }), undefined);
  cubby.tryPush(1);
  assert.equal(await cubby.pushAsync(2, { timeoutMs: 5 }), false);
  assert.deepEqual([cubby.size, pressure(cubby)], [1, 1]);
  const startedMs = performance.now();
  assert.equal(cubby.push(2, 5), false);
  assert.equal(cubby.pop(undefined, 5), 1);
  assert.equal(cubby.pop(undefined, 5), undefined);
  assert.ok(performance.now() - startedMs < LONG_MS);
  assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
});

test("what is no limit is refused before anything happens", async () => {
  const cubby = create();
  for (const timeoutMs of [NaN, -1]) {
    assert.throws(() => cubby.push(1, timeoutMs), RangeError);
    await assert.rejects(cubby.pushAsync(1, { timeoutMs }), RangeError);
    assert.equal(cubby.size, 0);
  }
  cubby.tryPush(1);
  for (const timeoutMs of [NaN, -1]) {
    assert.throws(() => cubby.pop(undefined, timeoutMs), RangeError);
    await assert.rejects(cubby.popAsync(undefined, { timeoutMs }), RangeError);
    assert.equal(cubby.size, 1);
  }
});

test("what was aborted before does nothing, also where it need not wait", async () => {
  const reason = new Error("planted");
  const signal = AbortSignal.abort(reason);
  const cubby = create();
  await assert.rejects(cubby.pushAsync(1, { signal }), reason);
  assert.equal(cubby.size, 0);
  cubby.tryPush(1);
  await assert.rejects(cubby.popAsync(undefined, { signal }), reason);
  assert.deepEqual([cubby.size, pressure(cubby)], [1, 1]);
});

test("a turn that is given back goes to who waits next, at once", async () => {
  const cubby = create("Records");
  const good = { list: [{ value: 1 }] };
  let reads = 0;
  const element = {
    get value() {
      // The first try finds no room; the second reading has the slot.
      if (++reads > 1) throw new Error("planted");
      return 1;
    },
  };
  cubby.tryPush(good);
  const bad = assert.rejects(
    cubby.pushAsync({ list: [element] }, { timeoutMs: LONG_MS }),
    /planted/,
  );
  const next = cubby.pushAsync(good, { timeoutMs: LONG_MS });
  const startedMs = performance.now();
  assert.deepEqual(cubby.tryPop(), good);
  await bad;
  assert.equal(await next, true);
  // Not only when the limit makes it look by itself.
  assert.ok(performance.now() - startedMs < LONG_MS - 1);
  assert.deepEqual([cubby.size, pressure(cubby)], [1, 1]);
});

test("who is refused as one too many leaves no ticket that others would wait for", async () => {
  const cubby = create();
  for (const isPush of [true, false]) {
    if (isPush) cubby.tryPush(0);
    const waiting = [1, 2].map((item) =>
      isPush
        ? cubby.pushAsync(item, { timeoutMs: LONG_MS })
        : cubby.popAsync(undefined, { timeoutMs: LONG_MS })
    );
    const name = "TooManyWaitersError";
    if (isPush) assert.throws(() => cubby.push(3), { name, message: /2 pushes wait/ });
    else assert.throws(() => cubby.pop(), { name, message: /2 pops wait/ });
    await assert.rejects(isPush ? cubby.pushAsync(3) : cubby.popAsync(), { name });
    for (const [k, item] of [1, 2].entries()) {
      if (isPush) assert.equal(cubby.tryPop(), item - 1);
      else assert.equal(cubby.tryPush(item), true);
      assert.equal(await waiting[k], isPush ? true : item);
    }
    if (isPush) assert.equal(cubby.tryPop(), 2);
    assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
  }
});

test("the oldest comes first, whichever record it has, at the wrap of the tickets too", async () => {
  for (const initialTicket of [0, 2 ** 25 - 2, 2 ** 26 - 2]) {
    for (const isPush of [true, false]) {
      const cubby = waitingQueue(moduleOf(modules, "Numbers").create({ initialTicket }));
      if (isPush) cubby.tryPush(0);
      const wait = (item: number, timeoutMs: number) =>
        isPush ? cubby.pushAsync(item, { timeoutMs }) : cubby.popAsync(undefined, { timeoutMs });
      const first = wait(1, 5);
      const second = wait(2, LONG_MS);
      assert.equal(await first, isPush ? false : undefined);
      // Takes the record that the first has left.
      const third = wait(3, LONG_MS);
      if (isPush) {
        const items = [cubby.pop(undefined, LONG_MS), await cubby.popAsync()];
        assert.deepEqual([...items, await cubby.popAsync()], [0, 2, 3]);
        assert.deepEqual(await Promise.all([second, third]), [true, true]);
      } else {
        cubby.tryPush(4);
        assert.equal(await second, 4);
        cubby.tryPush(5);
        assert.equal(await third, 5);
      }
      assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
    }
  }
});

test("many may wait, and what the counter says is not taken for anything else", async () => {
  const cubby = create("Many");
  cubby.tryPush(0);
  const pushes = Array.from(
    { length: 39 },
    (_, k) => cubby.pushAsync(k + 1, { timeoutMs: LONG_MS }),
  );
  assert.equal(pressure(cubby), 40);
  assert.equal(cubby.push(99, 5), false);
  for (let k = 0; k < 40; k++) assert.equal(await cubby.popAsync(), k);
  assert.ok((await Promise.all(pushes)).every((pushed) => pushed));
  const pops = Array.from({ length: 40 }, () => cubby.popAsync(undefined, { timeoutMs: LONG_MS }));
  assert.equal(pressure(cubby), -40);
  for (let k = 0; k < 40; k++) await cubby.pushAsync(k, { timeoutMs: LONG_MS });
  assert.deepEqual(await Promise.all(pops), Array.from({ length: 40 }, (_, k) => k));
});

test("who finds no offer takes none back, and marks nobody late", async () => {
  const cubby = create("Impatient");
  const popped = cubby.popAsync(undefined, { timeoutMs: LONG_MS });
  assert.equal(cubby.pop(undefined, 50), undefined);
  assert.equal(pressure(cubby), -1);
  cubby.tryPush(1);
  assert.equal(await popped, 1);
  cubby.tryPush(2);
  const pushed = cubby.pushAsync(3, { timeoutMs: LONG_MS });
  assert.equal(cubby.push(4, 50), false);
  assert.equal(pressure(cubby), 2);
  assert.equal(cubby.tryPop(), 2);
  assert.equal(await pushed, true);
  assert.equal(cubby.tryPop(), 3);
  assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
});

test("the oldest comes first, be its record the last", async () => {
  for (const isPush of [true, false]) {
    const cubby = create("Three");
    if (isPush) cubby.tryPush(0);
    const wait = (item: number, timeoutMs: number): Promise<unknown> =>
      isPush ? cubby.pushAsync(item, { timeoutMs }) : cubby.popAsync(undefined, { timeoutMs });
    const gone = [wait(1, 5), wait(2, 5)];
    const waiting = [wait(3, LONG_MS)];
    await Promise.all(gone);
    // These take the records before it.
    waiting.push(wait(4, LONG_MS), wait(5, LONG_MS));
    const startedMs = performance.now();
    for (const [k, item] of [3, 4, 5].entries()) {
      if (isPush) assert.equal(cubby.tryPop(), k === 0 ? 0 : item - 1);
      else assert.equal(cubby.tryPush(item), true);
      assert.equal(await waiting[k], isPush ? true : item);
    }
    assert.ok(performance.now() - startedMs < LONG_MS - 1);
  }
});

test("a call reaches who waits now, not only who waited there before", async () => {
  const module = moduleOf(modules, "Numbers");
  for (const isClosed of [true, false]) {
    const before = waitingQueue(module.create());
    const now = waitingQueue(module.attach(before.handle));
    assert.equal(await before.popAsync(undefined, { timeoutMs: 5 }), undefined);
    const startedMs = performance.now();
    const popped = now.popAsync(undefined, { timeoutMs: LONG_MS });
    if (isClosed) before.close();
    else before.tryPush(1);
    assert.equal(await popped, isClosed ? undefined : 1);
    assert.ok(performance.now() - startedMs < LONG_MS - 1);
  }
});
