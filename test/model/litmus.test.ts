import assert from "node:assert/strict";
import { test } from "node:test";
import type { Program } from "../../generator/core/machine.ts";
import type { Answer, Scenario } from "../../generator/core/scenario.ts";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import {
  anything,
  call,
  compareExchange,
  exchange,
  give,
  jump,
  load,
  type MachineStep,
  notify,
  programOf,
  readPlain,
  scenarioOf,
  store,
  wait,
  writePlain,
} from "./hand-written.ts";

/** The verdict with and without the reduction, which have to agree. */
function verdictOf(program: Program, scenario: Scenario, kill = false) {
  const reduced = explore(program, scenario, { ...NO_LIMITS, kill });
  const full = explore(program, scenario, { ...NO_LIMITS, kill, isReduced: false });
  assert.equal(reduced.finding === undefined, full.finding === undefined);
  assert.equal(reduced.bound, undefined);
  if (reduced.finding === undefined) assert.ok(reduced.states <= full.states);
  return reduced.finding?.kind ?? "clean";
}

/** An atomic register of two words: who stores one and loads the other sees at least one store. */
const storeBuffering = programOf({
  first: [() => store(0, 1), () => load(4), (_, seen) => give(seen)],
  second: [() => store(4, 1), () => load(0), (_, seen) => give(seen)],
});

/** The words as text; each call is two steps, so that it is two operations of the reference. */
test("store buffering: both may see a store, and one at least does", () => {
  const results = new Set<string>();
  const observed = (name: string) => {
    const operation = call(name, anything("0", "1"));
    return {
      ...operation,
      effects: (state: string) =>
        ["0", "1"].map((result) => ({ state: [...state, result].sort().join(""), result })),
    };
  };
  const scenario = scenarioOf([[observed("first")], [observed("second")]], {
    finale: [{
      label: "what both saw",
      next: () => undefined,
      resultOf: () => "",
      effects: (state) => {
        results.add(state);
        return [{ state, result: "" }];
      },
      idle: [],
      timed: false,
    }],
  });
  assert.equal(verdictOf(storeBuffering, scenario), "clean");
  assert.deepEqual([...results].sort(), ["01", "11"]);
});

const send: readonly MachineStep[] = [() => writePlain(0, 7), () => store(4, 1), () => give(true)];
const receive: readonly MachineStep[] = [
  () => load(4),
  (_, flag) => (flag === 1 ? jump(2) : give("nothing")),
  () => readPlain(0),
  (_, value) => give(value),
];

/** `send` puts 7, once; `receive` gives it or nothing. */
const message = [
  [call("send", (state) => [{ state: `${state}7`, result: "true" }])],
  [
    call("receive", (state) => [
      state === "7" ? { state, result: "7" } : { state, result: "nothing" },
    ]),
  ],
];

test("message passing over a flag is free of races", () => {
  assert.equal(verdictOf(programOf({ send, receive }), scenarioOf(message)), "clean");
});

test("message passing without a look at the flag is a data race", () => {
  const hasty: readonly MachineStep[] = [() => readPlain(0), (_, value) => give(value)];
  assert.equal(verdictOf(programOf({ send, receive: hasty }), scenarioOf(message)), "data race");
});

test("a flag before the payload is a data race", () => {
  const early = [() => store(4, 1), () => writePlain(0, 7), () => give(true)];
  assert.equal(verdictOf(programOf({ send: early, receive }), scenarioOf(message)), "data race");
});

test("a plain flag is a data race", () => {
  const plain = [() => writePlain(0, 7), () => writePlain(4, 1), () => give(true)];
  assert.equal(verdictOf(programOf({ send: plain, receive }), scenarioOf(message)), "data race");
});

test("atomics of different widths over the same bytes are a data race", () => {
  const wide: readonly MachineStep[] = [() => store(0, 1), () => give(true)];
  const narrow: readonly MachineStep[] = [
    () => store(1, 1, "i16"),
    () => give(true),
  ];
  const threads = [[call("wide", anything("true"))], [call("narrow", anything("true"))]];
  assert.equal(verdictOf(programOf({ wide, narrow }), scenarioOf(threads)), "data race");
});

/** Adds one to word 0 under the lock in word 4; gives what was there. */
const underLock = (take: readonly MachineStep[]): readonly MachineStep[] => [
  ...take,
  () => readPlain(0),
  (locals, seen) => {
    locals[0] = seen;
    return writePlain(0, Number(seen) + 1);
  },
  () => store(4, 0),
  (locals) => give(locals[0]),
];

const count = call("count", (state) => [{ state: `${state}|`, result: String(state.length) }]);

test("a spin lock with compare-and-exchange excludes, and ends", () => {
  const lock: readonly MachineStep[] = [
    () => compareExchange(4, 0, 1),
    (_, before) => (before === 0 ? jump(2) : jump(0)),
  ];
  const program = programOf({ count: underLock(lock) });
  assert.equal(verdictOf(program, scenarioOf([[count, count], [count]])), "clean");
  assert.equal(verdictOf(program, scenarioOf([[count], [count], [count]])), "clean");
});

test("a spin lock that looks and then stores does not exclude", () => {
  const broken: readonly MachineStep[] = [
    () => load(4),
    (_, held) => (held === 0 ? store(4, 1) : jump(0)),
  ];
  const scenario = scenarioOf([[count], [count]]);
  assert.equal(verdictOf(programOf({ count: underLock(broken) }), scenario), "data race");
});

test("a count without a lock gives a wrong result", () => {
  const unlocked: readonly MachineStep[] = [
    () => load(0),
    (locals, seen) => {
      locals[0] = seen;
      return store(0, Number(seen) + 1);
    },
    (locals) => give(locals[0]),
  ];
  const scenario = scenarioOf([[count], [count]]);
  assert.equal(verdictOf(programOf({ count: unlocked }), scenario), "wrong result");
});

