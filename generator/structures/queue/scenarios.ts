/**
 * Programs over a queue for the model checker: every operation of one side against every operation of
 * the other, and of the same side where several threads may be there; from an empty, a full, a nearly
 * full queue and one whose cursors are about to wrap around.
 */
import type { MachineProgram } from "../../transform/machine.ts";
import type { Operation, Scenario, Start } from "../../core/scenario.ts";
import { FIRST_FILL, itemsOf } from "./items.ts";
import { type OperationMakers, operationMakers } from "./operations.ts";
import { lazyReference, type Runs } from "./lazy-reference.ts";
import { queueReference } from "./reference.ts";
import { type VisitMakers, visitMakers } from "./visits.ts";

export interface ScenarioLimits {
  /** Threads at most; from two to four. */
  readonly threads: number;
  /** Operations of each thread where there are two; one less for each thread more. */
  readonly operations: number;
}

const MAX_RUN = 4;
const MAX_LOOK = 2;

/** What the checker makes smaller before it compiles a module; each keeps what it can show. */
export const QUEUE_REDUCTIONS = [
  // Each try of a spinning thread is the same: one stands for fifty.
  { constant: "SPINS", value: 1 },
  // A run of four items, of which two are written between looks, goes every way that a longer one does.
  { constant: "RUN", value: MAX_RUN, atMost: true },
  { constant: "LOOK", value: MAX_LOOK, atMost: true },
] as const;

/** Tickets wrap around here; half-way, the sign of a cursor word changes. */
const TICKETS = 2 ** 30;

/** Where the threads find the queue. */
interface Place {
  readonly name: string;
  /** The first item's. */
  readonly ticket: number;
  /** How many items there are. */
  readonly items: number;
}

/** What a thread does, again and again. */
interface Role {
  readonly name: string;
  readonly side: "push" | "pop" | "both";
  /** How many operations it has; undefined: as many as the limits say. */
  readonly times?: number;
  /** Its nth operation, from 0 on; `fresh` numbers items. */
  readonly make: (fresh: () => number, n: number) => Operation;
}

/** Facts of the module, as its text states them. */
interface Module {
  readonly program: MachineProgram;
  readonly capacity: number;
  readonly manyProducers: boolean;
  readonly manyConsumers: boolean;
  /** Where items are published in runs. */
  readonly runs: Runs | undefined;
}

