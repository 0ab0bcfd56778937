/** Operations that hand out items one by one: generators, and callbacks that a scenario plays. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { GO_ON, type Value, VISITOR } from "../../generator/core/machine.ts";
import { compileMachine, memoryWorld, runToEnd } from "../../generator/transform/machine.ts";

const BOX = `export class Box {
  readonly #i32: Int32Array;
  #calls = 0;
  private constructor(buffer: SharedArrayBuffer, byteOffset: number) {
    this.#i32 = new Int32Array(buffer, byteOffset, 8);
  }
  each(visit: (item: { n: number }) => void, count: number): string {
    const item = { n: 0 };
    let sum = 0;
    for (let k = 0; k < count; k++) {
      item.n = Atomics.add(this.#i32, 0, 1);
      sum += item.n;
      try {
        visit(item);
      } finally {
        this.#calls++;
      }
    }
    return "visited " + count + ", sum " + sum + ", calls " + this.#calls;
  }
  get(index: number): number {
    return this.#i32[index]!;
  }
  async *[Symbol.asyncIterator](): AsyncGenerator<number, void, void> {
    for (;;) {
      const item = await this.#next();
      if (item >= 3) return;
      yield item;
    }
  }
  async #next(): Promise<number> {
    return Atomics.add(this.#i32, 0, 1);
  }
  *inner() {
    yield* [1, 2];
  }
  outer() {
    return this.inner();
  }
}
`;

function open() {
  const program = compileMachine(BOX);
  const memory = new SharedArrayBuffer(32);
  const thread = program.attach(memory);
  const world = memoryWorld(program.viewsOf(memory));
  const call = (operation: string, ...args: readonly Value[]) => {
    program.begin(thread, operation, args);
    const ended = runToEnd(program, thread, world);
    return ended.kind === "return" ? ended.value : `throws ${ended.message}`;
  };
  return { program, thread, call };
}

test("a callback that a scenario plays gets copies, one at a time, and the call goes on", () => {
  const { program, thread, call } = open();
  const first = call("each", VISITOR, 2);
  assert.deepEqual(first, { done: false, value: { n: 0 } });
  assert.throws(() => program.begin(thread, "get", [0]), /the thread is in another one/);
  assert.deepEqual(call(GO_ON), { done: false, value: { n: 1 } });
  assert.deepEqual(first, { done: false, value: { n: 0 } });
  assert.equal(call(GO_ON), "visited 2, sum 1, calls 2");
  assert.deepEqual(call(GO_ON), { done: true });
  assert.equal(call("get", 0), 2);
});

test("a callback that is a function is called, and what it throws comes through", () => {
  const { call } = open();
  const seen: number[] = [];
  const visit = ({ n }: { n: number }) => {
    seen.push(n);
    if (n === 2) throw new Error("enough");
  };
  assert.equal(call("each", visit as unknown as Value, 2), "visited 2, sum 1, calls 2");
  assert.equal(call("each", visit as unknown as Value, 2), "throws enough");
  assert.equal(call("each", visit as unknown as Value, 1), "visited 1, sum 3, calls 4");
  assert.deepEqual(seen, [0, 1, 2, 3]);
});

test("a generator hands out what it yields until it returns", () => {
  const { thread, call } = open();
  assert.deepEqual(call("[Symbol.asyncIterator]"), { done: false, value: 0 });
  assert.deepEqual(call(GO_ON), { done: false, value: 1 });
  assert.deepEqual(call(GO_ON), { done: false, value: 2 });
  assert.equal(thread.stack.length, 1);
  assert.equal(call(GO_ON), undefined);
  assert.deepEqual(call(GO_ON), { done: true });
  assert.deepEqual(thread.stack, []);
});

test("what generators have no machine for is said", () => {
  const { notCompiled } = compileMachine(BOX);
  assert.deepEqual(notCompiled.map(({ operation }) => operation), ["inner", "outer"]);
  assert.match(notCompiled[0]!.reason, /yield\* \[1, 2\] has no machine/);
  assert.match(
    notCompiled[1]!.reason,
    /this\.inner\(\): a generator that is used inside the module/,
  );
});
