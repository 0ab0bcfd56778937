/** Checks changes on request, in a thread that can be ended from outside: a change may make a loop. */
import { parentPort, workerData } from "node:worker_threads";
import { type Checker, createChecker, type Effort, type Killers, type Verdict } from "./checker.ts";
import type { Mutation } from "./mutator.ts";
import type { Subject } from "./subjects.ts";

export interface VerifyTask {
  readonly subject: string;
  readonly mutation: Mutation;
  readonly effort: Effort;
}

export type VerifyAnswer = Verdict | { readonly outcome: "failed"; readonly reason: string };

export interface VerifyWorkerData {
  readonly subjects: readonly Subject[];
  readonly killers: Killers;
}

const { subjects, killers }: VerifyWorkerData = workerData;
const checkers = new Map<string, Checker>();

function checkerOf(name: string): Checker {
  const known = checkers.get(name);
  if (known !== undefined) return known;
  const subject = subjects.find((one) => one.name === name);
  if (subject === undefined) throw new Error(`no module ${name}`);
  const checker = createChecker(subject, killers);
  checkers.set(name, checker);
  return checker;
}

function answerTo({ subject, mutation, effort }: VerifyTask): VerifyAnswer {
  try {
    return checkerOf(subject).check(mutation, effort);
  } catch (error) {
    return {
      outcome: "failed",
      reason: error instanceof Error ? error.stack ?? error.message : String(error),
    };
  }
}

parentPort?.on("message", (task: VerifyTask) => parentPort?.postMessage(answerTo(task)));
