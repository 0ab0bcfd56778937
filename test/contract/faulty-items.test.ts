/** Items that throw while they are pushed or popped: the queue stays usable, and has no hole. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyQueue, canWait } from "../support/generated.ts";
import { EVERY_TYPE, type Everything, everything } from "./records.ts";
import { each, eachAsync, everyVariant, type Subject, subjects, waitingQueue } from "./variants.ts";

const variants = await subjects("Everything", everyVariant(4), EVERY_TYPE);

/** Each field, and those of the records within, with values that do not fit it. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  a: ["1", undefined],
  h: [null, 1n],
  j: [1],
  l: [1],
  text: [1, "more than twelve bytes"],
  longText: ["x".repeat(301)],
  bytes: [new Uint8Array(4), [1, 2, 3, 4, 5]],
  samples: [new Float32Array(3), new Float64Array(4)],
  wholes: [undefined],
  bigs: [new BigUint64Array(2)],
  flags: [[true, false], [true, false, 1], "abc"],
  names: [["a", "too long"], ["a", 1], [undefined, "a"]],
  blobs: [[new Uint8Array(2), new Uint8Array(3)]],
  sides: [["left", "middle"]],
  grid: [[new Uint16Array(2), new Uint16Array(2), new Uint16Array(1)]],
  points: [[{ x: 1, y: 1 }, { x: 1 }], [{ x: 1, y: 1 }, undefined]],
  point: [undefined, null, { x: "1", y: 1 }],
  deep: [{}, { point: { x: 1, y: 1 }, tag: "abcd", kind: "x" }],
  hostile: ["not a member"],
};

/** An item whose field throws from the `reads`-th time on that it is read. */
function throwsAt(field: string, reads: number, before: () => void = () => {}): Everything {
  const item = everything(true);
  const value: unknown = Reflect.get(item, field);
  let count = 0;
  return Object.defineProperty(item, field, {
    get: () => {
      if (++count < reads) return value;
      before();
      throw new Error("planted");
    },
  });
}

/** What happened before must not show: every slot takes an item and gives it back, twice around. */
function assertUsable(queue: AnyQueue): void {
  assert.equal(queue.size, 0);
  for (let lap = 0; lap < 2; lap++) {
    const items = [everything(true), everything(false), everything(true), everything(false)];
    assert.equal(queue.pushMany(items), queue.capacity);
    assert.equal(queue.tryPush(items[0]), false);
    for (const item of items) assert.deepEqual(queue.tryPop(), item);
    assert.equal(queue.tryPop(), undefined);
  }
}

function pushesOf(queue: AnyQueue): ((item: unknown) => unknown)[] {
  const good = everything(false);
  return [
    (item) => queue.tryPush(item),
    (item) => queue.pushMany([item]),
    (item) => queue.pushMany([good, item, good]),
    (item) => queue.pushMany([good, good, good, item], 1, 3),
    ...canWait(queue) ? [(item: unknown) => queue.push(item, 5)] : [],
  ];
}

test("a field that does not fit leaves the queue as it was, wherever the item stands", () => {
  each(variants, ({ module }) => {
    const queue = module.create({ initialTicket: 3 });
    for (const [field, values] of Object.entries(WRONG)) {
      for (const value of values) {
        for (const push of pushesOf(queue)) {
          assert.throws(
            () => push({ ...everything(true), [field]: value }),
            (error) => error instanceof TypeError || error instanceof RangeError,
            field,
          );
          assert.equal(queue.size, 0, field);
        }
      }
    }
    assertUsable(queue);
  });
});

test("an error names the class, the field and what was wanted", () => {
  each(variants.slice(0, 1), ({ module }) => {
    const queue = module.create();
    const messages: readonly (readonly [string, unknown, RegExp])[] = [
      ["a", "1", /^OneToOne\w+: a is "1", expected a number$/],
      ["text", "more than twelve bytes", /: text has 22 bytes of UTF-8, room for 12$/],
      ["samples", 1, /: samples is 1, expected a Float64Array of length 3$/],
      ["points", [{ x: 1, y: 1 }, { x: 1n, y: 1 }], /: points\.x is 1, expected a number$/],
      ["sides", ["left", "up"], /: sides is "up", expected one of "left", "right"$/],
    ];
    for (const [field, value, message] of messages) {
      assert.throws(() => queue.tryPush({ ...everything(true), [field]: value }), { message });
    }
  });
});

