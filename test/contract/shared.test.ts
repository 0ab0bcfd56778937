/** Shared records: every slot type, plain and atomic accessors, waiting for a field. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { Settings } from "../golden/settings.gen.ts";
import { generateFiles } from "../support/generated.ts";
import { EVERY_TYPE, everything } from "./records.ts";

const SPEC = `import type {
  bool, Bytes, f32, f64, FixedArray, i16, i32, i64, i8, Shared, Text, u16, u32, u53, u64, u8,
} from "amph-gen/spec";
${EVERY_TYPE}
export type All = Shared<Everything>;
export type Padded = Shared<Everything, { padding: "line"; waiting: false; cacheLine: 128 }>;
export type Signed = Shared<{ value: i32; small: u8; aB: i32; a$b: i32; a$B: Text<4> }>;
`;

interface AnyShared {
  readonly handle: { readonly buffer: SharedArrayBuffer; readonly byteOffset: number };
  read(into?: unknown): unknown;
  write(item: unknown): void;
}

/** The class of the module whose file has this name. */
async function classIn(file: string): Promise<{ create(): AnyShared }> {
  const path = (await generateFiles(SPEC)).find((name) => name.endsWith(file));
  if (path === undefined) throw new Error(`the spec gives no ${file}`);
  const exported: Readonly<Record<string, { create(): AnyShared }>> = await import(
    pathToFileURL(path).href
  );
  const [name = ""] = Object.keys(exported).filter((key) => !key.endsWith("Error"));
  return exported[name]!;
}

const call = (shared: AnyShared, name: string, ...args: readonly unknown[]): unknown => {
  const method: unknown = Reflect.get(shared, name);
  if (typeof method !== "function") throw new Error(`the record has no ${name}`);
  return Reflect.apply(method, shared, args);
};

for (const file of ["all.gen.ts", "padded.gen.ts"]) {
  test(`${file}: every slot type at its limits, as a whole and field by field`, async () => {
    const shared = (await classIn(file)).create();
    for (const largest of [true, false]) {
      const item = everything(largest);
      shared.write(item);
      assert.deepEqual(shared.read(), item);
      const into = everything(!largest);
      assert.equal(shared.read(into), into);
      assert.deepEqual(into, item);
      for (const name of ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"]) {
        const value = Reflect.get(item, name.toLowerCase());
        assert.deepEqual(call(shared, `get${name}`), value, name);
      }
      assert.deepEqual(call(shared, "getPointsY", 0), item.points[0]?.y);
      assert.deepEqual(call(shared, "getGrid", 2, 1), item.grid[2]?.[1]);
      assert.deepEqual(call(shared, "getDeepKind"), item.deep.kind);
      assert.deepEqual(call(shared, "loadHostile"), item.hostile);
      assert.deepEqual(call(shared, "loadE"), item.e);
      assert.deepEqual(call(shared, "loadF"), item.f);
      assert.deepEqual(call(shared, "loadL"), item.l);
    }
    shared.write(everything(true));
    const others = everything(false);
    call(shared, "setPointsY", 0, -5);
    call(shared, "setText", "ä");
    call(shared, "setJ", 3n);
    assert.deepEqual(shared.read(), {
      ...everything(true),
      points: [{ ...everything(true).points[0], y: -5 }, others.points[1]],
      text: "ä",
      j: 3n,
    });
    for (const index of [-1, 2, 0.5, NaN]) {
      assert.throws(() => call(shared, "getPointsY", index), {
        name: "RangeError",
        message: /is not an index of points\.y, expected one below 2/,
      });
    }
  });
}

test("a record that does not fit is refused before anything is written", async () => {
  const shared = (await classIn("all.gen.ts")).create();
  const item = everything(true);
  shared.write(item);
  const wrong: readonly (readonly [Record<string, unknown>, RegExp])[] = [
    [{ l: 1 }, /l is 1, expected a boolean/],
    [{ text: "much too long for it" }, /text has 20 bytes of UTF-8, room for 12/],
    [{ bytes: new Uint8Array(4) }, /bytes is .*expected a Uint8Array of length 5/],
    [{ hostile: "none" }, /hostile is "none", expected one of/],
    [{ j: 5 }, /j is 5, expected a bigint/],
  ];
  for (const [change, message] of wrong) {
    assert.throws(() => shared.write({ ...everything(false), ...change }), { message });
    assert.deepEqual(shared.read(), item);
  }
});

