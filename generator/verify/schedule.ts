/**
 * A schedule as text: who moves, in order. `AAABAt` is `3A.B.At` … runs have a count in front; `t`:
 * the thread's time passes; `k`: it stops for ever. A scenario's name and a colon stand before it.
 */
import { threadName } from "./finding.ts";
import type { Choice, Move } from "./system.ts";

const SUFFIX: Readonly<Record<Move, string>> = { go: "", time: "t", kill: "k" };

const PART = /^(?<count>\d*)(?<thread>[A-Z])(?<suffix>[tk]?)$/;

export interface Schedule {
  readonly scenario: string;
  readonly choices: readonly Choice[];
}

export function formatSchedule({ scenario, choices }: Schedule): string {
  const parts: { move: string; count: number }[] = [];
  for (const { thread, move } of choices) {
    const text = threadName(thread) + SUFFIX[move];
    const last = parts.at(-1);
    if (last?.move === text) last.count++;
    else parts.push({ move: text, count: 1 });
  }
  const runs = parts.map(({ move, count }) => (count === 1 ? move : `${count}${move}`));
  return `${scenario}:${runs.join(".")}`;
}

/** Throws with what is wrong in `text`. */
export function parseSchedule(text: string): Schedule {
  const colon = text.lastIndexOf(":");
  if (colon <= 0) {
    throw new Error(`a schedule is SCENARIO:STEPS, as verify prints it; found ${text}`);
  }
  const choices: Choice[] = [];
  const steps = text.slice(colon + 1);
  for (const part of steps === "" ? [] : steps.split(".")) {
    const groups = PART.exec(part)?.groups;
    if (groups === undefined) {
      throw new Error(`step ${part} of the schedule is not like 12A, Bt or Ck`);
    }
    const { count, thread = "A", suffix } = groups;
    const move: Move = suffix === "t" ? "time" : suffix === "k" ? "kill" : "go";
    const choice = { thread: thread.charCodeAt(0) - "A".charCodeAt(0), move };
    for (let k = 0; k < Number(count || 1); k++) choices.push(choice);
  }
  return { scenario: text.slice(0, colon), choices };
}
