/**
 * Programs over a cubby in which everybody who waited is gone, and late: their records are all that
 * is left for those who wait next.
 */
import type { Operation, Scenario, Start } from "../../core/scenario.ts";
import type { MachineProgram } from "../../transform/machine.ts";
import type { OperationMakers } from "../queue/operations.ts";
import { attachTo, runUntilAsleep } from "./asleep.ts";

/** The item that is there before; those that would come after it are lost with their pushes. */
const FIRST_ITEM = 100;

/** Longer than an offer stands. */
const GRACE_OVER_MS = 1000;

interface Side {
  readonly name: string;
  /** What happened before somebody waits. */
  readonly before: readonly Operation[];
  readonly waits: Operation;
  /** Makes it the turn of those who wait. */
  readonly handOver: Operation;
  /** What takes the turn from all of them in the end. */
  readonly takes: Operation;
  readonly next: (item: number) => Operation;
}

/** `waiters`: records of a side. */
export function lateScenarios(
  program: MachineProgram,
  makers: OperationMakers,
  waiters: number,
  finale: readonly Operation[],
): readonly Scenario[] {
  const sides: readonly Side[] = [
    {
      name: "pushTimed",
      before: [makers.tryPush(FIRST_ITEM)],
      waits: makers.push(FIRST_ITEM + 1),
      handOver: makers.tryPop(),
      takes: makers.tryPush(FIRST_ITEM + 2),
      next: (item) => makers.pushTimed(item),
    },
    {
      name: "popTimed",
      before: [],
      waits: makers.pop(),
      handOver: makers.tryPush(FIRST_ITEM),
      takes: makers.tryPop(),
      next: () => makers.popTimed(),
    },
  ];
  return sides.flatMap((side): readonly Scenario[] => [
    {
      name: `late-${side.name}-${side.name}/allLate/1`,
      start: startOf(program, makers, waiters, side),
      threads: [[side.next(0)], [side.next(1)]],
      finale,
      deaths: "none",
    },
    {
      // One who is gone has the turn; another begins to wait while a third takes it back.
      name: `late-${side.name}-try/gone/2`,
      start: startOf(program, makers, 0, side),
      threads: [[side.next(0)], [side.takes, side.takes].map((take) => ({ ...take, timed: true }))],
      // Nobody has to be the one who takes it back: then it is counted on.
      finale: [],
      deaths: "none",
    },
  ]);
}

/** `waiters`: so many are late; none: one is not yet. */
function startOf(
  program: MachineProgram,
  makers: OperationMakers,
  waiters: number,
  { before, waits, handOver, takes }: Side,
): Start {
  const asleep = Array.from({ length: Math.max(waiters, 1) }, () => waits);
  const isTaken = waiters > 0;
  return {
    prepare(memory) {
      new Uint8Array(memory).set(new Uint8Array(program.createMemory()));
      for (const operation of [...before, ...asleep, handOver]) {
        runUntilAsleep(program, attachTo(program, memory), operation);
      }
      if (isTaken) tryUntilAllAreLate(program, memory, takes, waiters);
    },
    initial: [...before, handOver, ...(isTaken ? [takes] : [])].reduce(
      (state, operation) => operation.effects(state)[0]?.state ?? state,
      makers.empty,
    ),
    setup: [],
  };
}

/** Each offer is met by one try and revoked by the next, and the last of these takes the slot. */
function tryUntilAllAreLate(
  program: MachineProgram,
  memory: ArrayBuffer,
  operation: Operation,
  waiters: number,
): void {
  const clock = { ms: 0 };
  const handle = attachTo(program, memory, clock);
  for (let k = 0; k < 2 * waiters; k++) {
    runUntilAsleep(program, handle, operation);
    clock.ms += GRACE_OVER_MS;
  }
}
