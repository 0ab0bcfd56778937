/** The first stage: does `verify` refute the change? With a time limit from outside. */
import { Worker } from "node:worker_threads";
import type { Killers } from "./checker.ts";
import type { Subject } from "./subjects.ts";
import type { VerifyAnswer, VerifyTask, VerifyWorkerData } from "./verify-worker.ts";

/** The largest module takes a few seconds for all of its scenarios. */
const LIMIT_MS = 120_000;

export interface VerifyStage {
  /** `hangs`: no answer within two minutes. */
  ask(task: VerifyTask): Promise<VerifyAnswer | { readonly outcome: "hangs" }>;
  end(): Promise<void>;
}

export interface VerifyStageOptions {
  readonly limitMs: number;
  /** Of an earlier run: these come first. */
  readonly killers: Killers;
}

export function createVerifyStage(
  subjects: readonly Subject[],
  { limitMs = LIMIT_MS, killers = new Map() }: Partial<VerifyStageOptions> = {},
): VerifyStage {
  let worker: Worker | undefined;

  const ask: VerifyStage["ask"] = (task) => {
    worker ??= new Worker(new URL("./verify-worker.ts", import.meta.url), {
      workerData: { subjects, killers } satisfies VerifyWorkerData,
    });
    const asked = worker;
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        asked.off("message", answered);
        asked.off("error", failed);
      };
      const answered = (answer: VerifyAnswer) => {
        done();
        resolve(answer);
      };
      const failed = (error: unknown) => {
        done();
        worker = undefined;
        reject(error);
      };
      const timer = setTimeout(() => {
        done();
        worker = undefined;
        void asked.terminate().then(() => resolve({ outcome: "hangs" }), reject);
      }, limitMs);
      asked.on("message", answered);
      asked.on("error", failed);
      asked.postMessage(task);
    });
  };

  return {
    ask,
    async end() {
      await worker?.terminate();
    },
  };
}
