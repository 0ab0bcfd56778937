/** What goes into a queue comes out of it: every slot type, with its limits and its conversions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { access, type AnyQueue, generateAndImport, moduleOf } from "../support/generated.ts";
import { EVERY_TYPE, type Everything, everything, HOSTILE_MEMBERS } from "./records.ts";
import { each, everyVariant, subjects, type Variant, variantSpec } from "./variants.ts";

const VARIANTS: readonly Variant[] = [
  { producers: "one", consumers: "one", waiting: false, padding: "none", capacity: 4 },
  { producers: "many", consumers: "many", waiting: false, padding: "line", capacity: 4 },
];

const records = await subjects(
  "Everything",
  everyVariant(2).filter(({ waiting }) => !waiting),
  EVERY_TYPE,
);

/** Value → what comes out, where it is another one. */
type Cases = readonly (readonly [value: unknown, stored?: unknown])[];

const SCALARS: Readonly<Record<string, Cases>> = {
  u8: [[0], [255], [300, 44], [-1, 255], [1.9, 1], [NaN, 0], [Infinity, 0], [-0, 0]],
  i8: [[-128], [127], [128, -128], [300, 44], [-1.9, -1], [NaN, 0], [-Infinity, 0]],
  u16: [[0], [65535], [65536, 0], [-1, 65535], [NaN, 0]],
  i16: [[-32768], [32767], [32768, -32768], [NaN, 0]],
  u32: [[0], [2 ** 31], [2 ** 32 - 1], [2 ** 32, 0], [-1, 2 ** 32 - 1], [NaN, 0]],
  i32: [[-(2 ** 31)], [2 ** 31 - 1], [2 ** 31, -(2 ** 31)], [NaN, 0]],
  f32: [[1.5], [-0], [NaN], [Infinity], [-Infinity], [1.1, Math.fround(1.1)], [1e39, Infinity]],
  f64: [[1.1], [-0], [NaN], [Infinity], [-Infinity], [Number.MAX_VALUE], [5e-324], [2 ** 53]],
  u53: [[0], [1], [2 ** 32], [2 ** 53 - 1]],
  u64: [[0n], [2n ** 64n - 1n], [2n ** 63n], [2n ** 64n, 0n], [-1n, 2n ** 64n - 1n]],
  i64: [[0n], [2n ** 63n - 1n], [-(2n ** 63n)], [2n ** 63n, -(2n ** 63n)]],
  bool: [[true], [false]],
};

const ARRAYS: Readonly<Record<string, (length: number) => ArrayLike<unknown>>> = {
  u8: (length) => new Uint8Array(length),
  i8: (length) => new Int8Array(length),
  u16: (length) => new Uint16Array(length),
  i16: (length) => new Int16Array(length),
  u32: (length) => new Uint32Array(length),
  i32: (length) => new Int32Array(length),
  f32: (length) => new Float32Array(length),
  f64: (length) => new Float64Array(length),
  u53: (length) => new Float64Array(length),
  u64: (length) => new BigUint64Array(length),
  i64: (length) => new BigInt64Array(length),
};

interface ItemCase {
  readonly name: string;
  readonly slotType: string;
  readonly queue: AnyQueue;
}

/** A queue of each slot type in each of two variants. */
async function queuesOf(slotTypes: readonly string[]): Promise<ItemCase[]> {
  const declarations = "interface Point { x: f32; y: i16 }\n";
  // One spec for all: the structures are numbered.
  const specs = slotTypes.map((slotType, k) =>
    variantSpec(slotType, VARIANTS).split("\n").filter((line) => line.startsWith("export"))
      .map((line) => line.replace("export type ", `export type Type${k}`))
  );
  const imports = variantSpec("", [], declarations);
  const modules = await generateAndImport(imports + specs.flat().join("\n"));
  return slotTypes.flatMap((slotType, k) =>
    specs[k]!.map((line) => {
      const className = /type (\w+)/.exec(line)?.[1] ?? "";
      const queue = moduleOf(modules, className).create({ initialTicket: 2 });
      return { name: `${slotType} ${className}`, slotType, queue };
    })
  );
}

const scalars = await queuesOf(Object.keys(SCALARS));
const others = await queuesOf([
  "Text<12>",
  "Bytes<4>",
  "FixedArray<f64, 3>",
  "FixedArray<Point, 2>",
  "FixedArray<bool, 2>",
  '"left" | "right"',
  "Point",
]);

