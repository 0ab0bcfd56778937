/**
 * Programs over a cubby in which somebody sleeps from the start and never wakes: what comes next is
 * its turn, so nobody else may get there first, however the handing over goes.
 */
import type { Request, ThreadState, Value } from "../../core/machine.ts";
import type { Operation, Scenario, Start } from "../../core/scenario.ts";
import { type MachineProgram, memoryWorld } from "../../transform/machine.ts";
import type { OperationMakers } from "../queue/operations.ts";

/** The item that is there before a push sleeps. */
const FIRST_ITEM = 100;

/** More than any operation makes before it sleeps. */
const MOST_STEPS = 10_000;

interface Side {
  readonly name: string;
  /** What happened before somebody falls asleep. */
  readonly before: readonly Operation[];
  /** Operations that then sleep, each by itself. */
  readonly asleep: Readonly<Record<string, Operation>>;
  /** Makes it the sleeper's turn. */
  readonly handOver: Operation;
  /** What others may do, which has to fail, or to wait in its turn: a thread's operations each. */
  readonly others: Readonly<Record<string, readonly Operation[]>>;
}

/** Of the sleeper; those of others follow it, and change their sign the second time. */
const TICKETS: Readonly<Record<string, number>> = { first: 0, sign: 2 ** 25 - 1 };

export function asleepScenarios(
  program: MachineProgram,
  makers: OperationMakers,
): readonly Scenario[] {
  if (!program.operations.includes("push")) return [];
  return sidesOf(makers).flatMap((side) =>
    Object.entries(side.asleep).flatMap(([sleeping, sleeper]) =>
      Object.entries(TICKETS).flatMap(([place, ticket]) => {
        const start = startOf(program, makers, [...side.before, sleeper], ticket);
        return Object.entries(side.others).map(([other, operations]): Scenario => ({
          name: `${sleeping}Asleep-${side.name}-${other}/${place}/${operations.length}`,
          start,
          threads: [[side.handOver], operations],
          finale: [],
          deaths: "none",
        }));
      })
    )
  );
}

/** Each operation by a thread of its own; the last of them sleeps, and has not taken place. */
function startOf(
  program: MachineProgram,
  makers: OperationMakers,
  operations: readonly Operation[],
  initialTicket: number,
): Start {
  return {
    prepare(memory) {
      new Uint8Array(memory).set(new Uint8Array(program.createMemory({ initialTicket })));
      for (const operation of operations) {
        runUntilAsleep(program, attachTo(program, memory), operation);
      }
    },
    initial: operations.slice(0, -1).reduce(
      (state, operation) => operation.effects(state)[0]?.state ?? state,
      makers.empty,
    ),
    setup: [],
  };
}

function sidesOf(makers: OperationMakers): readonly Side[] {
  return [
    {
      name: "tryPop",
      before: [makers.tryPush(FIRST_ITEM)],
      asleep: {
        push: makers.push(FIRST_ITEM + 1),
        pushAsync: makers.pushAsync(FIRST_ITEM + 1),
      },
      handOver: makers.tryPop(),
      others: {
        tryPush: [0, 1, 2].map((item) => never(makers.tryPush(item), ["busy", "full"])),
        pushTimed: [never(makers.pushTimed(0), ["out of time"])],
        push: [never(makers.push(0), [])],
        pushAsync: [never(makers.pushAsync(0), [])],
      },
    },
    {
      name: "tryPush",
      before: [],
      asleep: { pop: makers.pop(), popAsync: makers.popAsync() },
      handOver: makers.tryPush(0),
      others: {
        tryPop: [0, 1, 2].map(() => never(makers.tryPop(), ["busy", "empty"])),
        popTimed: [never(makers.popTimed(), ["empty"])],
        pop: [never(makers.pop(), [])],
        popAsync: [never(makers.popAsync(), [])],
      },
    },
  ];
}

function never(operation: Operation, idle: readonly string[]): Operation {
  return { ...operation, effects: () => [], idle };
}

/** A thread, and the world that answers it. */
export interface Handle {
  readonly thread: ThreadState;
  readonly world: (request: Request) => Value;
}

export function attachTo(
  program: MachineProgram,
  memory: ArrayBuffer,
  clock?: { ms: number },
): Handle {
  return {
    thread: program.attach(memory),
    world: memoryWorld(program.viewsOf(memory), clock),
  };
}

/** Runs a call to its end, or until it sleeps; there it stays. */
export function runUntilAsleep(
  program: MachineProgram,
  { thread, world }: Handle,
  { next }: Operation,
): void {
  const call = next([]);
  if (call === undefined) return;
  program.begin(thread, call.operation, call.args);
  let found = program.resume(thread, undefined);
  for (let step = 0; step < MOST_STEPS; step++) {
    if (found.kind === "wait" || found.kind === "return" || found.kind === "throw") return;
    found = program.resume(thread, world(found));
  }
}
