/** What the model checker runs for either form of the vector. */
import type { Scenario } from "../../core/scenario.ts";
import type { MachineProgram } from "../../transform/machine.ts";
import type { ScenarioLimits } from "../queue/scenarios.ts";
import { appendScenarios } from "./append-scenarios.ts";
import { shrinkScenarios } from "./scenarios.ts";

export function secVecScenarios(
  program: MachineProgram,
  text: string,
  limits: ScenarioLimits,
): readonly Scenario[] {
  const isAppended = /^const FLAGS_I32 = /m.test(text);
  return (isAppended ? appendScenarios : shrinkScenarios)(program, text, limits);
}