const queueOf = (slotType: string) => others.filter((one) => one.slotType === slotType);

function same(actual: unknown, expected: unknown, what: string): void {
  assert.ok(Object.is(actual, expected), `${what}: ${String(actual)}, not ${String(expected)}`);
}

test("a scalar comes out as a typed array of its type would store it", () => {
  each(scalars, ({ queue, slotType }) => {
    for (const [value, stored = value] of SCALARS[slotType] ?? []) {
      assert.equal(queue.tryPush(value), true);
      same(queue.tryPop(), stored, `tryPush ${String(value)}`);
      assert.equal(queue.pushMany([value, value]), 2);
      const into: unknown[] = [];
      assert.equal(queue.popMany(into, 0, 2), 2);
      same(into[1], stored, `pushMany ${String(value)}`);
      const slot = queue.claim();
      access(queue, "setValue", slot, value);
      queue.commit(slot);
      const taken = queue.peek();
      same(access(queue, "getValue", taken), stored, `setValue ${String(value)}`);
      queue.release(taken);
    }
  });
});

test("scalars travel between typed arrays", () => {
  each(scalars.filter(({ slotType }) => slotType in ARRAYS), ({ queue, slotType }) => {
    const make = ARRAYS[slotType];
    assert.ok(make !== undefined);
    const from = make(3);
    const isBig = typeof from[0] === "bigint";
    for (const k of [0, 1, 2]) Reflect.set(from, k, isBig ? BigInt(k + 5) : k + 5);
    assert.equal(queue.pushMany(from), 3);
    const into = make(4);
    assert.equal(queue.popMany(into, 1), 3);
    assert.deepEqual(Array.from(into).slice(1), Array.from(from));
  });
});

test("a value of another type is a TypeError, and nothing is pushed", () => {
  each(scalars, ({ queue, slotType }) => {
    const isBig = slotType === "u64" || slotType === "i64";
    const wrong: unknown[] = ["1", null, undefined, {}, [], Symbol("planted")];
    wrong.push(isBig ? 1 : 1n, slotType === "bool" ? 1 : true);
    for (const value of wrong) {
      assert.throws(() => queue.tryPush(value), TypeError);
      assert.throws(() => queue.pushMany([value]), TypeError);
      const slot = queue.claim();
      assert.throws(() => access(queue, "setValue", slot, value), TypeError);
      access(queue, "setValue", slot, slotType === "bool" ? false : isBig ? 0n : 0);
      queue.commit(slot);
      queue.tryPop();
    }
    assert.equal(queue.isEmpty, true);
  });
});

test("a record with every slot type comes out as it went in", () => {
  each(records, ({ module }) => {
    const queue = module.create();
    for (let lap = 0; lap < 3; lap++) {
      queue.tryPush(everything(true));
      queue.tryPush(everything(false));
      assert.deepEqual(queue.tryPop(), everything(true));
      assert.deepEqual(queue.tryPop(), everything(false));
      const items = [everything(false), everything(true)];
      assert.equal(queue.pushMany(items), 2);
      const into: Everything[] = [everything(true)];
      assert.equal(queue.popMany(into, 0, 2), 2);
      assert.deepEqual(into, items);
    }
  });
});

test("a record that is filled keeps its typed arrays, and gets new ones where it has none", () => {
  each(records, ({ module }) => {
    const queue = module.create();
    queue.pushMany([everything(true), everything(true)]);
    const mine = everything(false);
    const { bytes, samples, wholes, bigs, point, deep } = mine;
    assert.equal(queue.tryPop(mine), mine);
    assert.deepEqual(mine, everything(true));
    assert.ok(mine.bytes === bytes && mine.samples === samples && mine.wholes === wholes);
    assert.ok(mine.bigs === bigs && mine.point === point && mine.deep === deep);
    const bare = { point: { x: 0, y: 0 }, deep: { point: { x: 0, y: 0 }, tag: "", kind: "x" } };
    assert.equal(queue.tryPop(bare), bare);
    assert.deepEqual(bare, everything(true));
  });
});

