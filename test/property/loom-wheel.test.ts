/** The timer wheel against a list of deadlines, with a clock that the test moves. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
import fc from "fast-check";
import { Weave } from "../golden/weave.gen.ts";

const realNow = performance.now;
let nowMs = 0;

afterEach(() => {
  performance.now = realNow;
});

/** Where the module keeps records: whether a fiber has ended is to be seen there. */
const text = readFileSync(new URL("../golden/weave.gen.ts", import.meta.url), "utf8");
const constant = (name: string): number =>
  Number(new RegExp(`^const ${name} = (\\d+);`, "m").exec(text)?.[1]);
const PLACES = {
  FIBERS: constant("FIBERS_I32"),
  RECORD: constant("RECORD_I32"),
  STEP: constant("STEP_WORD"),
};

interface Sleeper {
  readonly id: number;
  readonly dueMs: number;
}

/** From one tick to the longest delay; most of them near the borders of levels. */
const delay = fc.oneof(
  fc.integer({ min: 1, max: 200 }),
  fc.integer({ min: 0, max: 5 }).chain((level) =>
    fc.integer({ min: -2, max: 2 }).map((off) => Math.max(1, 64 ** level + off))
  ),
  fc.integer({ min: 1, max: 0x7fffffff }),
  fc.double({ min: 0.01, max: 300, noNaN: true }),
);

interface Step {
  readonly sleeps: readonly number[];
  readonly move: number | "next";
}

const step: fc.Arbitrary<Step> = fc.record({
  sleeps: fc.array(delay, { maxLength: 6 }),
  /** How far the clock moves, in ticks or to the next deadline. */
  move: fc.oneof(fc.constant("next" as const), delay),
});

function follow(startMs: number, steps: readonly Step[]): void {
  nowMs = startMs;
  performance.now = () => nowMs;
  const loom = Weave.create();
  let sleeping: Sleeper[] = [];
  const ended = (): void => {
    loom.turn();
    // Never early, and nobody whose tick has come is left.
    for (const { id, dueMs } of sleeping) {
      const isOver = isEnded(loom, id);
      if (isOver) assert.ok(nowMs >= dueMs, `woke at ${nowMs}, due at ${dueMs}`);
      else assert.ok(nowMs < dueMs + 1, `asleep at ${nowMs}, due at ${dueMs}`);
    }
    sleeping = sleeping.filter(({ id }) => !isEnded(loom, id));
    assert.equal(loom.alive, sleeping.length);
  };
  for (const { sleeps, move } of steps) {
    for (const ms of sleeps) {
      const id = loom.trySpawnSleeper(ms);
      // There are 30 frames: more than that would wait for one before it sleeps.
      if (id !== -1 && loom.alive <= 30) sleeping.push({ id, dueMs: nowMs + ms });
      else if (id !== -1) return;
    }
    loom.turn();
    const next = Math.min(...sleeping.map(({ dueMs }) => dueMs));
    if (move !== "next") nowMs += move;
    else if (next !== Infinity) nowMs = Math.max(nowMs, next) + 1;
    ended();
  }
  nowMs += 2 ** 31;
  ended();
  assert.equal(loom.alive, 0);
}

function isEnded(loom: Weave, id: number): boolean {
  const i32 = new Int32Array(loom.handle.buffer);
  const { FIBERS, RECORD, STEP } = PLACES;
  return i32[FIBERS + (id & 63) * RECORD + STEP]! >= 0x40000000;
}

test("fibers wake at their tick, whatever else sleeps", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.array(step, { maxLength: 12 }),
      follow,
    ),
    { numRuns: 400 },
  );
});