test("names that differ little have places of their own", async () => {
  const shared = (await classIn("signed.gen.ts")).create();
  shared.write({ value: -1, small: 300, aB: 5, a$b: -6, a$B: "x" });
  assert.deepEqual(shared.read(), { value: -1, small: 44, aB: 5, a$b: -6, a$B: "x" });
  assert.equal(call(shared, "loadA$b"), -6);
  assert.equal(call(shared, "loadAB"), 5);
});

test("signed and unsigned numbers wrap around at their own ends", async () => {
  const signed = (await classIn("signed.gen.ts")).create();
  call(signed, "storeValue", 2 ** 31 - 1);
  assert.equal(call(signed, "addValue", 1), 2 ** 31 - 1);
  assert.equal(call(signed, "loadValue"), -(2 ** 31));
  const settings = Settings.create();
  settings.storeCount(2 ** 32 - 1);
  assert.equal(settings.addCount(2), 2 ** 32 - 1);
  assert.equal(settings.loadCount(), 1);
  assert.equal(settings.subCount(2), 1);
  assert.equal(settings.loadCount(), 2 ** 32 - 1);
  assert.equal(settings.getCount(), 2 ** 32 - 1);
});

test("atomic accessors return what was there", () => {
  const settings = Settings.create();
  assert.deepEqual(settings.read(), {
    running: false,
    phase: "start",
    count: 0,
    rate: 0,
    name: "",
  });
  assert.equal(settings.exchangeRunning(true), false);
  assert.equal(settings.exchangeRunning(true), true);
  assert.equal(settings.compareExchangePhase("work", "end"), "start");
  assert.equal(settings.compareExchangePhase("start", "work"), "start");
  assert.equal(settings.loadPhase(), "work");
  assert.equal(settings.exchangeCount(0b1100), 0);
  assert.equal(settings.orCount(0b0011), 0b1100);
  assert.equal(settings.andCount(0b0110), 0b1111);
  assert.equal(settings.xorCount(0b0100), 0b0110);
  assert.equal(settings.compareExchangeCount(0b0010, 2 ** 32 - 1), 0b0010);
  assert.equal(settings.compareExchangeCount(2 ** 32 - 1, 7), 2 ** 32 - 1);
  assert.equal(settings.loadCount(), 7);
  const wrong: readonly (readonly [string, unknown, string])[] = [
    ["storeRunning", 1, "running is 1, expected a boolean"],
    ["storeCount", "1", 'count is "1", expected a number'],
    ["addCount", 1n, "count is 1, expected a number"],
    ["storePhase", "begin", 'phase is "begin", expected one of "start", "work", "end"'],
  ];
  for (const [name, value, message] of wrong) {
    assert.throws(() => call(settings, name, value), {
      name: "TypeError",
      message: `Settings: ${message}`,
    });
  }
  assert.equal(settings.loadCount(), 7);
});

test("waiting returns at once where the field differs, and gives up when its time is over", async () => {
  const settings = Settings.create();
  assert.equal(settings.waitRunning(true), true);
  assert.equal(settings.waitRunning(false, 0), false);
  assert.equal(settings.waitRunning(false, 15), false);
  assert.equal(await settings.awaitPhase("work"), true);
  assert.equal(await settings.awaitPhase("start", { timeoutMs: 0 }), false);
  assert.equal(await settings.awaitPhase("start", { timeoutMs: 15 }), false);
  assert.throws(() => settings.waitRunning(false, -1), RangeError);
  await assert.rejects(settings.awaitRunning(false, { timeoutMs: NaN }), RangeError);
  await assert.rejects(
    settings.awaitRunning(false, { signal: AbortSignal.abort(new Error("no more")) }),
    /no more/,
  );
});

test("notify wakes all who wait in the event loop, an abort one", async () => {
  const settings = Settings.create();
  const other = Settings.attach(settings.handle);
  const stop = new AbortController();
  const aborted = assert.rejects(
    settings.awaitPhase("start", { signal: stop.signal, timeoutMs: 10_000 }),
    /enough/,
  );
  const waiting = [
    settings.awaitPhase("start", { timeoutMs: 10_000 }),
    settings.awaitPhase("start", { timeoutMs: 10_000 }),
    other.awaitPhase("start", { timeoutMs: 10_000 }),
  ];
  stop.abort(new Error("enough"));
  await aborted;
  other.storePhase("end");
  other.notifyPhase();
  assert.deepEqual(await Promise.all(waiting), [true, true, true]);
});