test("setters and getters reach every field, and every element of an array", () => {
  each(records, ({ module }) => {
    const queue = module.create();
    const value = everything(true);
    queue.tryPush(everything(false));
    queue.tryPop();
    const slot = queue.claim();
    for (const name of "abcdefghijkl") {
      access(queue, `set${name.toUpperCase()}`, slot, Reflect.get(value, name));
    }
    access(queue, "setText", slot, value.text);
    access(queue, "setLongText", slot, value.longText);
    access(queue, "setBytes", slot, value.bytes);
    value.samples.forEach((sample, k) => access(queue, "setSamples", slot, k, sample));
    value.wholes.forEach((whole, k) => access(queue, "setWholes", slot, k, whole));
    value.bigs.forEach((big, k) => access(queue, "setBigs", slot, k, big));
    value.flags.forEach((flag, k) => access(queue, "setFlags", slot, k, flag));
    value.names.forEach((name, k) => access(queue, "setNames", slot, k, name));
    value.blobs.forEach((blob, k) => access(queue, "setBlobs", slot, k, blob));
    value.sides.forEach((side, k) => access(queue, "setSides", slot, k, side));
    value.grid.forEach((row, k) => row.forEach((n, m) => access(queue, "setGrid", slot, k, m, n)));
    value.points.forEach(({ x, y }, k) => {
      access(queue, "setPointsX", slot, k, x);
      access(queue, "setPointsY", slot, k, y);
    });
    access(queue, "setPointX", slot, value.point.x);
    access(queue, "setPointY", slot, value.point.y);
    access(queue, "setDeepPointX", slot, value.deep.point.x);
    access(queue, "setDeepPointY", slot, value.deep.point.y);
    access(queue, "setDeepTag", slot, value.deep.tag);
    access(queue, "setDeepKind", slot, value.deep.kind);
    access(queue, "setHostile", slot, value.hostile);
    queue.commit(slot);
    assert.deepEqual(queue.tryPop(), value);

    queue.tryPush(value);
    const taken = queue.peek();
    assert.equal(access(queue, "getText", taken), value.text);
    assert.deepEqual(access(queue, "getBytes", taken), value.bytes);
    assert.ok(Object.is(access(queue, "getSamples", taken, 0), NaN));
    assert.equal(access(queue, "getGrid", taken, 0, 1), 65535);
    assert.equal(access(queue, "getPointsX", taken, 1), 0.25);
    assert.deepEqual(access(queue, "getBlobs", taken, 1), value.blobs[1]);
    for (const index of [-1, 2, 0.5, NaN, Infinity, 2 ** 32]) {
      assert.throws(() => access(queue, "getPointsX", taken, index), RangeError, `${index}`);
      assert.throws(() => access(queue, "setPointsX", taken, index, 0), RangeError, `${index}`);
      assert.throws(() => access(queue, "getGrid", taken, 0, index), RangeError, `${index}`);
    }
    queue.release(taken);
  });
});

test("every member of a union comes out as it went in, whatever it holds", () => {
  each(records, ({ module }) => {
    const queue = module.create();
    for (const hostile of HOSTILE_MEMBERS) {
      queue.tryPush({ ...everything(true), hostile });
      assert.equal((queue.tryPop() as Everything).hostile, hostile);
    }
    for (const hostile of ["x", "constructor", undefined, 0]) {
      assert.throws(() => queue.tryPush({ ...everything(true), hostile }), TypeError);
    }
    assert.equal(queue.isEmpty, true);
  });
});

test("text: any of full length, lone surrogates become U+FFFD, more bytes are a RangeError", () => {
  each(queueOf("Text<12>"), ({ queue }) => {
    const texts = ["", "a", "123456789012", "\u0000\u007f\u0080\u07ff", "€€€€", "😀😀😀", "éüß→"];
    for (const text of texts) {
      assert.equal(queue.tryPush(text), true);
      assert.equal(queue.tryPop(), text);
    }
    const lone: readonly (readonly [string, string])[] = [
      ["\ud800", "\ufffd"],
      ["a\udc00b", "a\ufffdb"],
      ["\udc00\ud800", "\ufffd\ufffd"],
      ["\ud83d\ud83d\ude00", "\ufffd😀"],
    ];
    for (const [text, stored] of lone) {
      queue.tryPush(text);
      assert.equal(queue.tryPop(), stored);
    }
    for (const text of ["1234567890123", "€€€€a", "😀😀😀a", "\ud800".repeat(5)]) {
      assert.throws(() => queue.tryPush(text), RangeError);
      assert.throws(() => queue.pushMany(["a", text]), RangeError);
    }
    assert.equal(queue.isEmpty, true);
    queue.tryPush("123456789012");
    queue.tryPush("x");
    assert.deepEqual([queue.tryPop(), queue.tryPop()], ["123456789012", "x"]);
  });
});

