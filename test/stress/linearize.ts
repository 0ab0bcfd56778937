/**
 * Linearizability of recorded histories: is there an order of the operations that agrees with their
 * calls and returns, and in which the sequential reference gives the same results? Follows the events
 * in order and keeps every pair of (operations that have taken effect although they have not
 * returned, state of the reference) that is still possible: the search of Wing and Gong with the
 * memory of Lowe, "Testing for linearizability" (2017), breadth first, so that what is left at a
 * moment of rest is complete and the next round can go on from there.
 */
import type { Effect } from "../../generator/core/scenario.ts";

/** An operation as it happened. */
export interface Recorded {
  readonly thread: number;
  readonly label: string;
  /** Moments; of two operations the one that returned before the other was called took effect first. */
  readonly called: number;
  readonly returned: number;
  /** Undefined: it never returned, since its thread has ended. It may have taken effect or not. */
  readonly result: string | undefined;
  /** All that the reference may do in `state`. */
  readonly effects: (state: string) => readonly Effect[];
  /** Results that change nothing and promise nothing. */
  readonly idle: readonly string[];
  /** The same, but only while another operation is in progress: busy. */
  readonly idleInCompany: readonly string[];
}

export interface Refusal {
  readonly kind: "refused";
  /** The first operation whose return nothing explains. */
  readonly operation: Recorded;
  /** The reference just before that, as far as it could be told. */
  readonly states: readonly string[];
}

export type Verdict =
  | { readonly kind: "linearizable" }
  | Refusal
  /** More possibilities than are kept. */
  | { readonly kind: "too many"; readonly possibilities: number };

export interface Checker {
  /** Checks operations that all begin after those of the last round have returned. */
  round(operations: readonly Recorded[]): Verdict;
  /** States in which the reference can be now. */
  states(): readonly string[];
}

/** Some ten are usual, some thousand rare; with more, the history says too little. */
const MAX_POSSIBILITIES = 50_000;

/** What may have happened so far. */
interface Possibility {
  readonly state: string;
  /** One bit for each running operation that has taken effect, by its place. */
  readonly done: number;
}

/** Places for running operations, those of ended threads included: bits of `done`. */
const MAX_RUNNING = 30;

/**
 * `isHopeless` may say of a state that nothing can follow from it what the history has recorded
 * later: fewer possibilities are kept then. It must not say so of any other state.
 */
export function createChecker(
  initial: string,
  isHopeless: (state: string) => boolean = () => false,
): Checker {
  let possible: readonly Possibility[] = [{ state: initial, done: 0 }];
  /** Those that never returned stay in their places. */
  const running: (Recorded | undefined)[] = [];

  const states = () => [...new Set(possible.map(({ state }) => state))];

  const round = (operations: readonly Recorded[]): Verdict => {
    for (const { operation, isCall } of eventsOf(operations)) {
      if (isCall) {
        take(operation);
        continue;
      }
      const place = running.indexOf(operation);
      const { result = "" } = operation;
      const isIdle = operation.idle.includes(result) ||
        (operation.idleInCompany.includes(result) && hasCompany(operation, operations));
      const next = isIdle ? without(place) : explain(place, result);
      running[place] = undefined;
      if (next === undefined) return { kind: "too many", possibilities: MAX_POSSIBILITIES };
      if (next.length === 0) return { kind: "refused", operation, states: states() };
      possible = next;
    }
    return { kind: "linearizable" };
  };

  const take = (operation: Recorded): void => {
    const free = running.indexOf(undefined);
    const place = free === -1 ? running.length : free;
    if (place >= MAX_RUNNING) throw new Error(`more than ${MAX_RUNNING} operations run at once`);
    running[place] = operation;
  };

  const hasCompany = (operation: Recorded, operations: readonly Recorded[]): boolean =>
    running.some((other) => other !== undefined && other !== operation) ||
    operations.some((other) => other !== operation && overlap(other, operation));

  /** Whatever the operation at `place` was taken for, it has changed nothing. */
  const without = (place: number): readonly Possibility[] => {
    const kept = new Map(possible.map(({ state, done }) => {
      const rest = done & ~(1 << place);
      return [`${rest} ${state}`, { state, done: rest }];
    }));
    return [...kept.values()];
  };

  /** What is possible after the operation at `place` has returned; undefined if that is too much. */
  const explain = (place: number, result: string): readonly Possibility[] | undefined => {
    const bit = 1 << place;
    const kept = new Map<string, Possibility>();
    const keep = (state: string, done: number) =>
      void kept.set(`${done & ~bit} ${state}`, { state, done: done & ~bit });
    const seen = new Set<string>();
    const open = [...possible];
    for (let present = open.pop(); present !== undefined; present = open.pop()) {
      const { state, done } = present;
      const key = `${done} ${state}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size > MAX_POSSIBILITIES) return undefined;
      if ((done & bit) !== 0) {
        keep(state, done);
        continue;
      }
      for (const effect of running[place]!.effects(state)) {
        if (effect.result === result && !isHopeless(effect.state)) keep(effect.state, done);
      }
      // Others that run may have taken effect before, with the results that they turned out to have.
      for (const [other, operation] of running.entries()) {
        if (operation === undefined || other === place || (done & (1 << other)) !== 0) continue;
        for (const effect of operation.effects(state)) {
          if (operation.result !== undefined && operation.result !== effect.result) continue;
          if (isHopeless(effect.state)) continue;
          open.push({ state: effect.state, done: done | (1 << other) });
        }
      }
    }
    return [...kept.values()];
  };

  return { round, states };
}

/** Checks one history from its beginning. */
export function linearize(operations: readonly Recorded[], initial: string): Verdict {
  return createChecker(initial).round(operations);
}

export function overlap(a: Recorded, b: Recorded): boolean {
  return a.called < b.returned && b.called < a.returned;
}

interface Event {
  readonly at: number;
  readonly operation: Recorded;
  readonly isCall: boolean;
}

function eventsOf(operations: readonly Recorded[]): readonly Event[] {
  return operations.flatMap((operation): Event[] => [
    { at: operation.called, operation, isCall: true },
    ...operation.result === undefined ? [] : [{ at: operation.returned, operation, isCall: false }],
  ]).sort((a, b) => a.at - b.at);
}
