/** All scenarios of one program: explored, and walked at random where they are too large. */
import type { Program } from "../core/machine.ts";
import type { Scenario } from "../core/scenario.ts";
import { explore, type Limits } from "./explore.ts";
import type { Finding } from "./finding.ts";
import { formatSchedule } from "./schedule.ts";
import type { Choice } from "./system.ts";
import { walk } from "./walk.ts";

/** A finding, and how to come to it. */
export interface Refutation {
  readonly scenario: Scenario;
  readonly finding: Finding;
  readonly choices: readonly Choice[];
  readonly schedule: string;
}

export interface Verdict {
  readonly scenarios: number;
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  /** Scenarios that were not explored to the end, and what held them. */
  readonly bounded: readonly { readonly scenario: string; readonly bound: string }[];
  /** Random schedules of those. */
  readonly walks: number;
  readonly refutation: Refutation | undefined;
}

export type VerifyProgress = (done: number, all: number, states: number) => void;

/** For random schedules: the same ones each time. */
const SEED = 20_201_112;

/** Stops at the first finding. */
export function verify(
  program: Program,
  scenarios: readonly Scenario[],
  limits: Limits,
  progress: VerifyProgress = () => {},
): Verdict {
  const startedMs = performance.now();
  const bounded: { scenario: string; bound: string }[] = [];
  let [states, transitions, walks, done] = [0, 0, 0, 0];
  let refutation: Refutation | undefined;
  const refute = (scenario: Scenario, finding: Finding, choices: readonly Choice[]) => {
    const schedule = formatSchedule({ scenario: scenario.name, choices });
    refutation = { scenario, finding, choices, schedule };
  };
  for (const scenario of scenarios) {
    progress(done, scenarios.length, states);
    const explored = explore(program, scenario, limits, (more) => {
      progress(done, scenarios.length, states + more);
    });
    done++;
    states += explored.states;
    transitions += explored.transitions;
    if (explored.finding !== undefined) {
      refute(scenario, explored.finding, explored.choices);
      break;
    }
    if (explored.bound === undefined) continue;
    bounded.push({ scenario: scenario.name, bound: explored.bound });
    if (limits.preemptions !== Infinity) continue;
    const walked = walk(program, scenario, {
      kill: limits.kill,
      seconds: limits.seconds,
      walks: Infinity,
      seed: SEED,
    });
    walks += walked.walks;
    if (walked.finding === undefined) continue;
    refute(scenario, walked.finding, walked.choices);
    break;
  }
  const seconds = (performance.now() - startedMs) / 1000;
  return { scenarios: done, states, transitions, seconds, bounded, walks, refutation };
}
