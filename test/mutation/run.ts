/** The stages, from the cheapest to the dearest; what one refutes, the next does not see. */
import type { Change } from "./changes.ts";
import type { ContractStage } from "./contract-stage.ts";
import type { VerifyStage } from "./verify-stage.ts";

export type Stage = "small scenarios" | "all scenarios" | "contract tests";

export interface Result {
  readonly change: Change;
  /** The last that it came to. */
  readonly stage: Stage;
  /** `grown` and `hangs` are what the module itself never comes near. */
  readonly outcome: "killed" | "grown" | "hangs" | "survived";
  /** The scenario and its finding, or the test. */
  readonly by: string;
}

export interface Stages {
  readonly verify: VerifyStage;
  /** Left out in a quick run. */
  readonly contract: ContractStage | undefined;
}

/** Scenarios of so few states refute most: they come first, in every module that has the line. */
const SMALL_STATES = 600;
export async function tryChange(change: Change, { verify, contract }: Stages): Promise<Result> {
  const ended = (stage: Stage, outcome: Result["outcome"], by: string): Result => ({
    change,
    stage,
    outcome,
    by,
  });
  const scenarios = async (stage: Stage, places: Change["places"], states: number) => {
    for (const { subject, mutation } of places) {
      const answer = await verify.ask({ subject, mutation, states });
      if (answer.outcome === "failed") {
        const { before, after } = change;
        throw new Error(`${subject}, ${before} ⇒ ${after}: verify fails: ${answer.reason}`);
      }
      if (answer.outcome === "hangs") return ended(stage, "hangs", subject);
      if (answer.outcome === "grown") return ended(stage, "grown", `${subject} ${answer.scenario}`);
      if (answer.outcome === "killed") {
        return ended(stage, "killed", `${subject} ${answer.scenario}: ${answer.finding}`);
      }
    }
    return undefined;
  };

  const { places } = change;
  const small = await scenarios("small scenarios", places, SMALL_STATES);
  if (small !== undefined) return small;
  const all = await scenarios("all scenarios", places, Infinity);
  if (all !== undefined) return all;
  if (contract !== undefined) {
    const { structure } = change;
    const answer = await contract.ask({ structure, ...places[0]!.mutation });
    if (answer.outcome === "hangs") return ended("contract tests", "hangs", "");
    if (answer.outcome === "killed") return ended("contract tests", "killed", answer.test);
  }
  return ended("contract tests", "survived", "");
}
