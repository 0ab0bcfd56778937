/** The cubby on one thread: every slot type, every operation, closing, time-outs, aborts, waiters. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type AnyQueue,
  generateAndImport,
  moduleOf,
  type QueueModule,
  type WaitingQueue,
} from "../support/generated.ts";
import { waitingQueue } from "./variants.ts";

const SCALARS = ["u8", "i8", "u16", "i16", "u32", "i32", "f32", "f64", "u53"] as const;

const modules = await generateAndImport(`
import type {
  bool, Bytes, Cubby, f32, f64, FixedArray, i16, i32, i64, i8, Text, u16, u32, u53, u64, u8,
} from "amph-gen/spec";
interface Pair { first: u32; second: f64 }
interface Rich { a: f64; b: Text<20>; c: Bytes<5>; d: FixedArray<u16, 3>; e: FixedArray<Pair, 2>;
  f: "on" | "off"; g: bool; h: i64; i: Pair }
${SCALARS.map((type) => `export type Of${type.toUpperCase()} = Cubby<${type}>;`).join("\n")}
export type OfBool = Cubby<bool>;
export type OfBig = Cubby<u64>;
export type OfWord = Cubby<"pause" | "resume" | "stop">;
export type OfText = Cubby<Text<30>>;
export type OfBytes = Cubby<Bytes<7>>;
export type OfArray = Cubby<FixedArray<i32, 4>>;
export type OfRich = Cubby<Rich>;
export type Numbers = Cubby<u32, { waiters: 2; graceMs: 40 }>;
export type PolledRich = Cubby<Rich, { waiting: false }>;
export type Polled = Cubby<u32, { waiting: false }>;
export type Wide = Cubby<u32, { cacheLine: 128 }>;
`);

const RICH = {
  a: 0.5,
  b: "zwölf 🦊",
  c: Uint8Array.of(1, 2, 3, 4, 5),
  d: Uint16Array.of(1, 2, 65535),
  e: [{ first: 1, second: 2.5 }, { first: 3, second: -1 }],
  f: "off",
  g: true,
  h: -5n,
  i: { first: 7, second: 8 },
};

const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  OfU8: [0, 255],
  OfI8: [-128, 127],
  OfU16: [0, 65535],
  OfI16: [-32768, 32767],
  OfU32: [0, 2 ** 32 - 1],
  OfI32: [-(2 ** 31), 2 ** 31 - 1],
  OfF32: [0.5, -1024],
  OfF64: [Math.PI, -0],
  OfU53: [0, 2 ** 53 - 1],
  OfBool: [true, false],
  OfBig: [0n, 2n ** 64n - 1n],
  OfWord: ["pause", "resume", "stop"],
  OfText: ["", "zwölf 🦊"],
  OfBytes: [Uint8Array.of(1, 2, 3, 4, 5, 6, 7)],
  OfArray: [Int32Array.of(1, -2, 3, -4)],
  OfRich: [RICH],
  PolledRich: [RICH],
};

/** No time-out of a test should end before this. */
const LONG_MS = 20_000;

const numbers = moduleOf(modules, "Numbers");

function create(module: QueueModule = numbers): WaitingQueue {
  return waitingQueue(module.create());
}

function pressure(cubby: AnyQueue): unknown {
  return Reflect.get(cubby, "pressure");
}

for (const [name, values] of Object.entries(VALUES)) {
  test(`${name}: what is pushed is popped, through another handle too`, async () => {
    const module = moduleOf(modules, name);
    const cubby = module.create();
    const other = module.attach(cubby.handle);
    for (const value of values) {
      assert.equal(cubby.tryPush(value), true);
      assert.deepEqual([cubby.size, cubby.isFull, other.isEmpty, pressure(other)], [
        1,
        true,
        false,
        1,
      ]);
      assert.deepEqual(other.tryPop(), value);
      assert.deepEqual([cubby.size, cubby.isEmpty, pressure(cubby)], [0, true, 0]);
    }
    if (name.startsWith("Polled")) return;
    const [first] = values;
    const waiting = waitingQueue(cubby);
    const popped = waitingQueue(other).popAsync(undefined, { timeoutMs: LONG_MS });
    assert.equal(pressure(cubby), -1);
    assert.equal(waiting.push(first), true);
    assert.deepEqual(await popped, first);
    assert.equal(waiting.push(first), true);
    const pushed = waiting.pushAsync(values.at(-1), { timeoutMs: LONG_MS });
    assert.equal(pressure(cubby), 2);
    assert.deepEqual(waitingQueue(other).pop(), first);
    assert.equal(await pushed, true);
    assert.deepEqual(waitingQueue(other).pop(), values.at(-1));
    assert.equal(pressure(cubby), 0);
  });
}