/** `text` is that of the emitted module from which `program` was compiled. */
export function queueScenarios(
  program: MachineProgram,
  text: string,
  limits: ScenarioLimits,
): readonly Scenario[] {
  const constants = constantsOf(text);
  const capacity = constants.get("CAPACITY");
  if (capacity === undefined) throw new Error(`${program.className} has no constant CAPACITY`);
  const runs = runsOf(constants);
  const module: Module = {
    program,
    capacity,
    manyProducers: constants.has("PUBLISHED_I32"),
    manyConsumers: constants.has("FREED_I32"),
    runs,
  };
  const items = itemsOf(text);
  const reference = runs === undefined
    ? queueReference(capacity, items.nameOf)
    : lazyReference(capacity, runs, items.nameOf);
  const makers = operationMakers(items, reference, {
    capacity,
    popTakesInto: !/^ {2}pop\(timeoutMs/m.test(text),
  });
  const roles = [
    ...rolesOf(program, makers, visitMakers(items, reference)),
    ...isLate(module) ? mixedRoles(makers, capacity) : [],
  ]
    // Its thread stands in the loop's body at the end, and cannot call flush() there.
    .filter(({ name }) => name !== "iterate" || !isLate(module));
  const startAt = startsOf(program, makers);
  return [...pairs(module, roles), ...crowds(module, [...roles, closeTryPop(makers)])]
    .filter((threads) => threads.length <= limits.threads)
    .flatMap((threads) => {
      // More than a run of single items goes through.
      const more = isLate(module) ? runs?.run ?? 0 : 0;
      const count = Math.max(1, limits.operations - (threads.length - 2)) + more;
      return placesOf(module, threads).map((place) =>
        scenarioOf(module, makers, threads, count, place, startAt(place))
      );
    });
}

/** Whether a push can be unseen, and a pop untold, after it has returned. */
function isLate({ runs }: Module): boolean {
  return runs !== undefined && runs.run > 1;
}

/** As {@link QUEUE_REDUCTIONS} leaves them. */
function runsOf(constants: ReadonlyMap<string, number>): Runs | undefined {
  const run = constants.get("RUN");
  const look = constants.get("LOOK");
  if (run === undefined || look === undefined) return undefined;
  return { run: Math.min(run, MAX_RUN), look: Math.min(look, MAX_LOOK) };
}

function rolesOf(
  program: MachineProgram,
  makers: OperationMakers,
  visits: VisitMakers,
): readonly Role[] {
  const all: readonly Role[] = [
    { name: "tryPush", side: "push", make: (fresh) => makers.tryPush(fresh()) },
    { name: "pushMany", side: "push", make: (fresh) => makers.pushMany([fresh(), fresh()]) },
    { name: "claim", side: "push", make: (fresh) => makers.claim(fresh()) },
    { name: "push", side: "push", make: (fresh) => makers.push(fresh()) },
    { name: "pushTimed", side: "push", make: (fresh) => makers.pushTimed(fresh()) },
    { name: "pushAsync", side: "push", make: (fresh) => makers.pushAsync(fresh()) },
    { name: "tryPop", side: "pop", make: () => makers.tryPop() },
    { name: "popMany", side: "pop", make: () => makers.popMany(2) },
    { name: "peek", side: "pop", make: () => makers.peek() },
    { name: "pop", side: "pop", make: () => makers.pop() },
    { name: "popTimed", side: "pop", make: () => makers.popTimed() },
    { name: "popAsync", side: "pop", make: () => makers.popAsync() },
    { name: "drain", side: "pop", make: (_, n) => visits.drain(n) },
    { name: "iterate", side: "pop", make: (_, n) => visits.iterate(n) },
    { name: "close", side: "both", times: 1, make: () => makers.close() },
    {
      name: "look",
      side: "both",
      make: (_, n) => n === 1 ? makers.closed() : makers.size(),
    },
  ];
  const needs = (name: string) =>
    name.replace("Timed", "").replace("look", "size").replace("iterate", "[Symbol.asyncIterator]");
  return all.filter(({ name }) => program.operations.includes(needs(name)));
}

/** Single operations, which are late, between those that make everything visible. */
function mixedRoles(makers: OperationMakers, capacity: number): readonly Role[] {
  const pick = (n: number, ways: readonly (() => Operation)[]) => ways[n % ways.length]!();
  return [
    {
      name: "mixedPush",
      side: "push",
      make: (fresh, n) =>
        pick(n, [
          () => makers.tryPush(fresh()),
          () => makers.claim(fresh()),
          () => makers.tryPush(fresh()),
          () => makers.pushMany([fresh(), fresh()]),
          () => makers.flush(true),
        ]),
    },
    {
      name: "mixedPop",
      side: "pop",
      make: (_, n) =>
        pick(n, [
          () => makers.tryPop(),
          () => makers.peek(),
          () => makers.tryPop(),
          () => makers.popMany(2),
          () => makers.flush(false),
        ]),
    },
    {
      // Room for one item, then whatever comes.
      name: "peekThenAll",
      side: "pop",
      times: 4,
      make: (_, n) => n === 0 ? makers.peek() : makers.popMany(capacity),
    },
    {
      name: "pushClose",
      side: "push",
      times: 5,
      make: (fresh, n) => n === 3 ? makers.close(true) : makers.tryPush(fresh()),
    },
  ];
}

/** Who ends the queue, and then takes what is left. */
function closeTryPop(makers: OperationMakers): Role {
  return {
    name: "closeTryPop",
    side: "pop",
    times: 2,
    make: (_, n) => n === 0 ? makers.close() : makers.tryPop(),
  };
}

/** Whether the variant lets these run at the same time. */
function isAllowed({ manyProducers, manyConsumers }: Module, roles: readonly Role[]): boolean {
  const pushing = roles.filter(({ side }) => side === "push").length;
  const popping = roles.filter(({ side }) => side === "pop").length;
  return (pushing < 2 || manyProducers) && (popping < 2 || manyConsumers);
}

function pairs(module: Module, roles: readonly Role[]): readonly (readonly Role[])[] {
  return roles.flatMap((first, k) => roles.slice(k).map((second) => [first, second]))
    .filter((pair) => isAllowed(module, pair) && pair.some(({ side }) => side !== "both"));
}

/**
 * Three threads and four: those that wait, with those that wake them and close. A number behind a
 * role is that of its operations.
 */
const CROWDS: readonly (readonly string[])[] = [
  // More waits than there is to wait for: after a wake-up, who finds nothing has to sleep again.
  ["tryPush1", "pop2"],
  ["tryPush1", "popAsync2"],
  ["push2", "tryPop1"],
  ["pushAsync2", "tryPop1"],
  // A producer that announces itself just when the last item goes.
  ["push1", "pop3", "close"],
  ["push1", "popAsync3", "close"],
  // Closed, with one item half-way; it goes to another consumer.
  ["tryPush1", "pop1", "closeTryPop"],
  ["tryPush1", "popAsync1", "closeTryPop"],
  // A size that is read while an item passes through.
  ["tryPush", "tryPop", "look"],
  ["tryPush", "tryPush", "tryPop"],
  ["tryPush", "tryPop", "tryPop"],
  ["pushMany", "tryPush", "popMany"],
  ["pushMany", "popMany", "tryPop"],
  ["claim", "claim", "peek"],
  ["claim", "peek", "peek"],
  ["push", "push", "tryPop"],
  ["push", "push", "pop"],
  ["push", "pop", "pop"],
  ["tryPush", "pop", "pop"],
  ["pushMany", "pop", "popTimed"],
  ["push", "pushTimed", "popMany"],
  ["push", "pop", "close"],
  ["push", "push", "close"],
  ["pop", "pop", "close"],
  ["tryPush", "pop", "close"],
  ["push", "tryPop", "close"],
  ["pushAsync", "pop", "close"],
  ["push", "popAsync", "popAsync"],
  ["claim", "pop", "pop"],
  ["push", "push", "peek"],
  ["pushMany", "drain", "tryPop"],
  ["push", "drain", "close"],
  ["push", "iterate", "close"],
  ["tryPush", "iterate", "pop"],
  ["tryPush", "tryPush", "tryPop", "tryPop"],
  ["pushMany", "tryPush", "popMany", "tryPop"],
  ["tryPush", "pop", "pop", "popTimed"],
  ["pushMany", "pop", "pop", "popTimed"],
  ["push", "push", "pushTimed", "tryPop"],
  ["push", "push", "pop", "pop"],
  ["push", "push", "pop", "close"],
  ["push", "pop", "popTimed", "close"],
];

function crowds(module: Module, roles: readonly Role[]): readonly (readonly Role[])[] {
  return CROWDS.map((names) => ({
    names,
    threads: names.flatMap((name) => roleOf(roles, name)),
  }))
    .filter(({ names, threads }) => threads.length === names.length && isAllowed(module, threads))
    .map(({ threads }) => threads);
}

/** The role that is called `name`, with the number of operations behind it; none in this variant. */
function roleOf(roles: readonly Role[], name: string): readonly Role[] {
  const { plain = name, times } = /^(?<plain>\D+)(?<times>\d)$/.exec(name)?.groups ?? {};
  return roles.filter((role) => role.name === plain)
    .map((role) => times === undefined ? role : { ...role, name, times: Number(times) });
}

function placesOf(module: Module, roles: readonly Role[]): readonly Place[] {
  const { capacity } = module;
  const few = Math.min(2, capacity);
  const at = (name: string, ticket: number, items: number): Place => ({ name, ticket, items });
  const hasPush = roles.some(({ side }) => side === "push");
  const hasPop = roles.some(({ side }) => side === "pop");
  const hasGroups = capacity > 16;
  if (hasPush && hasPop) {
    return [
      at("empty", 0, 0),
      at("full", 0, capacity),
      at("wrap", TICKETS - 1, 0),
      at("full-wrap", TICKETS - capacity, capacity),
      ...(roles.length === 2 ? [at("sign", TICKETS / 2 - 1, 0)] : []),
      at("full-sign", TICKETS / 2 - capacity, capacity),
      // The consumer has something to do while a run is written across the seam.
      ...(isLate(module)
        ? [at("some-wrap", TICKETS - few - 1, few), at("some-sign", TICKETS / 2 - few - 1, few)]
        : []),
      ...(hasGroups ? [at("group", 15, 0), at("full-group", 15, capacity)] : []),
    ];
  }
  if (hasPush) {
    return [
      ...(capacity > 4 ? [] : [at("empty", 0, 0)]),
      ...(capacity > 1 ? [at("almost-full", 0, capacity - 1)] : []),
      at("full", 0, capacity),
      at("wrap", TICKETS - 1, 0),
      at("sign", TICKETS / 2 - 1, 0),
      ...(hasGroups ? [at("group", 15, 0)] : []),
    ];
  }
  return [
    at("empty", 0, 0),
    at("some", 0, few),
    at("some-wrap", TICKETS - 1, few),
    at("some-sign", TICKETS / 2 - 1, few),
    ...(hasGroups ? [at("some-group", 15, few)] : []),
  ];
}

/** The start at each place, made once. */
function startsOf(program: MachineProgram, makers: OperationMakers): (place: Place) => Start {
  const starts = new Map<string, Start>();
  return ({ ticket, items }) => {
    const key = `${ticket} ${items}`;
    const known = starts.get(key);
    if (known !== undefined) return known;
    const start: Start = {
      prepare(memory) {
        const made = program.createMemory({ initialTicket: ticket });
        new Uint8Array(memory).set(new Uint8Array(made));
      },
      initial: makers.empty,
      setup: items === 0 ? [] : [makers.fill(FIRST_FILL, items)],
    };
    starts.set(key, start);
    return start;
  };
}

function scenarioOf(
  module: Module,
  makers: OperationMakers,
  roles: readonly Role[],
  count: number,
  place: Place,
  start: Start,
): Scenario {
  let items = 0;
  const fresh = () => items++;
  const threads = roles.map(({ side, times = count, make }) => [
    ...Array.from({ length: times }, (_, n) => make(fresh, n)),
    // Nothing may stay late for ever.
    ...isLate(module) && side !== "both" ? [makers.flush(side === "push")] : [],
  ]);
  return {
    name: `${roles.map(({ name }) => name).join("-")}/${place.name}/${count}`,
    start,
    threads,
    finale: finaleOf(module, makers),
    deaths: "anywhere",
  };
}

/** Queues up to this size are filled and emptied once more at the end of every execution. */
const MAX_LAP = 64;

/** Nothing is left over or lost, and every slot works on. */
function finaleOf({ capacity }: Module, makers: OperationMakers): readonly Operation[] {
  const few = Math.min(capacity, 4);
  const lap = capacity <= MAX_LAP ? capacity : few;
  const first = FIRST_FILL + capacity;
  return [
    makers.size({ isExact: true }),
    ...Array.from({ length: few + 1 }, () => makers.tryPop()),
    ...(capacity <= MAX_LAP ? [makers.popMany(capacity, { isExact: true })] : []),
    makers.fill(first, lap),
    makers.tryPush(first + lap),
    makers.size({ isExact: true }),
    makers.popMany(lap, { isExact: true }),
    makers.tryPop(),
    makers.closed(),
  ];
}

/** Constants that are whole numbers, by name, as the module declares them. */
function constantsOf(text: string): ReadonlyMap<string, number> {
  const found = text.matchAll(/^const (?<name>[A-Z]\w*) = (?<value>-?\d+);$/gm);
  return new Map([...found].map(({ groups }) => [groups!["name"]!, Number(groups!["value"])]));
}
