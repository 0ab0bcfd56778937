/** Containers: one memory, one handle, members that work, and what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Book } from "../golden/book.gen.ts";
import { Hub, LayoutMismatchError } from "../golden/hub.gen.ts";
import { WrongKindError } from "../golden/hub-control.gen.ts";
import { Prices } from "../golden/prices.gen.ts";
import { Settings } from "../golden/settings.gen.ts";
import { runWorkers } from "../support/workers.ts";
import type { HubTask } from "./hub-worker.ts";

const SCRIPT = new URL("./hub-worker.ts", import.meta.url);
const TIMEOUT_MS = 60_000;
const LINE_BYTES = 64;
const HEADER_WORDS = 5;

/** Every structure of a hub, with where it lies. */
function partsOf({ handle, settings, prices, book, control }: Hub) {
  return [
    { name: "", handle },
    { name: "settings", handle: settings.handle },
    { name: "prices", handle: prices.handle },
    { name: "book", handle: book.handle },
    { name: "book.bid", handle: book.bid.handle },
    { name: "book.ask", handle: book.ask.handle },
    { name: "control", handle: control.handle },
  ];
}

/** The fifth header word: the bytes of a structure. */
function totalBytes({ buffer, byteOffset }: { buffer: SharedArrayBuffer; byteOffset: number }) {
  return new Int32Array(buffer, byteOffset)[4]!;
}

function refused(reason: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof LayoutMismatchError, String(error));
    assert.equal(error.name, "LayoutMismatchError");
    assert.match(error.message, reason);
    return true;
  };
}

test("all members lie in one memory, on lines of their own", () => {
  const hub = Hub.create();
  const parts = partsOf(hub);
  for (const { name, handle } of parts) {
    assert.equal(handle.buffer, hub.handle.buffer, name);
    assert.equal(handle.byteOffset % LINE_BYTES, 0, name);
  }
  const leaves = parts.filter(({ name }) => !["", "book"].includes(name))
    .map(({ handle }) => ({
      start: handle.byteOffset,
      end: handle.byteOffset + totalBytes(handle),
    }))
    .sort((a, b) => a.start - b.start);
  assert.ok(leaves.every(({ start }, k) => start >= (leaves[k - 1]?.end ?? LINE_BYTES)));
  assert.ok(leaves.at(-1)!.end <= totalBytes(hub.handle));
  const { settings, prices, book } = hub;
  assert.ok(settings instanceof Settings && prices instanceof Prices && book instanceof Book);
  assert.ok(book.ask instanceof Prices);
});

test("an attached container sees the same members, each by itself", () => {
  const hub = Hub.create();
  const other = Hub.attach(structuredClone(hub.handle));
  hub.prices.tryPush(1);
  hub.book.bid.tryPush(2);
  hub.book.ask.tryPush(3);
  hub.settings.storeCount(4);
  assert.deepEqual(
    [other.prices.size, other.book.bid.size, other.book.ask.size, other.settings.loadCount()],
    [1, 1, 1, 4],
  );
  assert.deepEqual(
    [other.book.ask.tryPop(), other.book.bid.tryPop(), other.prices.tryPop()],
    [3, 2, 1],
  );
  assert.equal(Prices.attach(hub.book.ask.handle).isEmpty, true);
});

test("one message opens everything in another thread", async () => {
  const hub = Hub.create();
  const agreement = { running: true, phase: "work", count: 7, rate: 0.5, name: "main" } as const;
  hub.settings.write({ ...agreement });
  hub.prices.tryPush(1.25);
  hub.book.bid.tryPush(2.5);
  hub.book.ask.tryPush(-3);
  hub.control.become("numbers").tryPush(42);
  const task: HubTask = { kind: "echo", handle: hub.handle };
  const [found] = await runWorkers({
    script: SCRIPT,
    workers: 1,
    data: () => task,
    timeoutMs: TIMEOUT_MS,
  });
  assert.deepEqual(found, {
    settings: agreement,
    price: 1.25,
    bid: 2.5,
    ask: -3,
    kind: "numbers",
    number: 42,
  });
  assert.equal(hub.settings.loadPhase(), "end");
  assert.equal(hub.settings.getName(), "worker");
  assert.equal(hub.prices.isEmpty, true);
});

