import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import { createSystem, type Event, type System } from "../../generator/verify/system.ts";
import { verify } from "../../generator/verify/verify.ts";
import type { Scenario } from "../../generator/core/scenario.ts";
import { checkedCubby, cubbyText } from "./cubbies.ts";

const numbers = await cubbyText("u32", true);
const standing = checkedCubby(numbers, "standing");

test("every operation has a machine, but the iterator", () => {
  const missing = standing.program.notCompiled.map(({ operation }) => operation);
  assert.deepEqual(missing.filter((name) => name !== "[Symbol.asyncIterator]"), []);
});

function clean(checked: ReturnType<typeof checkedCubby>, names: RegExp, kill = false): void {
  const some = checked.scenarios.filter(({ name }) => names.test(name));
  assert.ok(some.length > 0, `${names} matches no scenario`);
  const { refutation, bounded } = verify(checked.program, some, { ...NO_LIMITS, kill });
  assert.equal(refutation?.finding.message, undefined, `replay ${refutation?.schedule}`);
  assert.deepEqual(bounded, []);
}

test("two threads, every pair of operations", () => clean(standing, /^[^-]+-[^-]+\//));

test("two threads with two operations each", async () => {
  clean(
    checkedCubby(await cubbyText("Pair", true), "standing", { threads: 2, operations: 2 }),
    /^(push-pop|push-tryPop|tryPush-pop|pushTimed-pop|push-popTimed|pushTimed-popTimed)\//,
  );
});

test("three threads: turns, and one that gives up", () => {
  clean(standing, /^(push-push-pop|push-pop-pop|pushTimed-push-pop)\/(empty|full)/);
});

test("three threads and close", () => {
  clean(standing, /^(push-pop-close|push-push-close|pop-pop-close|pushTimed-pop-close)\//);
});

test("a cubby without waiting", async () => {
  for (const item of ["u32", "Pair"] as const) {
    clean(
      checkedCubby(await cubbyText(item, false), "standing", { threads: 3, operations: 2 }),
      /./,
    );
  }
});

const revoked = checkedCubby(numbers, "revoked");

test("offers that are revoked at any moment", () => {
  clean(revoked, /^late-(push-pop|tryPush-pop|pushThenPop-popTimed|popThenPush-pushTimed)\//);
});

test("threads that die anywhere, where the others have a limit", () => {
  clean(
    revoked,
    /^late-(pushTimed-popTimed|pushTimed-close|popTimed-close|pushThenPop-popTimed|popThenPush-pushTimed)\//,
    true,
  );
});

/** Steps of the first threads until each sleeps, in this order: so they have begun to wait in it. */
function asleepInOrder(system: System, sleepers: number): Int32Array {
  let state = new Int32Array(system.stride);
  assert.equal(system.start(state), undefined);
  for (let thread = 0; thread < sleepers; thread++) {
    for (let isAsleep = false; !isAsleep;) {
      const next = new Int32Array(system.stride);
      const events: Event[] = [];
      const finding = system.step(
        state,
        { thread, move: "go" },
        next,
        (event) => events.push(event),
      );
      assert.equal(finding, undefined);
      isAsleep = events.some(({ note }) => note === "sleeps");
      state = next;
    }
  }
  return state;
}

/** Every state from `first` on; `see` is told what each step does. */
function everyState(system: System, first: Int32Array, see: (events: readonly Event[]) => void) {
  const seen = new Set<string>([first.join()]);
  const open = [first];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const choice of system.choices(state)) {
      const next = new Int32Array(system.stride);
      const events: Event[] = [];
      assert.equal(system.step(state, choice, next, (event) => events.push(event)), undefined);
      see(events);
      const key = next.join();
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(next);
    }
  }
  return seen.size;
}

/** The scenario's operations in another order of threads. */
function withThreads(name: string, order: readonly number[]): Scenario {
  const found = standing.scenario(name);
  return { ...found, threads: order.map((k) => found.threads[k]!) };
}

test("pops that wait are served in order, and woken once each, whatever happens beside them", () => {
  // Two pops asleep, one after the other; a push hands its item over.
  const scenario = withThreads("push-pop-pop/empty/1", [1, 2, 0]);
  const system = createSystem(standing.program, scenario, {
    isReduced: true,
    preemptions: Infinity,
    kill: false,
  });
  let returned = 0;
  const states = everyState(system, asleepInOrder(system, 2), (events) => {
    for (const { thread, note } of events) {
      assert.notEqual(note, "sleeps", "who was woken has to sleep again");
      assert.ok(!(thread === 1 && note === "wakes"), "the second was woken");
      if (thread === 0 && note.includes("→ item 0")) returned++;
    }
  });
  assert.ok(states > 10 && returned > 0);
});

test("a push that finds two waiting before it comes third", () => {
  const scenario = withThreads("push-push-pop/full/1", [0, 1, 2]);
  const system = createSystem(standing.program, scenario, {
    isReduced: true,
    preemptions: Infinity,
    kill: false,
  });
  let first = 0;
  everyState(system, asleepInOrder(system, 2), (events) => {
    for (const { thread, note } of events) {
      assert.ok(!(thread === 1 && note.includes("→ pushed")), "the second push overtook the first");
      if (thread === 0 && note.includes("→ pushed")) first++;
    }
  });
  assert.ok(first > 0);
});

test("tries cannot overtake who waits", () => {
  const scenario = withThreads("push-push-tryPop/full/1", [0, 1, 2]);
  const found = explore(standing.program, scenario, NO_LIMITS);
  assert.equal(found.finding, undefined);
  assert.equal(found.bound, undefined);
});