/** Waits until word 0 is 1: says so in word 4, looks, sleeps on word 8. */
const waiter = (looksAgain: boolean): readonly MachineStep[] => [
  () => load(0),
  (_, there) => (there === 1 ? jump(6) : store(4, 1)),
  () => (looksAgain ? load(0) : jump(3)),
  (_, there) => (there === 1 ? jump(6) : wait(6, 0)),
  () => jump(0),
  () => jump(0),
  () => give("there"),
];
const waker: readonly MachineStep[] = [
  () => store(0, 1),
  () => load(4),
  (_, somebody) => (somebody === 1 ? exchange(6, 1) : jump(4)),
  () => notify(6),
  () => give("done"),
];
const announced = [
  [call("waiter", (state) => (state === "1" ? [{ state, result: "there" }] : []))],
  [call("waker", () => [{ state: "1", result: "done" }])],
];

test("a waiter that looks again after announcing itself is always woken", () => {
  const program = programOf({ waiter: waiter(true), waker });
  assert.equal(verdictOf(program, scenarioOf(announced)), "clean");
});

test("a waiter that does not look again sleeps for ever", () => {
  const program = programOf({ waiter: waiter(false), waker });
  assert.equal(verdictOf(program, scenarioOf(announced)), "lost wake-up");
});

test("who may rightly wait for ever is no finding", () => {
  const program = programOf({ waiter: waiter(true), waker });
  assert.equal(verdictOf(program, scenarioOf([announced[0]!])), "clean");
});

test("two locks that are taken in opposite orders block each other", () => {
  const both = (first: number, second: number): readonly MachineStep[] => [
    () => exchange(first, 1),
    (_, held) => (held === 0 ? jump(3) : wait(first, 1)),
    () => jump(0),
    () => exchange(second, 1),
    (_, held) => (held === 0 ? jump(6) : wait(second, 1)),
    () => jump(3),
    () => exchange(first, 0),
    () => notify(first),
    () => exchange(second, 0),
    () => notify(second),
    () => give("done"),
  ];
  const threads = [[call("ab", anything("done"))], [call("ba", anything("done"))]];
  const deadlock = programOf({ ab: both(0, 4), ba: both(4, 0) });
  assert.equal(verdictOf(deadlock, scenarioOf(threads)), "lost wake-up");
  const ordered = programOf({ ab: both(0, 4), ba: both(0, 4) });
  assert.equal(verdictOf(ordered, scenarioOf(threads)), "clean");
});

test("threads that undo each other's steps for ever have no end", () => {
  const turn = (mine: number): readonly MachineStep[] => [
    () => load(0),
    (_, seen) => (seen === mine ? jump(0) : store(0, mine)),
    () => load(0),
    (_, seen) => (seen === mine ? jump(0) : give("done")),
  ];
  const program = programOf({ one: turn(1) });
  const scenario = scenarioOf([[call("one", anything("done"))]]);
  assert.equal(verdictOf(program, scenario), "no end");
});

test("a sleep with a limit ends in time, and a limit may pass at once", () => {
  const timed: readonly MachineStep[] = [() => wait(0, 0, 5), (_, how) => give(how)];
  const wake: readonly MachineStep[] = [() => notify(0), (_, woken) => give(woken)];
  const results = new Set<string>();
  const seen = (name: string, ...words: string[]) => ({
    ...call(name, anything(...words)),
    resultOf: ([answer]: readonly Answer[]) => {
      const result = answer?.outcome.kind === "return" ? String(answer.outcome.value) : "throws";
      results.add(`${name} ${result}`);
      return result;
    },
  });
  const threads = [[seen("timed", "ok", "timed-out")], [seen("wake", "0", "1")]];
  assert.equal(verdictOf(programOf({ timed, wake }), scenarioOf(threads)), "clean");
  assert.deepEqual([...results].sort(), ["timed ok", "timed timed-out", "wake 0", "wake 1"]);
});

test("the first sleeper is the first to be woken", () => {
  const sleep: readonly MachineStep[] = [() => wait(0, 0), () => give("woken")];
  const wake: readonly MachineStep[] = [() => notify(0, 1), (_, woken) => give(woken)];
  const threads = [
    [call("sleep", anything("woken"))],
    [call("sleep", anything("woken"))],
    [call("wake", anything("0", "1")), call("wake", anything("0", "1"))],
  ];
  const program = programOf({ sleep, wake });
  // One of them may come after both wake-ups: nothing promises that it ends.
  const promised = scenarioOf(threads);
  assert.equal(verdictOf(program, promised), "lost wake-up");
});

test("a death in a lock holds up who waits for it, and nobody else", () => {
  const lock: readonly MachineStep[] = [
    () => compareExchange(4, 0, 1),
    (_, before) => (before === 0 ? jump(2) : jump(0)),
  ];
  const program = programOf({ count: underLock(lock) });
  const scenario = scenarioOf([[count], [count]], { deaths: "anywhere" });
  assert.equal(verdictOf(program, scenario, true), "no end");
});

test("nobody notices the death of a sleeper", () => {
  const program = programOf({ waiter: waiter(true), waker });
  const [waits, wakes] = announced;
  const scenario = scenarioOf([waits!, waits!, wakes!], { deaths: "asleep" });
  assert.equal(verdictOf(program, scenario, true), "clean");
});

test("an access outside the structure is found", () => {
  const program = programOf({ stray: [() => load(8), (_, value) => give(value)] });
  const scenario = scenarioOf([[call("stray", anything("0"))]]);
  assert.equal(verdictOf(program, scenario), "outside the structure");
});
