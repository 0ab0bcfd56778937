/** The stages, from the cheapest to the dearest; what one refutes, the next does not see. */
import type { Change } from "./changes.ts";
import type { Effort } from "./checker.ts";
import type { ContractOptions, ContractStage } from "./contract-stage.ts";
import type { VerifyStage } from "./verify-stage.ts";

export type Stage = "small scenarios" | "contract tests" | "all scenarios";

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

/** `quick`: what takes a second, as a rule. */
export async function tryChange(
  change: Change,
  { verify, contract }: Stages,
  options: ContractOptions = { effort: "all", isConfirmed: false },
): Promise<Result> {
  const { structure, places, before, after } = change;
  const ended = (stage: Stage, outcome: Result["outcome"], by: string): Result => ({
    change,
    stage,
    outcome,
    by,
  });

  const [first, ...others] = places;
  // Between the first and the last, which has most threads at once, is one of another size.
  const few = first === undefined ? [] : [first, ...others.slice(-1)];

  const scenarios = async (stage: Stage, effort: Effort): Promise<Result> => {
    const tried = options.effort === "quick" ? few : places;
    for (const { subject, mutation } of tried) {
      const answer = await verify.ask({ subject, mutation, effort });
      if (answer.outcome === "failed") {
        throw new Error(`${subject}, ${before} ⇒ ${after}: verify fails: ${answer.reason}`);
      }
      if (answer.outcome === "hangs") return ended(stage, "hangs", subject);
      if (answer.outcome === "grown") return ended(stage, "grown", `${subject} ${answer.scenario}`);
      if (answer.outcome === "killed") {
        return ended(stage, "killed", `${subject} ${answer.scenario}: ${answer.finding}`);
      }
    }
    return ended(stage, "survived", "");
  };

  const tests = async (stage: Stage): Promise<Result> => {
    if (contract === undefined) return ended(stage, "survived", "");
    const answer = await contract.ask({ structure, ...places[0]!.mutation }, options);
    if (answer.outcome === "hangs") return ended(stage, "hangs", "");
    return ended(stage, answer.outcome, answer.outcome === "killed" ? answer.test : "");
  };

  const small = await scenarios("small scenarios", "quick");
  if (small.outcome !== "survived") return small;
  if (options.effort === "quick" && options.isConfirmed) return small;
  const tested = await tests("contract tests");
  if (tested.outcome !== "survived" || options.effort === "quick") return tested;
  return await scenarios("all scenarios", "rest");
}