test("bytes: exactly as many, in a Uint8Array", () => {
  each(queueOf("Bytes<4>"), ({ queue }) => {
    const bytes = Uint8Array.from([1, 255, 0, 128]);
    queue.pushMany([bytes, bytes, bytes]);
    const into = new Uint8Array(4);
    assert.equal(queue.tryPop(into), into);
    assert.deepEqual([into, queue.tryPop()], [bytes, bytes]);
    const target = [into];
    into.fill(0);
    assert.equal(queue.popMany(target), 1);
    assert.ok(target[0] === into);
    assert.deepEqual(into, bytes);
    const wrong = [new Uint8Array(3), new Uint8Array(5), new Int8Array(4), [1, 2, 3, 4], "abcd"];
    for (const value of wrong) assert.throws(() => queue.tryPush(value), TypeError);
    assert.equal(queue.isEmpty, true);
  });
});

test("an object to fill that does not fit is a TypeError, and nothing is popped", () => {
  each([...queueOf("Bytes<4>"), ...queueOf("FixedArray<f64, 3>")], ({ queue, slotType }) => {
    const item = slotType === "Bytes<4>"
      ? Uint8Array.from([1, 2, 3, 4])
      : Float64Array.from([1, 2, 3]);
    queue.tryPush(item);
    const wrong = [new Uint8Array(2), new BigInt64Array(4), Object.freeze([1, 2, 3, 4]), {}];
    for (const into of wrong) {
      assert.throws(() => queue.tryPop(into), TypeError);
    }
    assert.deepEqual(queue.tryPop(), item);
  });
  each(records, ({ module }) => {
    const queue = module.create();
    queue.tryPush(everything(true));
    const into = { ...everything(false), samples: new BigInt64Array(3) };
    assert.throws(() => queue.tryPop(into), TypeError);
    const getter = Object.defineProperty(everything(false), "samples", {
      get: () => {
        throw new Error("planted");
      },
    });
    assert.throws(() => queue.tryPop(getter), /planted/);
    assert.deepEqual(queue.tryPop(), everything(true));
  });
});

test("arrays as items: typed arrays are filled, others are made", () => {
  each(queueOf("FixedArray<f64, 3>"), ({ queue }) => {
    const samples = Float64Array.from([NaN, -0, 1.5]);
    queue.tryPush(samples);
    const into = new Float64Array(3);
    assert.equal(queue.tryPop(into), into);
    assert.deepEqual(into, samples);
    for (const value of [new Float64Array(2), [1, 2, 3], new Float32Array(3)]) {
      assert.throws(() => queue.tryPush(value), TypeError);
    }
  });
  each(queueOf("FixedArray<Point, 2>"), ({ queue }) => {
    const points = [{ x: 1.5, y: 1 }, { x: -2, y: -1 }];
    queue.pushMany([points, points.toReversed()]);
    assert.deepEqual(queue.tryPop(), points);
    const into: unknown[] = [];
    assert.equal(queue.popMany(into, 0, 4), 1);
    assert.deepEqual(into, [points.toReversed()]);
    for (const value of [points.slice(1), [...points, points[0]], { length: 2 }, [points[0], 1]]) {
      assert.throws(() => queue.tryPush(value), TypeError);
    }
    assert.equal(queue.isEmpty, true);
  });
  each(queueOf("FixedArray<bool, 2>"), ({ queue }) => {
    queue.tryPush([true, false]);
    assert.deepEqual(queue.tryPop(), [true, false]);
    assert.throws(() => queue.tryPush([true, 0]), TypeError);
    assert.throws(() => queue.tryPush([true]), TypeError);
  });
});

test("a union as the item", () => {
  each(queueOf('"left" | "right"'), ({ queue }) => {
    queue.pushMany(["right", "left"]);
    assert.deepEqual([queue.tryPop(), queue.tryPop()], ["right", "left"]);
    assert.throws(() => queue.tryPush("middle"), /"middle", expected one of "left", "right"/);
    assert.throws(() => queue.pushMany(["left", "middle"]), TypeError);
    assert.equal(queue.isEmpty, true);
  });
});
