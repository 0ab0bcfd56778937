/** Emitted cubbies to check, compiled for each suite of the model checker. */
import type { Scenario } from "../../generator/core/scenario.ts";
import type { HostProfile } from "../../generator/host/profile.ts";
import { generateModules } from "../../generator/pipeline.ts";
import { reduceConstants, type Suite, SUITES } from "../../generator/structures/suites.ts";
import { compileMachine, type MachineProgram } from "../../generator/transform/machine.ts";

const HOST: HostProfile = { name: "test-64", lineBytes: 64, isolationBytes: 64, evidence: [] };

/** Two to wait on each side, as many as the scenarios have; or nobody waits. */
export async function cubbyText(item: "u32" | "Pair", waiting: boolean): Promise<string> {
  const [file] = await generateModules([{
    file: "model.layout.ts",
    text: `import type { Cubby, u32 } from "amph-gen/spec";
export interface Pair { first: u32; second: u32; }
export type Model = Cubby<${item}, { waiters: 2; waiting: ${waiting} }>;`,
  }], { host: HOST, emit: "ts" });
  if (file === undefined) throw new Error("nothing was emitted");
  return file.text;
}

export interface CheckedCubby {
  readonly program: MachineProgram;
  readonly scenarios: readonly Scenario[];
  scenario(name: string): Scenario;
}

/** `standing`: offers stand for ever. `revoked`: they may be revoked at any moment. */
export function checkedCubby(
  text: string,
  suiteName: "standing" | "revoked",
  limits = { threads: 3, operations: 1 },
): CheckedCubby {
  const first = SUITES["Cubby"];
  const suite: Suite | undefined = suiteName === "standing" ? first : first?.also;
  if (suite === undefined) throw new Error("the cubby has no suite");
  const { standAlone = (same: string) => same } = suite;
  const program = compileMachine(reduceConstants(standAlone(text), suite.reductions));
  const scenarios = suite.scenarios(program, text, limits);
  return {
    program,
    scenarios,
    scenario(name) {
      const found = scenarios.find((scenario) => scenario.name === name);
      if (found === undefined) throw new Error(`there is no scenario ${name}`);
      return found;
    },
  };
}
