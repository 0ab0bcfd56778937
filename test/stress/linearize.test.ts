/** The checker of histories: by hand, and against every order of small histories. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Effect } from "../../generator/core/scenario.ts";
import { queueReference } from "../../generator/structures/queue/reference.ts";
import { createChecker, linearize, type Recorded } from "./linearize.ts";
import { hopelessOrders } from "./queue/order.ts";
import { KINDS, OUTCOMES } from "./queue/operations.ts";
import { describeRefusal } from "./report.ts";

const CAPACITY = 2;
const reference = queueReference(CAPACITY, (item) => item);

interface Call {
  readonly label: string;
  readonly effects: (state: string) => readonly Effect[];
}

const push = (item: number): Call => ({
  label: `push ${item}`,
  effects: (state) => reference.push(state, item, false),
});
const pushTwo = (item: number): Call => ({
  label: `push ${item} and ${item + 1}`,
  effects: (state) => reference.pushMany(state, [item, item + 1], false),
});
const pop: Call = { label: "pop", effects: (state) => reference.pop(state, false) };

/** `result` undefined: it never returned. */
function recorded(
  call: Call,
  [called, returned]: readonly [number, number],
  result: string | undefined,
  thread = called,
): Recorded {
  return {
    thread,
    ...call,
    called,
    returned: result === undefined ? Infinity : returned,
    result,
    idle: ["out of time"],
    idleInCompany: ["busy"],
  };
}

const verdictOf = (operations: readonly Recorded[]) => linearize(operations, "").kind;

test("a history that some order explains is accepted", () => {
  // B's pop takes the item of A's push, which returns later.
  assert.equal(
    verdictOf([
      recorded(push(1), [1, 6], "pushed"),
      recorded(pop, [2, 3], "item 1"),
      recorded(pop, [4, 5], "empty"),
    ]),
    "linearizable",
  );
  // Two pushes overlap: either may be first.
  for (const [first, second] of [[1, 2], [2, 1]] as const) {
    assert.equal(
      verdictOf([
        recorded(push(1), [1, 3], "pushed"),
        recorded(push(2), [2, 4], "pushed"),
        recorded(pop, [5, 6], `item ${first}`),
        recorded(pop, [7, 8], `item ${second}`),
      ]),
      "linearizable",
    );
  }
});

test("a history that no order explains is refused, at the first operation without a place", () => {
  const history = [
    recorded(push(1), [1, 2], "pushed"),
    recorded(push(2), [3, 4], "pushed"),
    recorded(pop, [5, 7], "item 2"),
    recorded(pop, [6, 8], "item 2"),
  ];
  assert.equal(verdictOf(history.slice(0, 3)), "refused");
  const overtaken = [...history.slice(0, 2), recorded(pop, [5, 7], "item 1"), history[3]!];
  assert.equal(verdictOf(overtaken), "linearizable");
  const verdict = linearize([...overtaken, recorded(pop, [9, 10], "item 1")], "");
  assert.ok(verdict.kind === "refused");
  assert.equal(verdict.operation.called, 9);
  assert.deepEqual(verdict.states, [""]);
  const report = describeRefusal(verdict, [...overtaken, verdict.operation]);
  assert.match(report, /^thread 9: pop → item 1 has no place in any order/);
  assert.match(report, /^the reference before it: \[\]$/m);
  assert.match(report, /^> {2}9 {7}pop {8}item 1 {2}9 {7}10$/m);
});

test("an operation that never returned may have taken effect or not, also later", () => {
  const lost = recorded(push(1), [1, Infinity], undefined);
  assert.equal(verdictOf([lost, recorded(pop, [2, 3], "empty")]), "linearizable");
  assert.equal(verdictOf([lost, recorded(pop, [2, 3], "item 1")]), "linearizable");
  const both = [lost, recorded(pop, [2, 3], "empty"), recorded(pop, [4, 5], "item 1")];
  assert.equal(verdictOf(both), "linearizable");
  assert.equal(verdictOf([...both, recorded(pop, [6, 7], "item 1")]), "refused");
  const checker = createChecker("");
  assert.equal(checker.round([lost]).kind, "linearizable");
  assert.equal(checker.round([recorded(pop, [2, 3], "item 1")]).kind, "linearizable");
  assert.equal(checker.round([recorded(pop, [4, 5], "item 1")]).kind, "refused");
});

test("what promises nothing has no effect, and busy needs another operation", () => {
  assert.equal(verdictOf([recorded(push(1), [1, 2], "out of time")]), "linearizable");
  assert.equal(
    verdictOf([recorded(push(1), [1, 2], "out of time"), recorded(pop, [3, 4], "item 1")]),
    "refused",
  );
  assert.equal(verdictOf([recorded(pop, [1, 2], "busy")]), "refused");
  const pair = [recorded(pop, [1, 3], "busy"), recorded(push(1), [2, 4], "pushed")];
  assert.equal(verdictOf(pair), "linearizable");
});

