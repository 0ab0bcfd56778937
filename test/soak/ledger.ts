/** What the fibers of the soak keep in the thread that runs them: who has begun and ended, and who has what. */
import { CapacityError, type Soak } from "../golden/soak.gen.ts";
import type { Requests } from "../golden/requests.gen.ts";

/** As the fibers number themselves. */
export const KINDS = [
  "drivers",
  "naps",
  "families",
  "throwers",
  "rescuers",
  "askers",
  "choosers",
  "lockers",
  "alarms",
  "echoes",
] as const;

interface Setting {
  readonly loom: Soak;
  readonly requests: Requests;
  readonly untilMs: number;
  readonly seed: number;
}

let setting: Setting | undefined;
let state = 1;
let isInside = false;
/** Batons that nobody has, plus 1. */
const batons: number[] = [];
const begun = KINDS.map(() => 0);
const ended = KINDS.map(() => 0);
const faults = new Map<string, number>();

function given(): Setting {
  if (setting === undefined) throw new Error("the ledger is not open");
  return setting;
}

export function open(given: Setting, all: number): void {
  setting = given;
  state = given.seed | 1;
  for (let k = 0; k < all; k++) batons.push(given.loom.newBaton() + 1);
}

export interface Balance {
  readonly begun: readonly number[];
  readonly ended: readonly number[];
  readonly batons: number;
  readonly faults: readonly string[];
}

export function balance(): Balance {
  const texts = [...faults].map(([what, count]) => `${what}: ${count} times`);
  return { begun: [...begun], ended: [...ended], batons: batons.length, faults: texts };
}

export function begin(kind: number): void {
  begun[kind] = (begun[kind] ?? 0) + 1;
}

export function end(kind: number): void {
  ended[kind] = (ended[kind] ?? 0) + 1;
}

export function fail(what: string): void {
  faults.set(what, (faults.get(what) ?? 0) + 1);
}

export function isOver(): boolean {
  return performance.now() >= given().untilMs;
}

/** A whole number from 0 to `bound` - 1 (xorshift, G. Marsaglia 2003). */
export function pick(bound: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % bound;
}

/** Now and then no limit at all. */
export function limitMs(): number {
  return pick(4) === 0 ? Infinity : pick(12) / 4;
}

/** A baton plus 1, or 0. */
export function take(): number {
  return batons.pop() ?? 0;
}

export function give(baton: number): void {
  batons.push(baton);
}

/** Has another thread post the baton. */
export function request(baton: number): void {
  if (!given().requests.tryPush(baton)) throw new Error("the queue of requests is full");
}

/** A timer's id, or 0 where all run. */
export function start(baton: number, ms: number): number {
  try {
    return given().loom.startTimer(baton, ms);
  } catch (error) {
    if (error instanceof CapacityError) return 0;
    throw error;
  }
}

export function cancel(timer: number): boolean {
  return given().loom.cancelTimer(timer);
}

export function enter(): void {
  if (isInside) fail("two fibers had the mutex");
  isInside = true;
}

export function leave(): void {
  isInside = false;
}