test("a record is filled into the object that a pop is given, also after a wait", async () => {
  const cubby = create(moduleOf(modules, "OfRich"));
  const into = structuredClone(RICH);
  const { c, d } = into;
  cubby.tryPush(RICH);
  assert.equal(cubby.tryPop(into), into);
  const popped = cubby.popAsync(into, { timeoutMs: LONG_MS });
  cubby.tryPush({ ...RICH, a: 9, c: Uint8Array.of(9, 9, 9, 9, 9) });
  assert.equal(await popped, into);
  assert.equal(into.a, 9);
  assert.equal(into.c, c);
  assert.equal(into.d, d);
  assert.deepEqual(c, Uint8Array.of(9, 9, 9, 9, 9));
});

test("an item that does not fit changes nothing", () => {
  for (const name of ["OfRich", "PolledRich"]) {
    const module = moduleOf(modules, name);
    const cubby = module.create();
    for (const bad of [{ ...RICH, a: "x" }, { ...RICH, b: "x".repeat(21) }, { ...RICH, f: "no" }]) {
      assert.throws(() => cubby.tryPush(bad), /expected|room/);
      assert.throws(() => cubby.pushMany([RICH, bad]), /expected|room/);
    }
    assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
    assert.equal(cubby.tryPush(RICH), true);
  }
});

test("a getter that throws while the slot is owned gives the turn back, to who waits", async () => {
  const module = moduleOf(modules, "OfRich");
  const cubby = create(module);
  let reads = 0;
  // Elements are read once to be checked, and once more to be written.
  const element = {
    get first() {
      if (++reads > 1) throw new Error("planted");
      return 1;
    },
    second: 2,
  };
  const bad = { ...RICH, e: [element, RICH.e[0]] };
  assert.throws(() => cubby.tryPush(bad), /planted/);
  assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
  cubby.tryPush(RICH);
  reads = 0;
  const first = cubby.pushAsync(bad, { timeoutMs: LONG_MS });
  const second = cubby.pushAsync({ ...RICH, a: 2 }, { timeoutMs: LONG_MS });
  assert.deepEqual(cubby.tryPop(), RICH);
  await assert.rejects(first, /planted/);
  assert.equal(await second, true);
  assert.deepEqual(cubby.tryPop(), { ...RICH, a: 2 });
  assert.equal(pressure(cubby), 0);
});

test("an object that cannot be filled leaves the item where it is", async () => {
  const cubby = create(moduleOf(modules, "OfRich"));
  const wrong = { ...structuredClone(RICH), c: new Uint8Array(4) };
  cubby.tryPush(RICH);
  assert.throws(() => cubby.tryPop(wrong), /into\.c/);
  assert.deepEqual(cubby.tryPop(), RICH);
  const into = structuredClone(RICH);
  const popped = cubby.popAsync(into, { timeoutMs: LONG_MS });
  into.c = new Uint8Array(4);
  cubby.tryPush(RICH);
  await assert.rejects(popped, /into\.c/);
  assert.deepEqual([cubby.size, pressure(cubby)], [1, 1]);
  assert.deepEqual(cubby.tryPop(), RICH);
});

test("full and empty are refused without busy", () => {
  for (const name of ["Numbers", "Polled", "Wide"]) {
    const cubby = moduleOf(modules, name).create();
    assert.equal(cubby.tryPop(), undefined);
    assert.equal(cubby.busy, false);
    assert.equal(cubby.tryPush(1), true);
    assert.equal(cubby.tryPush(2), false);
    assert.equal(cubby.busy, false);
    assert.equal(cubby.capacity, 1);
  }
});

test("many at once go one by one", () => {
  for (const name of ["Numbers", "Polled"]) {
    const cubby = moduleOf(modules, name).create();
    assert.equal(cubby.pushMany([1, 2, 3]), 1);
    const into = new Uint32Array(3);
    assert.equal(cubby.popMany(into, 1), 1);
    assert.deepEqual(into, Uint32Array.of(0, 1, 0));
    assert.throws(() => cubby.pushMany([1], 0, 2), RangeError);
    assert.throws(() => cubby.popMany(into, 2, 2), RangeError);
    cubby.tryPush(4);
    const seen: unknown[] = [];
    // A visit that pushes again goes on until the limit.
    assert.equal(
      cubby.drain((item) => {
        seen.push(item);
        cubby.tryPush(Number(item) + 1);
      }, 3),
      3,
    );
    assert.deepEqual(seen, [4, 5, 6]);
  }
});

