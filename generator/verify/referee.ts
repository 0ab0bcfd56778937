/** What is wrong with a step, or with a state in which nothing can happen any more. */
import { EndlessError, type Program } from "../core/machine.ts";
import type { Scenario } from "../core/scenario.ts";
import { runAlone } from "./alone.ts";
import { type Context, diedAsleep, hasDead, isDead } from "./context.ts";
import { type Finding, quoteStates, threadName } from "./finding.ts";
import { createJudge } from "./judge.ts";
import { createMemory, OutsideError } from "./memory.ts";
import { findRace } from "./race.ts";
import type { Situation } from "./thread.ts";

/** Where the threads stand; the judge's memory of the past is the `ghost`. */
export interface Position {
  readonly present: readonly Situation[];
  readonly isAsleep: (thread: number) => boolean;
  readonly ghost: number;
  readonly context: Context;
}

export interface Referee {
  /** The ghost of a start whose reference is one of `states`. */
  first(states: readonly string[]): number;
  /** The ghost after `operation` of `thread` has ended with `result`; a finding if it may not. */
  returned(
    position: Position,
    thread: number,
    operation: number,
    result: string,
  ): number | Finding;
  /** Of the threads that have moved, against all. */
  race(position: Position, moved: readonly number[]): Finding | undefined;
  /** Nothing can happen any more; `contents` are those of the memory, numbered `id`. */
  end(position: Position, id: number, contents: ArrayBuffer): Finding | undefined;
}

export function createReferee(program: Program, scenario: Scenario): Referee {
  const judge = createJudge(scenario.threads);
  const labelOf = (thread: number, operation: number) =>
    scenario.threads[thread]![operation]!.label;

  /** What each thread has called; a thread that died in its sleep is out of the game. */
  const runningNow = ({ present, isAsleep, context }: Position): number[] =>
    present.map(({ operation, request, isCalled }, t) =>
      request === undefined || !(isCalled || isAsleep(t)) ||
        (isDead(context, t) && diedAsleep(context))
        ? -1
        : operation
    );

  const returned: Referee["returned"] = (position, thread, operation, result) => {
    const running = runningNow(position);
    running[thread] = operation;
    return judge.returned(position.ghost, thread, result, running) ?? {
      kind: "wrong result",
      message: `${labelOf(thread, operation)} of ${threadName(thread)} ends with "${result}", ` +
        "which no order of the operations explains; before it the reference was " +
        quoteStates(judge.states(position.ghost)),
    };
  };

  const race: Referee["race"] = ({ present, context }, moved) => {
    for (const t of moved) {
      for (let other = 0; other < present.length; other++) {
        if (other === t) continue;
        const message = findRace(present[t]!, present[other]!, {
          first: isDead(context, t),
          second: isDead(context, other),
        });
        if (message !== undefined) {
          return {
            kind: "data race",
            message: `${threadName(t)} and ${threadName(other)}: ${message}`,
          };
        }
      }
    }
    return undefined;
  };

  const end: Referee["end"] = (position, id, contents) => {
    const { present, ghost, context } = position;
    const stuck = present.flatMap(({ request }, t) =>
      request === undefined || isDead(context, t) ? [] : [t]
    );
    const isUnnoticed = scenario.deaths === "unnoticed";
    if (hasDead(context) && !diedAsleep(context) && !isUnnoticed) return undefined;
    if (stuck.length > 0) {
      if (judge.mayAllWait(ghost, runningNow(position))) return undefined;
      const labels = stuck.map((t) => `${threadName(t)} in ${labelOf(t, present[t]!.operation)}`);
      return {
        kind: "lost wake-up",
        message: `${labels.join(" and ")}: asleep for ever, though the reference, ` +
          `${quoteStates(judge.states(ghost))}, lets it go on`,
      };
    }
    if (hasDead(context) && !isUnnoticed) return undefined;
    return afterwards(judge.statesAfter(ghost, runningNow(position)), id, contents);
  };

  /** Ends that were found to be right: contents, and states of the reference. */
  const rightEnds = new Set<string>();
  const alone = createMemory(program);

  const afterwards = (
    states: readonly string[],
    id: number,
    contents: ArrayBuffer,
  ): Finding | undefined => {
    const key = [id, ...states].join("\n");
    if (rightEnds.has(key)) return undefined;
    new Uint8Array(alone.buffer).set(new Uint8Array(contents));
    const finding = attempt(() => runAlone(program, alone, scenario.finale, states).finding);
    if (finding === undefined) rightEnds.add(key);
    return finding;
  };

  return { first: judge.of, returned, race, end };
}

/** An access outside the structure is a finding wherever it happens, and so is a loop without a stop. */
export function attempt(work: () => Finding | undefined): Finding | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof OutsideError) {
      return { kind: "outside the structure", message: error.message };
    }
    if (error instanceof EndlessError) return { kind: "no end", message: error.message };
    throw error;
  }
}
