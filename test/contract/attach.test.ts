/** Handles: what opens a memory, and what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { QueueHandle } from "../support/generated.ts";
import { each, everyVariant, subjects } from "./variants.ts";

const variants = await subjects("f64", everyVariant(4));
const [first] = variants;
assert.ok(first !== undefined);

/** Int32 words of the header, in bytes 0 to 19. */
const HEADER_WORDS = 5;
const LINE_BYTES = 64;

/** A shared copy of a queue's memory that begins at `byteOffset`. */
function copyOf({ buffer }: QueueHandle, byteOffset = 0, byteLength = buffer.byteLength) {
  const copy = new SharedArrayBuffer(byteOffset + byteLength);
  new Uint8Array(copy, byteOffset).set(new Uint8Array(buffer, 0, byteLength));
  return copy;
}

/** What the module says of its memory: `const TOTAL_BYTES = 448;`. */
function totalBytes(text: string): number {
  return Number(/const TOTAL_BYTES = (\d+);/.exec(text)?.[1]);
}

test("an attached handle sees the same queue", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    const other = module.attach(queue.handle);
    queue.pushMany([1, 2, 3]);
    assert.equal(other.size, 3);
    assert.deepEqual([other.tryPop(), other.tryPop(), other.tryPop()], [1, 2, 3]);
    // The role of the consumer goes to a handle that is attached after the other's last operation.
    const third = module.attach(queue.handle);
    assert.equal(third.isEmpty, true);
    third.tryPush(4);
    assert.equal(third.tryPop(), 4);
    third.close();
    assert.equal(queue.closed, true);
  });
});

test("a handle survives a structured clone", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    queue.tryPush(7);
    const clone = structuredClone(queue.handle);
    assert.notEqual(clone, queue.handle);
    assert.deepEqual(
      [clone.structure, clone.fingerprint, clone.byteOffset],
      [module.className, queue.handle.fingerprint, 0],
    );
    assert.equal(module.attach(clone).tryPop(), 7);
    assert.equal(queue.isEmpty, true);
  });
});

test("a handle keeps its place in the ring, anywhere in a memory that begins on a line", () => {
  each(variants, ({ module }) => {
    const queue = module.create({ initialTicket: 2 ** 30 - 2 });
    queue.pushMany([1, 2, 3]);
    const buffer = copyOf(queue.handle, 3 * LINE_BYTES, totalBytes(module.text));
    const copy = module.attach({ ...queue.handle, buffer, byteOffset: 3 * LINE_BYTES });
    assert.equal(copy.handle.byteOffset, 3 * LINE_BYTES);
    copy.tryPush(4);
    assert.deepEqual([1, 2, 3, 4].map(() => copy.tryPop()), [1, 2, 3, 4]);
    assert.equal(queue.size, 3);
  });
});

test("a header with one wrong word is refused, whichever it is", () => {
  each(variants, ({ module }) => {
    const { handle } = module.create();
    for (let word = 0; word < HEADER_WORDS; word++) {
      for (const flip of [1, 1 << 31]) {
        const buffer = copyOf(handle);
        new Int32Array(buffer)[word]! ^= flip;
        assert.throws(
          () => module.attach({ ...handle, buffer }),
          (error) =>
            error instanceof module.LayoutMismatchError &&
            error.name === "LayoutMismatchError" &&
            error.message.includes(`at byte ${word * 4} is 0x`),
        );
      }
    }
  });
});

test("memory of another structure is refused, and so is zeroed memory", () => {
  each(variants, ({ module, name }) => {
    const { handle } = module.create();
    for (const other of variants) {
      if (other.name === name) continue;
      const { buffer } = other.module.create().handle;
      assert.throws(() => module.attach({ ...handle, buffer }), module.LayoutMismatchError);
    }
    const buffer = new SharedArrayBuffer(handle.buffer.byteLength);
    assert.throws(() => module.attach({ ...handle, buffer }), module.LayoutMismatchError);
  });
});

test("memory that is too small is refused, memory that is just large enough is not", () => {
  each(variants, ({ module }) => {
    const { handle } = module.create();
    const total = totalBytes(module.text);
    for (const byteLength of [0, 4, 20, total - LINE_BYTES, total - 4]) {
      const buffer = copyOf(handle, 0, byteLength);
      assert.throws(() => module.attach({ ...handle, buffer }), module.LayoutMismatchError);
    }
    assert.equal(module.attach({ ...handle, buffer: copyOf(handle, 0, total) }).capacity, 4);
  });
});

test("an offset that is no line of the memory is refused", () => {
  each(variants, ({ module }) => {
    const { handle } = module.create();
    const offsets: unknown[] = [
      -64,
      4,
      8,
      32,
      63,
      0.5,
      NaN,
      Infinity,
      2 ** 40,
      "0",
      undefined,
      null,
    ];
    for (const byteOffset of offsets) {
      assert.throws(
        () => module.attach({ ...handle, byteOffset }),
        module.LayoutMismatchError,
        String(byteOffset),
      );
    }
  });
});

test("a handle without shared memory is refused", () => {
  each(variants, ({ module }) => {
    const { handle } = module.create();
    const { byteLength } = handle.buffer;
    const buffers = [
      new ArrayBuffer(byteLength),
      new Int32Array(handle.buffer),
      new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }),
      {},
      null,
      undefined,
    ];
    for (const buffer of buffers) {
      assert.throws(() => module.attach({ ...handle, buffer }), module.LayoutMismatchError);
    }
    assert.throws(() => module.attach({}), module.LayoutMismatchError);
    assert.throws(() => module.attach(module.create()), module.LayoutMismatchError);
  });
});

test("create takes a whole number as its first ticket, of any size and sign", () => {
  each(variants, ({ module }) => {
    const tickets = [
      0,
      1,
      -1,
      2 ** 29,
      2 ** 30 - 1,
      2 ** 30,
      -(2 ** 30),
      2 ** 53 - 1,
      -(2 ** 53) + 1,
    ];
    for (const initialTicket of tickets) {
      const queue = module.create({ initialTicket });
      assert.equal(queue.isEmpty, true);
      for (let lap = 0; lap < 3; lap++) {
        assert.equal(queue.pushMany([1, 2, 3, 4, 5]), 4, `${initialTicket}`);
        assert.deepEqual([1, 2, 3, 4, 5].map(() => queue.tryPop()), [1, 2, 3, 4, undefined]);
      }
    }
    for (const initialTicket of [0.5, NaN, Infinity, 2 ** 53]) {
      assert.throws(() => module.create({ initialTicket }), RangeError);
    }
  });
});
