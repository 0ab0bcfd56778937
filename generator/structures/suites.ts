/** What the model checker runs for each structure, by the name that banners and specs use. */
import type { Scenario } from "../core/scenario.ts";
import type { MachineProgram } from "../transform/machine.ts";
import {
  REVOKED_REDUCTIONS,
  revokedScenarios,
  sleepInThread,
  STANDING_REDUCTIONS,
  standingScenarios,
  timePassesInTries,
} from "./cubby/scenarios.ts";
import { LOOM_REDUCTIONS, loomScenarios } from "./loom/scenarios.ts";
import { withoutApplication } from "./loom/stand-alone.ts";
import { oneOfScenarios, standAlone } from "./oneof/scenarios.ts";
import { QUEUE_REDUCTIONS, queueScenarios, type ScenarioLimits } from "./queue/scenarios.ts";
import { type Reduced, reduceVector } from "./secvec/reduce.ts";
import { SHRINK_REDUCTIONS } from "./secvec/scenarios.ts";
import { secVecScenarios } from "./secvec/suite.ts";
import { sharedScenarios } from "./shared/scenarios.ts";

export type { ScenarioLimits } from "./queue/scenarios.ts";
export type { Reduced } from "./secvec/reduce.ts";

/** A constant that is lowered before a module is compiled, without loss for what is shown. */
export interface Reduction {
  readonly constant: string;
  readonly value: number;
  /** A constant that is lower already stays as it is. */
  readonly atMost?: true;
}

export interface Suite {
  /** The same module once more, reduced otherwise, with scenarios of its own. */
  readonly also?: Suite;
  readonly reductions: readonly Reduction[];
  /** The module of a smaller structure; undefined where this one is small enough to be explored. */
  readonly smaller?: (text: string) => Reduced | undefined;
  /** Makes a module that imports others stand alone; not given where it does anyway. */
  readonly standAlone?: (text: string) => string;
  /** `text` is that from which `program` was compiled. */
  readonly scenarios: (
    program: MachineProgram,
    text: string,
    limits: ScenarioLimits,
  ) => readonly Scenario[];
}

export const SUITES: Readonly<Record<string, Suite | undefined>> = {
  Queue: { reductions: QUEUE_REDUCTIONS, scenarios: queueScenarios },
  Cubby: {
    reductions: STANDING_REDUCTIONS,
    standAlone: sleepInThread,
    scenarios: standingScenarios,
    also: {
      reductions: REVOKED_REDUCTIONS,
      standAlone: timePassesInTries,
      scenarios: revokedScenarios,
    },
  },
  Shared: { reductions: [], scenarios: sharedScenarios },
  OneOf: { reductions: [], standAlone, scenarios: oneOfScenarios },
  Loom: {
    reductions: LOOM_REDUCTIONS,
    standAlone: withoutApplication,
    scenarios: loomScenarios,
  },
  SecVec: { reductions: SHRINK_REDUCTIONS, smaller: reduceVector, scenarios: secVecScenarios },
};

/** Structures whose modules have nothing to explore, and why. */
export const NOTHING_TO_EXPLORE: Readonly<Record<string, string | undefined>> = {
  Amphetanim: "it touches no memory while it is used; its members have modules of their own",
};

/** The module with each reduced constant lowered where it is used: its name stands before it. */
export function reduceConstants(text: string, reductions: readonly Reduction[]): string {
  return reductions.reduce(
    (reduced, { constant, value, atMost = false }) =>
      reduced.replaceAll(
        new RegExp(`(/\\* ${constant} \\*/) (\\d+)`, "g"),
        (_, name: string, found: string) =>
          `${name} ${atMost ? Math.min(Number(found), value) : value}`,
      ),
    text,
  );
}
