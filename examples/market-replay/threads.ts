import { parentPort, Worker } from "node:worker_threads";
import { InputError } from "./errors.ts";

/** What a thread reports to the one that started it. */
type Report<Progress, Result> =
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "done"; readonly result: Result }
  | { readonly type: "failed"; readonly input: boolean; readonly message: string };

export interface Thread<Result> {
  /** Rejects when the thread fails or ends without a result. */
  readonly result: Promise<Result>;
  /** Ends the thread, also one that waits. */
  stop(): Promise<void>;
}

/** Starts a module as a worker thread with `task` as its data. */
export function startThread<Progress, Result>(
  module: URL,
  task: unknown,
  onProgress: (progress: Progress) => void,
): Thread<Result> {
  const worker = new Worker(module, { workerData: task });
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const result = new Promise<Result>((resolve, reject) => {
    worker.on("message", (report: Report<Progress, Result>) => {
      if (report.type === "progress") onProgress(report.progress);
      else if (report.type === "done") resolve(report.result);
      else reject(report.input ? new InputError(report.message) : new Error(report.message));
    });
    worker.once("error", reject);
    worker.once("exit", (code) => {
      reject(new Error(`the thread ${nameOf(module)} ended with code ${code} before its result`));
    });
  });
  // Also the threads that nobody awaits any more after another one failed.
  result.catch(() => {});
  return {
    result,
    async stop() {
      await Promise.race([worker.terminate(), ended]);
    },
  };
}

/** Does the work of a thread and reports its result, or why there is none. */
export function runThread<Progress, Result>(
  work: (onProgress: (progress: Progress) => void) => Result,
): void {
  const report = (message: Report<Progress, Result>) => parentPort?.postMessage(message);
  try {
    report({ type: "done", result: work((progress) => report({ type: "progress", progress })) });
  } catch (error) {
    const input = error instanceof InputError;
    const message = error instanceof Error ? error.message : String(error);
    report({ type: "failed", input, message });
  }
}

function nameOf(module: URL): string {
  return module.pathname.split("/").at(-1) ?? module.href;
}
