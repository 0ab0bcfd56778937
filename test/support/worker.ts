/** The worker's side of `runWorkers`. */
import { parentPort, workerData } from "node:worker_threads";

/** What a worker is started with. */
export interface WorkerStart {
  /** One Int32: 0 until every worker is ready, then 1. */
  readonly barrier: SharedArrayBuffer;
  readonly data: unknown;
}

export type WorkerMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly text: string }
  | { readonly kind: "result"; readonly value: unknown }
  | { readonly kind: "error"; readonly text: string };

/**
 * Waits until all workers of the run are ready, then runs `task` with this worker's data and sends
 * back what it returns. `progress` keeps the text that an error message of the run will show.
 */
export async function serveWorker<Data>(
  task: (data: Data, progress: (text: string) => void) => unknown,
): Promise<void> {
  if (parentPort === null) throw new Error("serveWorker runs in a worker: start it by runWorkers.");
  const port = parentPort;
  const send = (message: WorkerMessage) => port.postMessage(message);
  const { barrier, data }: { barrier: SharedArrayBuffer; data: Data } = workerData;
  send({ kind: "ready" });
  Atomics.wait(new Int32Array(barrier), 0, 0);
  try {
    send({ kind: "result", value: await task(data, (text) => send({ kind: "progress", text })) });
  } catch (error) {
    send({
      kind: "error",
      text: error instanceof Error && error.stack ? error.stack : String(error),
    });
  }
}