test("a header with one wrong word is refused, in the container and in every member", () => {
  const names = partsOf(Hub.create()).map(({ name }) => name);
  for (const [k, name] of names.entries()) {
    for (let word = 0; word < HEADER_WORDS; word++) {
      const hub = Hub.create();
      const { buffer, byteOffset } = partsOf(hub)[k]!.handle;
      new Int32Array(buffer, byteOffset)[word]! ^= 1 << 9;
      const path = name === "" ? "" : `member ${name.replace(".", ": .*member ")}`;
      const place = `at byte ${byteOffset + word * 4} is 0x`;
      assert.throws(() => Hub.attach(hub.handle), refused(new RegExp(`${path}.*${place}`)));
    }
  }
});

test("memory of another composition, or of a member, is refused, and so is zeroed memory", () => {
  const hub = Hub.create();
  const others = [
    Book.create().handle.buffer,
    Prices.create().handle.buffer,
    new SharedArrayBuffer(hub.handle.buffer.byteLength),
  ];
  for (const buffer of others) {
    const mixed = { ...hub.handle, buffer };
    assert.throws(() => Hub.attach(mixed), refused(/fingerprint|magic|total/));
  }
  for (const { name, handle } of partsOf(hub).slice(1)) {
    const { byteOffset } = handle;
    assert.throws(() => Hub.attach({ ...hub.handle, byteOffset }), refused(/./), name);
  }
});

test("memory that is too small or no shared memory, and offsets within a line, are refused", () => {
  const { handle } = Hub.create();
  const total = totalBytes(handle);
  const copy = new SharedArrayBuffer(total);
  new Uint8Array(copy).set(new Uint8Array(handle.buffer, 0, total));
  assert.equal(Hub.attach({ ...handle, buffer: copy }).prices.capacity, 4);
  for (const length of [0, LINE_BYTES, total - 4]) {
    const buffer = copy.slice(0, length);
    assert.throws(() => Hub.attach({ ...handle, buffer }), refused(/expected at least/));
  }
  for (const byteOffset of [-64, 4, 32, NaN, 0.5]) {
    assert.throws(
      () => Hub.attach({ ...handle, byteOffset }),
      refused(/expected a multiple of 64/),
    );
  }
  const foreign: unknown = { ...handle, buffer: new ArrayBuffer(total) };
  assert.throws(() => Reflect.apply(Hub.attach, Hub, [foreign]), refused(/no SharedArrayBuffer/));
});

test("a container can be made in memory that exists, if it is empty and has room", () => {
  const total = totalBytes(Hub.create().handle);
  const buffer = new SharedArrayBuffer(2 * total + LINE_BYTES);
  const first = Hub.createIn(buffer, LINE_BYTES);
  const second = Hub.createIn(buffer, LINE_BYTES + total);
  first.prices.tryPush(1);
  first.settings.storeCount(9);
  first.control.become("state");
  assert.deepEqual(
    [second.prices.size, second.settings.loadCount(), second.control.kind],
    [0, 0, undefined],
  );
  assert.equal(Hub.attach(first.handle).prices.tryPop(), 1);
  assert.throws(() => Hub.createIn(buffer, LINE_BYTES), refused(/expected memory of zeros/));
  assert.throws(() => Hub.createIn(buffer, 2 * LINE_BYTES + total), refused(/expected at least/));
  assert.throws(() => Hub.createIn(buffer, 4), refused(/expected a multiple of 64/));

  const used = new SharedArrayBuffer(total);
  Prices.createIn(used, Hub.create().prices.handle.byteOffset);
  assert.throws(() => Hub.createIn(used, 0), refused(/member prices: .*expected memory of zeros/));
});

