/** Fibers of `effect`: they take turns, start each other, hand over, sleep. */
import type { Job, Peer, Tally, Work } from "../job.ts";
import { load } from "../npm/load.ts";
import { sent, wrong } from "./check.ts";
import { atOnce, lifeMs, TURNING } from "./tasks.ts";

/** What an effect gives when `yield*` runs it; nothing more of the package's types is needed here. */
interface Effect<Value> {
  [Symbol.iterator](): Iterator<Effect<unknown>, Value>;
}

type Body<Value> = () => Generator<Effect<unknown>, Value>;

interface Effects {
  readonly yieldNow: Effect<void>;
  gen<Value>(body: Body<Value>): Effect<Value>;
  sleep(ms: number): Effect<void>;
  forkChild<Value>(effect: Effect<Value>): Effect<Running<Value>>;
  runPromise<Value>(effect: Effect<Value>): Promise<Value>;
}

interface Running<Value> {
  readonly value: Value;
}

interface Fibers {
  join<Value>(fiber: Running<Value>): Effect<Value>;
}

interface Deferred {
  readonly deferred: unknown;
}

interface Deferreds {
  makeUnsafe(): Deferred;
  succeed(deferred: Deferred, value: undefined): Effect<boolean>;
  await(deferred: Deferred): Effect<void>;
}

interface Library {
  readonly effect: Effects;
  readonly fiber: Fibers;
  readonly deferred: Deferreds;
}

const FOLDER = "effect/dist";

export const open: Peer["open"] = ({ roles }) =>
  Promise.resolve(roles.map(() => ({ value: undefined, transfer: [] })));

export const join: Peer["join"] = async (_, { job }) =>
  workOf(job, {
    effect: await load<Effects>(`${FOLDER}/Effect.js`),
    fiber: await load<Fibers>(`${FOLDER}/Fiber.js`),
    deferred: await load<Deferreds>(`${FOLDER}/Deferred.js`),
  });

function workOf({ task }: Job, library: Library): Work {
  const { effect } = library;
  switch (task) {
    case "spawn":
      return async (count) =>
        tally(count, await effect.runPromise(spawning(library, count)), sent(count).sum);
    case "baton":
      return async (count) =>
        tally(count, await effect.runPromise(handOver(library, count)), 2 * count);
    case "timers":
      return async (count) => {
        let done = 0;
        for (const sleepers of atOnce(count)) {
          const sleeping = Array.from({ length: sleepers }, (_, k) => sleep(library, lifeMs(k)));
          done += await effect.runPromise(together(library, sleeping));
        }
        return tally(count, done, count);
      };
    default:
      return async (count) => {
        const times = Math.ceil(count / TURNING);
        const all = Array.from({ length: TURNING }, () => turns(library, times));
        const found = await effect.runPromise(together(library, all));
        return tally(times * TURNING, found, times * TURNING);
      };
  }
}

function tally(items: number, found: number, expected: number): Tally {
  return { items, sum: 0, ...found === expected ? {} : { fault: wrong(found, expected) } };
}

/** Runs all of them, each in a fiber of its own; the sum of what they give. */
function together(
  { effect, fiber }: Library,
  all: readonly Effect<number>[],
): Effect<number> {
  return effect.gen(function* () {
    const running: Running<number>[] = [];
    for (const one of all) running.push(yield* effect.forkChild(one));
    let sum = 0;
    for (const one of running) sum += yield* fiber.join(one);
    return sum;
  });
}

function turns({ effect }: Library, times: number): Effect<number> {
  return effect.gen(function* () {
    let done = 0;
    while (done < times) {
      yield* effect.yieldNow;
      done++;
    }
    return done;
  });
}

function sleep({ effect }: Library, ms: number): Effect<number> {
  return effect.gen(function* () {
    yield* effect.sleep(ms);
    return 1;
  });
}

function spawning({ effect, fiber }: Library, times: number): Effect<number> {
  const echo = (value: number) =>
    effect.gen(function* () {
      yield* effect.yieldNow;
      return value;
    });
  return effect.gen(function* () {
    let sum = 0;
    for (let k = 0; k < times; k++) {
      sum += yield* fiber.join(yield* effect.forkChild(echo(k)));
    }
    return sum;
  });
}

/** Two that wait for each other, each round a deferred of its own. */
function handOver(library: Library, rounds: number): Effect<number> {
  const { effect, deferred } = library;
  let there = deferred.makeUnsafe();
  let back = deferred.makeUnsafe();
  const returning = effect.gen(function* () {
    let done = 0;
    while (done < rounds) {
      yield* deferred.await(there);
      there = deferred.makeUnsafe();
      yield* deferred.succeed(back, undefined);
      done++;
    }
    return done;
  });
  const serving = effect.gen(function* () {
    let done = 0;
    while (done < rounds) {
      yield* deferred.succeed(there, undefined);
      yield* deferred.await(back);
      back = deferred.makeUnsafe();
      done++;
    }
    return done;
  });
  return together(library, [returning, serving]);
}