test("what is no item at all leaves the queue as it was", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    for (const push of pushesOf(queue)) {
      for (const item of [undefined, null, 1, "item", {}]) {
        assert.throws(() => push(item), TypeError);
      }
    }
    assertUsable(queue);
  });
});

test("a getter that throws, at once or when it is read again, leaves no hole", () => {
  each(variants, ({ module }) => {
    const queue = module.create({ initialTicket: 2 });
    for (const field of Object.keys(WRONG)) {
      for (const reads of [1, 2, 3]) {
        for (const push of pushesOf(queue)) {
          try {
            push(throwsAt(field, reads));
            // It was not read as often.
            queue.drain(() => {});
          } catch (error) {
            assert.match(String(error), /planted/);
          }
          assert.equal(queue.size, 0, `${field}, read ${reads} times`);
        }
      }
    }
    assertUsable(queue);
  });
});

test("an element of an array that throws when it is read again leaves no hole", () => {
  each(variants, ({ module }) => {
    const queue = module.create();
    for (const reads of [1, 2, 3]) {
      for (const push of pushesOf(queue)) {
        let count = 0;
        const point = {
          get x(): number {
            if (++count >= reads) throw new Error("planted");
            return 1;
          },
          y: 1,
        };
        try {
          push({ ...everything(true), points: [{ x: 1, y: 1 }, point] });
          queue.drain(() => {});
        } catch (error) {
          assert.match(String(error), /planted/);
        }
        assert.equal(queue.size, 0);
      }
    }
    assertUsable(queue);
  });
});

test("a run that throws when another producer has claimed behind it is published, so that none hangs", () => {
  each(variants.filter(({ producers }) => producers === "many"), ({ module }) => {
    const queue = module.create();
    const other = module.attach(queue.handle);
    const bad = throwsAt("text", 2, () => other.tryPush(everything(false)));
    assert.throws(() => queue.pushMany([everything(true), bad]), /planted/);
    // What the bad item's slot held comes out for it; the first item and the other's are whole.
    assert.equal(queue.size, 3);
    assert.deepEqual(queue.tryPop(), everything(true));
    assert.notEqual(queue.tryPop(), undefined);
    assert.deepEqual(queue.tryPop(), everything(false));
    assertUsable(queue);
  });
});

test("a run that throws wakes a producer that found no room because of it", async () => {
  const waiting = variants.filter(({ producers, waiting }) => producers === "many" && waiting);
  await eachAsync(waiting, async ({ module }) => {
    const queue = module.create();
    const other = waitingQueue(module.attach(queue.handle));
    let pushed: Promise<boolean> | undefined;
    const bad = throwsAt("text", 2, () => {
      pushed = other.pushAsync(everything(false), { timeoutMs: 2_000 });
    });
    const good = everything(true);
    assert.throws(() => queue.pushMany([good, good, good, bad]), /planted/);
    assert.ok(pushed !== undefined);
    assert.equal(await pushed, true);
    assert.deepEqual(queue.tryPop(), everything(false));
    assertUsable(queue);
  });
});

const filled = ({ module }: Subject) => {
  const queue = module.create();
  queue.pushMany([everything(true), everything(false), everything(true)]);
  return queue;
};

test("a pop into a frozen object throws, and does not block the queue", () => {
  each(variants, (subject) => {
    const queue = filled(subject);
    assert.throws(() => queue.tryPop(Object.freeze(everything(true))), TypeError);
    assert.equal(queue.size, 2, "the item is lost, and its slot is free");
    queue.drain(() => {});
    assertUsable(queue);
  });
});

test("popMany into what cannot be filled throws, and does not block the queue", () => {
  const badTargets: readonly (() => ArrayLike<unknown>)[] = [
    () => Object.freeze([undefined, undefined, undefined]),
    () => [everything(true), Object.freeze(everything(true))],
    () => [everything(true), null],
    () => [{ ...everything(true), samples: new Float64Array(2) }],
    () => [throwsAt("bytes", 1)],
  ];
  each(variants, (subject) => {
    for (const target of badTargets) {
      const queue = filled(subject);
      assert.throws(() => queue.popMany(target(), 0, 3));
      assert.equal(queue.size, 0);
      assertUsable(queue);
    }
  });
});
