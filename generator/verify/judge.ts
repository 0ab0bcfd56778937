/**
 * Linearizability, checked while the threads run. What has been called and has returned so far leaves
 * a set of explanations: states of the sequential reference, each with the operations that it holds
 * for done although they have not returned. An operation's return keeps the explanations in which it
 * can take effect now or has done so with that very result; when none is left, no order of the
 * operations explains the results. (Lowe, "Testing for linearizability", 2017: just-in-time
 * linearization.) The set depends on the past only as far as the future can tell, so that states of
 * the exploration meet again.
 */
import type { Operation } from "../core/scenario.ts";

interface Explanation {
  /** Of the reference. */
  readonly state: string;
  /** For each thread the result with which its running operation has taken effect already. */
  readonly done: readonly (string | undefined)[];
}

export interface Judge {
  /** The number of the set that holds the reference states and nothing else. */
  of(states: readonly string[]): number;
  /**
   * The set after the running operation of `thread` has returned `result`; `undefined` where nothing
   * explains it. `running[t]` is the index of the operation that thread t has called, or -1.
   */
  returned(
    ghost: number,
    thread: number,
    result: string,
    running: readonly number[],
  ): number | undefined;
  /** Whether all that run may rightly wait for ever: some explanation lets none of them go on. */
  mayAllWait(ghost: number, running: readonly number[]): boolean;
  /** The reference states of a set; there are no others once all operations have returned. */
  states(ghost: number): readonly string[];
  /** The same, and those after what still runs has taken effect: it will have done so, or never. */
  statesAfter(ghost: number, running: readonly number[]): readonly string[];
  /** How many sets there are. */
  count(): number;
}

export function createJudge(threads: readonly (readonly Operation[])[]): Judge {
  const sets: (readonly Explanation[])[] = [];
  const numbers = new Map<string, number>();
  const known = new Map<string, number | undefined>();
  const nothingDone = threads.map(() => undefined);

  const intern = (explanations: ReadonlyMap<string, Explanation>): number => {
    const keys = [...explanations.keys()].sort();
    const key = keys.join("\n");
    const found = numbers.get(key);
    if (found !== undefined) return found;
    numbers.set(key, sets.length);
    return sets.push(keys.map((name) => explanations.get(name)!)) - 1;
  };

  const of = (states: readonly string[]): number =>
    intern(
      new Map(
        states.map((state) => {
          const explanation = { state, done: nothingDone };
          return [keyOf(explanation), explanation];
        }),
      ),
    );

  const returned = (
    ghost: number,
    thread: number,
    result: string,
    running: readonly number[],
  ): number | undefined => {
    const key = `${ghost} ${thread} ${running.join()} ${result}`;
    if (known.has(key)) return known.get(key);
    const next = explain(sets[ghost]!, thread, result, running);
    const answer = next.size === 0 ? undefined : intern(next);
    known.set(key, answer);
    return answer;
  };

  const explain = (
    explanations: readonly Explanation[],
    thread: number,
    result: string,
    running: readonly number[],
  ): ReadonlyMap<string, Explanation> => {
    const operationOf = (t: number): Operation => threads[t]![running[t]!]!;
    const kept = new Map<string, Explanation>();
    const keep = (state: string, done: Explanation["done"]) => {
      const explanation = { state, done: done.with(thread, undefined) };
      kept.set(keyOf(explanation), explanation);
    };
    const seen = new Set<string>();
    const open = [...explanations];
    for (let present = open.pop(); present !== undefined; present = open.pop()) {
      const key = keyOf(present);
      if (seen.has(key)) continue;
      seen.add(key);
      const { state, done } = present;
      if (done[thread] !== undefined) {
        if (done[thread] === result) keep(state, done);
        continue;
      }
      const operation = operationOf(thread);
      if (operation.idle.includes(result)) keep(state, done);
      for (const effect of operation.effects(state)) {
        if (effect.result === result) keep(effect.state, done);
      }
      // Others that run may have taken effect before.
      for (let other = 0; other < threads.length; other++) {
        if (other === thread || running[other] === -1 || done[other] !== undefined) continue;
        for (const effect of operationOf(other).effects(state)) {
          open.push({ state: effect.state, done: done.with(other, effect.result) });
        }
      }
    }
    return kept;
  };

  const mayAllWait = (ghost: number, running: readonly number[]): boolean =>
    sets[ghost]!.some(({ state, done }) =>
      running.every((operation, thread) =>
        operation === -1 ||
        (done[thread] === undefined && threads[thread]![operation]!.effects(state).length === 0)
      )
    );

  const statesAfter = (ghost: number, running: readonly number[]): readonly string[] => {
    const found = new Set<string>();
    const visit = ({ state, done }: Explanation) => {
      found.add(state);
      running.forEach((operation, thread) => {
        if (operation === -1 || done[thread] !== undefined) return;
        for (const effect of threads[thread]![operation]!.effects(state)) {
          visit({ state: effect.state, done: done.with(thread, effect.result) });
        }
      });
    };
    sets[ghost]!.forEach(visit);
    return [...found];
  };

  return {
    of,
    returned,
    statesAfter,
    mayAllWait,
    states: (ghost) => [...new Set(sets[ghost]!.map(({ state }) => state))],
    count: () => sets.length,
  };
}

function keyOf({ state, done }: Explanation): string {
  return done.every((result) => result === undefined)
    ? state
    : `${state}\t${done.map((result) => result ?? "").join("\t")}`;
}
