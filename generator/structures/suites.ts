/** What the model checker runs for each structure, by the name that banners and specs use. */
import type { Scenario } from "../core/scenario.ts";
import type { MachineProgram } from "../transform/machine.ts";
import { QUEUE_REDUCTIONS, queueScenarios, type ScenarioLimits } from "./queue/scenarios.ts";

export type { ScenarioLimits } from "./queue/scenarios.ts";

/** A constant that is lowered before a module is compiled, without loss for what is shown. */
export interface Reduction {
  readonly constant: string;
  readonly value: number;
}

export interface Suite {
  readonly reductions: readonly Reduction[];
  /** `text` is that from which `program` was compiled. */
  readonly scenarios: (
    program: MachineProgram,
    text: string,
    limits: ScenarioLimits,
  ) => readonly Scenario[];
}

export const SUITES: Readonly<Record<string, Suite | undefined>> = {
  Queue: { reductions: QUEUE_REDUCTIONS, scenarios: queueScenarios },
};

/** The module with each reduced constant lowered where it is used: its name stands before it. */
export function reduceConstants(text: string, reductions: readonly Reduction[]): string {
  return reductions.reduce(
    (reduced, { constant, value }) =>
      reduced.replaceAll(
        new RegExp(`(/\\* ${constant} \\*/) \\d+`, "g"),
        (_, name: string) => `${name} ${value}`,
      ),
    text,
  );
}