test("a waiting pop is next: tries are refused as busy, and find nothing lost", async () => {
  const cubby = create();
  const popped = cubby.popAsync(undefined, { timeoutMs: LONG_MS });
  assert.equal(cubby.tryPush(1), true);
  assert.equal(cubby.tryPop(), undefined);
  assert.equal(cubby.busy, true);
  assert.equal(cubby.tryPush(2), false);
  assert.equal(cubby.busy, false, "full");
  assert.equal(await popped, 1);
});

test("first come, first served on each side, and turns between them", async () => {
  const cubby = create(moduleOf(modules, "OfU32"));
  const pushes = [1, 2, 3, 4, 5].map((item) => cubby.pushAsync(item, { timeoutMs: LONG_MS }));
  assert.equal(pressure(cubby), 5);
  const pops = [1, 2, 3, 4, 5].map(() => cubby.popAsync(undefined, { timeoutMs: LONG_MS }));
  assert.deepEqual(await Promise.all(pops), [1, 2, 3, 4, 5]);
  assert.deepEqual(await Promise.all(pushes), [true, true, true, true, true]);
  assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
});

test("a push in the thread and a pop in the thread give up after their time-out", () => {
  const cubby = create();
  for (const timeoutMs of [0, 1, 60]) {
    const started = performance.now();
    assert.equal(cubby.pop(undefined, timeoutMs), undefined);
    cubby.tryPush(1);
    assert.equal(cubby.push(2, timeoutMs), false);
    const ms = performance.now() - started;
    assert.ok(ms >= 2 * timeoutMs - 1 && ms < 2 * timeoutMs + 2_000, `${ms} ms of ${timeoutMs}`);
    assert.equal(pressure(cubby), 1);
    assert.equal(cubby.pop(), 1);
    assert.equal(pressure(cubby), 0);
  }
  for (const timeoutMs of [NaN, -1]) {
    assert.throws(() => cubby.push(1, timeoutMs), RangeError);
    assert.throws(() => cubby.pop(undefined, timeoutMs), RangeError);
  }
});

test("who gives up in the middle of the queue changes nothing for the others", async () => {
  const cubby = create(moduleOf(modules, "OfU32"));
  const reason = new Error("planted");
  const controller = new AbortController();
  const { signal } = controller;
  const pops = [
    cubby.popAsync(undefined, { timeoutMs: LONG_MS }),
    cubby.popAsync(undefined, { timeoutMs: 5 }),
    cubby.popAsync(undefined, { signal }),
    cubby.popAsync(undefined, { timeoutMs: LONG_MS }),
  ];
  const aborted = assert.rejects(pops[2]!, reason);
  assert.equal(pressure(cubby), -4);
  controller.abort(reason);
  await aborted;
  assert.equal(await pops[1], undefined);
  assert.equal(pressure(cubby), -2);
  cubby.tryPush(1);
  assert.equal(await pops[0], 1);
  cubby.tryPush(2);
  assert.equal(await pops[3], 2);
  assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
});

test("an abort after the offer passes it on", async () => {
  const cubby = create();
  const controller = new AbortController();
  const reason = new Error("planted");
  const first = cubby.popAsync(undefined, { signal: controller.signal });
  const second = cubby.popAsync(undefined, { timeoutMs: LONG_MS });
  const rejected = assert.rejects(first, reason);
  cubby.tryPush(7);
  controller.abort(reason);
  await rejected;
  assert.equal(await second, 7);
  await assert.rejects(cubby.pushAsync(1, { signal: AbortSignal.abort(reason) }), reason);
  assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
});

test("one waiter too many is refused, and nothing changes", async () => {
  const cubby = create();
  const pops = [0, 1].map(() => cubby.popAsync(undefined, { timeoutMs: LONG_MS }));
  const tooMany = { name: "TooManyWaitersError", message: /2 pops wait already.*waiters/ };
  await assert.rejects(cubby.popAsync(), tooMany);
  assert.throws(() => cubby.pop(), tooMany);
  assert.equal(pressure(cubby), -2);
  cubby.tryPush(1);
  assert.equal(await pops[0], 1);
  const third = cubby.popAsync(undefined, { timeoutMs: LONG_MS });
  cubby.close();
  assert.deepEqual(await Promise.all([pops[1], third]), [undefined, undefined]);
});

