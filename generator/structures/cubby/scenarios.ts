/**
 * Programs over a cubby for the model checker, in two suites. In one an offer stands for ever, so that
 * who sleeps sleeps until it is called: a lost wake-up shows. In the other an offer may be revoked at
 * any moment, and threads die: what was late must do no harm.
 */
import type { Operation, Scenario, Start } from "../../core/scenario.ts";
import type { MachineProgram } from "../../transform/machine.ts";
import { itemsOf } from "../queue/items.ts";
import { type OperationMakers, operationMakers } from "../queue/operations.ts";
import { queueReference } from "../queue/reference.ts";
import type { ScenarioLimits } from "../queue/scenarios.ts";
import { asleepScenarios } from "./asleep.ts";
import { CROWDS, LATE_CROWDS, LONG_CROWDS, LONG_FROM_THREADS, LONG_LATE_CROWDS } from "./crowds.ts";
import { lateScenarios } from "./late.ts";

/** Each try of a spinning thread is the same; without a limit an offer stands for ever. */
export const STANDING_REDUCTIONS = [
  { constant: "SPINS", value: 1 },
  { constant: "GRACE_MS", value: Infinity },
];
/** As long as the limit of an operation that has one: so these revoke, too. */
export const REVOKED_REDUCTIONS = [
  { constant: "SPINS", value: 0 },
  { constant: "GRACE_MS", value: 5 },
];

/**
 * Sleeping in the event loop as a wait in the thread: both are one look at one word, so the class
 * `Sleepers` is trusted and the rest of the asynchronous operations is explored.
 */
export function sleepInThread(text: string): string {
  return text.replace(
    /await this\.#sleepers\.sleep\(i32, at, waiter, sliceMs, signal\)/,
    "Atomics.wait(i32, at, waiter, sliceMs)",
  );
}

/**
 * The same, and a try that has met an offer may find within the call that it has stood too long: the
 * checker's clock moves on within one operation only.
 */
export function timePassesInTries(text: string): string {
  return sleepInThread(text).replace(
    "if (nowMs - this.#offerSeenMs <",
    "if (performance.now() - this.#offerSeenMs <",
  );
}

/** Items that fill a cubby beforehand. */
const FIRST_FILL = 100;

interface Place {
  readonly name: string;
  readonly isFull: boolean;
  /** Of the first waiter of each side. */
  readonly ticket: number;
}

const EMPTY: Place = { name: "empty", isFull: false, ticket: 0 };
const FULL: Place = { name: "full", isFull: true, ticket: 0 };
/** The second ticket is 0 again, and so less as a number. */
const WRAP: Place = { name: "wrap", isFull: false, ticket: -1 };

interface Role {
  readonly name: string;
  readonly isTimed: boolean;
  readonly make: (fresh: () => number) => Operation;
  /** Operations that it makes once, in the place of `make` again and again. */
  readonly series?: (fresh: () => number) => readonly Operation[];
}

function rolesOf(program: MachineProgram, makers: OperationMakers): ReadonlyMap<string, Role> {
  const role = (
    name: string,
    isTimed: boolean,
    make: (fresh: () => number) => Operation,
  ): readonly [string, Role] => [name, { name, isTimed, make }];
  const all = [
    role("tryPush", true, (fresh) => makers.tryPush(fresh())),
    role("tryPop", true, () => makers.tryPop()),
    role("push", false, (fresh) => makers.push(fresh())),
    role("pop", false, () => makers.pop()),
    role("pushTimed", true, (fresh) => makers.pushTimed(fresh())),
    role("popTimed", true, () => makers.popTimed()),
    role("pushAsync", false, (fresh) => makers.pushAsync(fresh())),
    role("popAsync", false, () => makers.popAsync()),
    role("close", true, () => makers.close()),
  ];
  // One thread that hands over and then takes what nobody has come for.
  const series = (name: string, make: (fresh: () => number) => readonly Operation[]): void => {
    all.push([name, {
      name,
      isTimed: true,
      make: (fresh) => makers.tryPush(fresh()),
      series: (fresh) => make(fresh).map((operation) => ({ ...operation, timed: true })),
    }]);
  };
  series("pushThenPop", (fresh) => [makers.tryPush(fresh()), makers.tryPop(), makers.tryPop()]);
  series("popThenPush", (fresh) => [
    makers.tryPop(),
    makers.tryPush(fresh()),
    makers.tryPush(fresh()),
  ]);
  const inTurn = (name: string, make: (fresh: () => number) => readonly Operation[]): void => {
    all.push([name, {
      name,
      isTimed: false,
      make: (fresh) => makers.push(fresh()),
      series: make,
    }]);
  };
  inTurn("pushTimedThenAgain", (fresh) => [makers.pushTimed(fresh()), makers.pushTimed(fresh())]);
  inTurn("pushThenTwoMore", (fresh) => [0, 1, 2].map(() => makers.push(fresh())));
  inTurn("popThenAgain", () => [makers.pop(), makers.pop()]);
  inTurn("popThenPopTimedThenPop", () => [makers.pop(), makers.popTimed(), makers.pop()]);
  all.push(["look", {
    name: "look",
    isTimed: true,
    make: () => makers.size(),
    series: () => [makers.size(), pressureMeanwhile(makers), makers.closed()],
  }]);
  inTurn("pushThenClose", (fresh) => [makers.push(fresh()), makers.close()]);
  const needs = (name: string) =>
    name.replace("Timed", "").replace("look", "size").replace(/Then.*/, "");
  return new Map(all.filter(([name]) => program.operations.includes(needs(name))));
}