test("a variant becomes one kind, once, and is opened as nothing else", () => {
  const hub = Hub.create();
  const { control } = hub;
  const other = Hub.attach(hub.handle).control;
  const wrong = (asked: string, found: string | undefined, text: RegExp) => (error: unknown) => {
    assert.ok(error instanceof WrongKindError, String(error));
    assert.deepEqual([error.name, error.asked, error.found], ["WrongKindError", asked, found]);
    assert.match(error.message, text);
    return true;
  };
  assert.deepEqual([control.kind, other.kind], [undefined, undefined]);
  assert.throws(
    () => control.numbers,
    wrong("numbers", undefined, /of no kind yet: call become\("numbers"\)/),
  );

  const state = control.become("state");
  assert.ok(state instanceof Settings);
  assert.equal(control.become("state"), state);
  assert.equal(control.state, state);
  state.storeCount(5);
  assert.deepEqual([control.kind, other.kind], ["state", "state"]);
  assert.equal(other.state.loadCount(), 5);
  assert.equal(other.become("state").loadCount(), 5);
  for (const handle of [control, other]) {
    assert.throws(() => handle.numbers, wrong("numbers", "state", /is state, not numbers/));
    assert.throws(
      () => handle.become("numbers"),
      wrong("numbers", "state", /is state, not numbers/),
    );
  }
  assert.throws(() => Reflect.apply(control.become, control, ["other"]), {
    name: "TypeError",
    message: /kind is other, expected one of numbers, state/,
  });
  assert.throws(() => control.become("state", -1), RangeError);
});

test("a place that a thread has claimed and never fills ends in an error, not in a wait", () => {
  const hub = Hub.create();
  const { byteOffset, buffer } = hub.control.handle;
  // What a thread that was terminated in the middle of become("state") leaves behind.
  Atomics.store(new Int32Array(buffer, byteOffset), LINE_BYTES / 4, 3);
  assert.throws(() => hub.control.become("state", 20), { name: "UnfinishedError" });
  assert.throws(() => hub.control.become("numbers", 20), { name: "WrongKindError" });
  assert.throws(() => hub.control.state, {
    name: "WrongKindError",
    message: /still becoming state/,
  });
  assert.equal(hub.control.kind, undefined);
});

test("a place that is not empty is given back", () => {
  const hub = Hub.create();
  const { byteOffset, buffer } = hub.control.handle;
  const word = new Int32Array(buffer, byteOffset + 2 * LINE_BYTES);
  word[0] = 1;
  assert.throws(() => hub.control.become("numbers"), /expected memory of zeros/);
  assert.equal(hub.control.kind, undefined);
  word[0] = 0;
  assert.equal(hub.control.become("numbers").isEmpty, true);
});

test("threads that race to decide a kind agree", async () => {
  const handles = Array.from({ length: 200 }, () => Hub.create().handle);
  const results = await runWorkers({
    script: SCRIPT,
    workers: 6,
    data: (k): HubTask => ({ kind: "become", handles, wanted: k % 2 === 0 ? "numbers" : "state" }),
    timeoutMs: TIMEOUT_MS,
  }) as readonly (readonly string[])[];
  for (const [n, handle] of handles.entries()) {
    const kind: string | undefined = Hub.attach(handle).control.kind;
    assert.ok(kind === "numbers" || kind === "state");
    for (const [k, result] of results.entries()) {
      const wanted = k % 2 === 0 ? "numbers" : "state";
      // A thread that comes while another is making the other kind is told so before it is there.
      const expected: readonly string[] = wanted === kind
        ? [`made ${kind}`]
        : [`WrongKindError ${kind}`, "WrongKindError undefined"];
      assert.ok(expected.includes(result[n]!), `${n}: ${kind}, ${wanted}: ${result[n]}`);
    }
  }
});

test("atomic additions of many threads are all counted", async () => {
  const hub = Hub.create();
  const times = 20_000;
  await runWorkers({
    script: SCRIPT,
    workers: 6,
    data: (): HubTask => ({ kind: "count", handle: hub.handle, times }),
    timeoutMs: TIMEOUT_MS,
  });
  assert.equal(hub.settings.loadCount(), 6 * times);
});

test("an atomic field hands over what was written plainly", async () => {
  const hub = Hub.create();
  const { settings } = hub;
  const rounds = 300;
  const given: string[] = [];
  const taken = runWorkers({
    script: SCRIPT,
    workers: 1,
    data: (): HubTask => ({ kind: "take", handle: hub.handle, rounds }),
    timeoutMs: TIMEOUT_MS,
  });
  for (let round = 1; round <= rounds; round++) {
    settings.setName(`round ${round}`);
    settings.setRate(round / 8);
    given.push(`round ${round} ${round / 8}`);
    settings.storePhase("work");
    settings.notifyPhase();
    assert.ok(await settings.awaitPhase("work", { timeoutMs: 10_000 }));
  }
  assert.deepEqual(await taken, [given]);
});
