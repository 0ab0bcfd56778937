import { parentPort, Worker } from "node:worker_threads";
import { InputError } from "./errors.ts";

/** What a thread reports to the one that started it. */
type Report<Progress, Result> =
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "done"; readonly result: Result }
  | { readonly type: "failed"; readonly input: boolean; readonly message: string };

/** A thread was ended from outside, or left, before it gave its result. */
export class ThreadLost extends Error {
  override name = "ThreadLost";
}

export interface Thread<Order, Result> {
  /** Rejects with {@link ThreadLost}, or with what the thread failed of. */
  readonly result: Promise<Result>;
  /** For a thread that listens to its `parentPort`; what is dead hears nothing. */
  send(order: Order): void;
  /** Ends the thread, wherever it is. */
  stop(): Promise<void>;
}

/** Starts a module as a worker thread with `task` as its data. */
export function startThread<Order, Progress, Result>(
  module: URL,
  task: unknown,
  onProgress: (progress: Progress) => void = () => {},
): Thread<Order, Result> {
  const worker = new Worker(module, { workerData: task });
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  let isLost = false;
  const result = new Promise<Result>((resolve, reject) => {
    worker.on("message", (report: Report<Progress, Result>) => {
      // Under Deno a thread that was ended goes on for a while: another one is in its place by then.
      if (isLost) return;
      if (report.type === "progress") onProgress(report.progress);
      else if (report.type === "done") resolve(report.result);
      else reject(report.input ? new InputError(report.message) : new Error(report.message));
    });
    worker.once("error", reject);
    worker.once("exit", (code) => {
      isLost = true;
      reject(
        new ThreadLost(`the thread ${nameOf(module)} ended with code ${code} before its result`),
      );
    });
  });
  // Also the threads that nobody awaits any more after another one failed.
  result.catch(() => {});
  return {
    result,
    send: (order) => worker.postMessage(order),
    async stop() {
      await Promise.race([worker.terminate(), ended]);
    },
  };
}

/** Does the work of a thread and reports its result, or why there is none. */
export async function runThread<Progress, Result>(
  work: (onProgress: (progress: Progress) => void) => Result | Promise<Result>,
): Promise<void> {
  const report = (message: Report<Progress, Result>) => parentPort?.postMessage(message);
  try {
    const result = await work((progress) => report({ type: "progress", progress }));
    report({ type: "done", result });
  } catch (error) {
    const input = error instanceof InputError;
    report({ type: "failed", input, message: messageOf(error) });
  }
}

/** With its causes. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`;
}

function nameOf(module: URL): string {
  return module.pathname.split("/").at(-1) ?? module.href;
}