export function standingScenarios(
  program: MachineProgram,
  text: string,
  limits: ScenarioLimits,
): readonly Scenario[] {
  const makers = makersOf(text);
  const roles = rolesOf(program, makers);
  const names = [...roles.keys()].filter((name) => !name.includes("Then"));
  const pairs = names.flatMap((first, k) => names.slice(k).map((second) => [first, second]))
    .filter((pair) => pair.some((name) => name !== "close" && name !== "look"));
  const long = limits.threads < LONG_FROM_THREADS ? [] : LONG_CROWDS;
  const crowds = [...pairs, ...CROWDS, ...long];
  return [
    ...scenariosOf(crowds, { program, makers, roles, limits, deaths: "none" }),
    ...asleepScenarios(program, makers),
  ];
}

export function revokedScenarios(
  program: MachineProgram,
  text: string,
  limits: ScenarioLimits,
): readonly Scenario[] {
  if (!program.operations.includes("push")) return [];
  const makers = makersOf(text);
  const roles = rolesOf(program, makers);
  const long = limits.threads < LONG_FROM_THREADS ? [] : LONG_LATE_CROWDS;
  const crowds = [...LATE_CROWDS, ...long];
  return [
    ...scenariosOf(crowds, { program, makers, roles, limits, deaths: "late" }),
    ...lateScenarios(program, makers, waitersOf(text), finaleOf(makers)),
  ];
}

/** Records of a side. */
function waitersOf(text: string): number {
  const constant = (name: string) =>
    Number(new RegExp(`^const ${name} = (\\d+);$`, "m").exec(text)?.[1]);
  return constant("RECORDS_LENGTH") / constant("RECORD_STRIDE");
}

function makersOf(text: string): OperationMakers {
  const items = itemsOf(text);
  return operationMakers(items, queueReference(1, items.nameOf), {
    capacity: 1,
    popTakesInto: !/^ {2}pop\(timeoutMs/m.test(text),
  });
}

interface Setting {
  readonly program: MachineProgram;
  readonly makers: OperationMakers;
  readonly roles: ReadonlyMap<string, Role>;
  readonly limits: ScenarioLimits;
  readonly deaths: "none" | "late";
}

function scenariosOf(
  crowds: readonly (readonly string[])[],
  setting: Setting,
): readonly Scenario[] {
  const { roles, limits } = setting;
  const startAt = startsOf(setting);
  return crowds
    .filter((names) => names.length <= limits.threads && names.every((name) => roles.has(name)))
    .flatMap((names) => {
      const threads = names.flatMap((name) => roles.get(name) ?? []);
      const waits = threads.some(({ name }) => name.startsWith("push") || name.startsWith("pop"));
      const places = waits ? [EMPTY, FULL, WRAP] : [EMPTY, FULL];
      return places.map((place) => scenarioOf(setting, threads, place, startAt(place)));
    });
}

function startsOf({ program, makers }: Setting): (place: Place) => Start {
  const starts = new Map<Place, Start>();
  return (place) => {
    const known = starts.get(place);
    if (known !== undefined) return known;
    const start: Start = {
      prepare(memory) {
        const made = program.createMemory({ initialTicket: place.ticket });
        new Uint8Array(memory).set(new Uint8Array(made));
      },
      initial: makers.empty,
      setup: place.isFull ? [makers.tryPush(FIRST_FILL)] : [],
    };
    starts.set(place, start);
    return start;
  };
}

function scenarioOf(
  { makers, limits, deaths }: Setting,
  roles: readonly Role[],
  place: Place,
  start: Start,
): Scenario {
  let items = 0;
  const fresh = () => items++;
  const isLate = deaths === "late";
  const count = isLate ? 1 : Math.max(1, limits.operations - (roles.length - 2));
  const threads = roles.map(({ name, make, series }) => {
    if (series !== undefined) return series(fresh);
    // A try revokes what an earlier try of the same handle has met.
    const tries = isLate && name.startsWith("try");
    const times = name === "close" ? 1 : tries ? 2 : count;
    const operations = Array.from({ length: times }, () => make(fresh));
    return tries ? operations.map((operation) => ({ ...operation, timed: true })) : operations;
  });
  const allEnd = roles.every(({ isTimed }) => isTimed);
  return {
    name: `${isLate ? "late-" : ""}${roles.map(({ name }) => name).join("-")}/` +
      `${place.name}/${count}`,
    start,
    threads,
    finale: finaleOf(makers),
    deaths: isLate && allEnd ? "anywhere" : "none",
  };
}

/** Nothing is left over or lost, the counter says what the slot says, and turns go on. */
function finaleOf(makers: OperationMakers): readonly Operation[] {
  return [
    pressure(makers),
    makers.tryPop(),
    makers.tryPush(FIRST_FILL + 1),
    makers.tryPush(FIRST_FILL + 2),
    pressure(makers),
    makers.tryPop(),
    makers.tryPop(),
    pressure(makers),
    makers.closed(),
  ];
}

/** While others work the counter may say anything: looking at it is what must be allowed. */
function pressureMeanwhile(makers: OperationMakers): Operation {
  return {
    ...pressure(makers),
    resultOf: ([answer]) =>
      answer?.outcome.kind === "return" && Number.isInteger(answer.outcome.value)
        ? "a possible pressure"
        : "no number",
    effects: () => [],
    idle: ["a possible pressure"],
  };
}

/** With nobody at work the counter is the size: no phantom. */
function pressure(makers: OperationMakers): Operation {
  const size = makers.size({ isExact: true });
  return {
    ...size,
    label: "pressure",
    next: (answers) => answers.length === 0 ? { operation: "pressure", args: [] } : undefined,
  };
}