test("close wakes every waiter; what is left is popped", async () => {
  const { ClosedError } = numbers;
  const full = create();
  full.tryPush(1);
  const pushes = [2, 3].map((item) => assert.rejects(full.pushAsync(item), ClosedError));
  full.close();
  full.close();
  await Promise.all(pushes);
  assert.deepEqual([full.closed, pressure(full)], [true, 1]);
  assert.throws(() => full.tryPush(4), ClosedError);
  assert.throws(() => full.push(4), ClosedError);
  assert.throws(() => full.pushMany([4]), ClosedError);
  assert.equal(full.pop(), 1);
  assert.equal(full.pop(), undefined);
  assert.equal(await full.popAsync(), undefined);
  assert.equal(pressure(full), 0);

  const empty = create();
  const pops = [0, 1].map(() => empty.popAsync());
  empty.close();
  assert.deepEqual(await Promise.all(pops), [undefined, undefined]);
  assert.equal(pressure(empty), 0);
});

test("for await ends when the cubby is closed and empty", async () => {
  const cubby = create();
  const seen: unknown[] = [];
  const done = (async () => {
    for await (const item of cubby) seen.push(item);
  })();
  for (const item of [1, 2, 3]) await cubby.pushAsync(item, { timeoutMs: LONG_MS });
  cubby.close();
  await done;
  assert.deepEqual(seen, [1, 2, 3]);
});

test("a waiter in a blocked event loop loses its turn once, and keeps its place", async () => {
  const cubby = create();
  const other = waitingQueue(numbers.attach(cubby.handle));
  const pops = [0, 1].map(() => cubby.popAsync(undefined, { timeoutMs: LONG_MS }));
  cubby.tryPush(1);
  // Nothing of the event loop runs here: the offer to the first pop stands for graceMs, 40.
  assert.equal(other.tryPop(), undefined);
  const end = performance.now() + LONG_MS;
  while (cubby.size !== 0 && performance.now() < end) other.tryPop();
  // Both were late: the item was for the taking by the very try.
  assert.equal(pressure(cubby), 0);
  assert.equal(cubby.size, 0);
  cubby.tryPush(2);
  assert.equal(await pops[0], 2);
  cubby.tryPush(3);
  assert.equal(await pops[1], 3);
  assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
});

test("limits shorter than graceMs add up: a turn that nobody takes is taken", async () => {
  const cubby = create();
  const other = waitingQueue(numbers.attach(cubby.handle));
  const popped = cubby.popAsync(undefined, { timeoutMs: LONG_MS });
  cubby.tryPush(1);
  // Nothing of the event loop runs here: the offer stands, and no wait lasts for graceMs.
  const end = performance.now() + LONG_MS;
  let item: unknown;
  while (item === undefined && performance.now() < end) item = other.pop(undefined, 3);
  assert.equal(item, 1);
  cubby.tryPush(2);
  assert.equal(await popped, 2);
  assert.deepEqual([cubby.size, pressure(cubby)], [0, 0]);
});

test("tickets wrap around", async () => {
  const cubby = waitingQueue(moduleOf(modules, "OfU32").create({ initialTicket: 2 ** 26 - 3 }));
  const pops = Array.from({ length: 6 }, () => cubby.popAsync(undefined, { timeoutMs: LONG_MS }));
  for (let item = 0; item < 6; item++) await cubby.pushAsync(item, { timeoutMs: LONG_MS });
  assert.deepEqual(await Promise.all(pops), [0, 1, 2, 3, 4, 5]);
});

test("attach refuses memory of another cubby", () => {
  const other = moduleOf(modules, "OfU32").create();
  assert.throws(() => numbers.attach(other.handle), numbers.LayoutMismatchError);
});

test("abandoned waits do not pile up or disturb later ones", async () => {
  const cubby = create();
  for (let k = 0; k < 50; k++) {
    assert.equal(await cubby.popAsync(undefined, { timeoutMs: 1 }), undefined);
  }
  const popped = cubby.popAsync(undefined, { timeoutMs: LONG_MS });
  await sleep(5);
  cubby.tryPush(1);
  assert.equal(await popped, 1);
  assert.equal(pressure(cubby), 0);
});