test("rounds carry on every state that is possible", () => {
  const checker = createChecker("");
  checker.round([recorded(push(1), [1, 3], "pushed"), recorded(push(2), [2, 4], "pushed")]);
  assert.deepEqual(checker.states().toSorted(), ["1-2", "2 1"]);
  checker.round([recorded(pop, [5, 6], "item 2")]);
  assert.deepEqual(checker.states(), ["1"]);
});

/** Every order of every choice of those that never returned. */
function bruteForce(operations: readonly Recorded[]): boolean {
  const place = (state: string, left: readonly Recorded[]): boolean => {
    if (left.every(({ result }) => result === undefined)) return true;
    return left.some((operation) => {
      // Nobody who has returned before it was called may come behind it.
      if (left.some((other) => other.returned < operation.called)) return false;
      const rest = left.filter((other) => other !== operation);
      const { result } = operation;
      const isIdle = result !== undefined && (operation.idle.includes(result) ||
        operation.idleInCompany.includes(result) &&
          operations.some((other) =>
            other !== operation && other.called < operation.returned &&
            operation.called < other.returned
          ));
      return (isIdle && place(state, rest)) ||
        operation.effects(state).some((effect) =>
          (result === undefined || result === effect.result) && place(effect.state, rest)
        );
    });
  };
  return place("", operations);
}

/** Calls and returns in random order, with results that are possible in some order or at random. */
const history = fc.record({
  calls: fc.array(
    fc.record({
      kind: fc.constantFrom("push", "pushTwo", "pop"),
      length: fc.integer({ min: 1, max: 5 }),
      gap: fc.integer({ min: 0, max: 2 }),
      point: fc.double({ min: 0, max: 1, noNaN: true }),
      choice: fc.nat(3),
      fate: fc.integer({ min: 0, max: 11 }),
    }),
    { maxLength: 7 },
  ),
  results: fc.infiniteStream(fc.constantFrom(
    "pushed",
    "full",
    "empty",
    "item 0",
    "item 10",
    "item 20",
    "1 pushed",
    "busy",
    "out of time",
  )),
}).map(({ calls, results }) => {
  let at = 0;
  const planned = calls.map((call, k) => {
    at += call.gap;
    const called = at + k / 1000;
    const operation = call.kind === "push"
      ? push(10 * k)
      : call.kind === "pop"
      ? pop
      : pushTwo(10 * k);
    return { ...call, operation, called, returned: at + call.length + k / 1000 + 0.5 };
  });
  // The results of one order that agrees with the times; some are then replaced.
  const found = new Map<object, string>();
  let state = "";
  const moment = ({ called, returned, point }: typeof planned[number]) =>
    called + (returned - called) * point;
  for (const call of planned.toSorted((a, b) => moment(a) - moment(b))) {
    const effects = call.operation.effects(state);
    const effect = effects[call.choice % effects.length]!;
    state = effect.state;
    found.set(call, effect.result);
  }
  return planned.map((call, k) => {
    const result = call.fate === 0
      ? undefined
      : call.fate === 1
      ? results.next().value
      : found.get(call);
    return recorded(call.operation, [call.called, call.returned], result, k);
  });
});

test("small histories are judged as by trying every order", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(history, (operations) => {
      const { kind } = linearize(operations, "");
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      assert.equal(kind, bruteForce(operations) ? "linearizable" : "refused");
    }),
    { numRuns: 2_000 },
  );
  // Both kinds were there, or this test has shown little.
  assert.ok(seen.get("linearizable")! > 200 && seen.get("refused")! > 100, `${[...seen]}`);
});

test("looking ahead changes no verdict", () => {
  let refused = 0;
  fc.assert(
    fc.property(history, (operations) => {
      const entries = operations.map(({ thread, called, returned, result }) => {
        const item = /^item (\d+)$/.exec(result ?? "")?.[1];
        return {
          thread,
          kind: KINDS.indexOf("tryPop"),
          part: 0,
          argument: 0,
          count: 0,
          called,
          returned,
          result: OUTCOMES.indexOf(item === undefined ? "nothing" : "item"),
          amount: 0,
          values: [Number(item)],
        };
      });
      const { kind } = createChecker("", hopelessOrders(entries)).round(operations);
      if (kind === "refused") refused++;
      assert.equal(kind, linearize(operations, "").kind);
    }),
    { numRuns: 2_000 },
  );
  assert.ok(refused > 100, `${refused} refused`);
});
