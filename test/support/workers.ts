/**
 * Worker threads for tests, under every runtime: all start together, and a run ends by itself
 * within its time limit whatever its workers do. The worker's side is `worker.ts`.
 */
import { Worker } from "node:worker_threads";
import type { WorkerMessage, WorkerStart } from "./worker.ts";
import { withTimeout } from "./time.ts";

export interface WorkersOptions {
  /** A module that calls `serveWorker`. */
  readonly script: URL;
  readonly workers: number;
  /** What worker `k` of 0 … workers-1 is given; must be structured-cloneable. */
  readonly data: (k: number) => unknown;
  /** For the whole run, from the start of the first worker to the last result. */
  readonly timeoutMs: number;
}

/** Deno and Bun may report a worker's end before its last message has been delivered. */
const LAST_MESSAGE_GRACE_MS = 100;

/** A terminated worker that never reports its end must not hold up the test. */
const TERMINATE_LIMIT_MS = 2_000;

/**
 * Runs `workers` threads and returns what each returned, in order. The first worker that throws,
 * ends early or is not done in time ends the run: the others are terminated and the error says
 * which worker it was, what happened and what it last reported.
 */
export async function runWorkers(options: WorkersOptions): Promise<unknown[]> {
  const barrier = new SharedArrayBuffer(4);
  const crew = Array.from(
    { length: options.workers },
    (_, k) => new Member(options.script, k, { barrier, data: options.data(k) }),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const late = crew.filter((member) => member.state !== "done").map((member) =>
        member.report()
      );
      reject(new Error(`Workers not done within ${options.timeoutMs} ms: ${late.join("; ")}.`));
    }, options.timeoutMs);
  });
  const run = async () => {
    await Promise.all(crew.map((member) => member.ready));
    for (const member of crew) member.state = "running";
    const gate = new Int32Array(barrier);
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    return Promise.all(crew.map((member) => member.result));
  };
  try {
    return await Promise.race([run(), limit]);
  } finally {
    clearTimeout(timer);
    await Promise.all(crew.map((member) => member.terminate()));
  }
}

/** One worker as its parent sees it. */
class Member {
  state: "starting" | "ready" | "running" | "done" = "starting";
  readonly ready: Promise<void>;
  readonly result: Promise<unknown>;
  readonly #index: number;
  readonly #worker: Worker;
  #progress: string | undefined;
  #ended = false;

  constructor(script: URL, index: number, start: WorkerStart) {
    this.#index = index;
    this.#worker = new Worker(script, { workerData: start });
    // One that cannot be stopped must not keep the test process alive.
    this.#worker.unref();
    const ready = Promise.withResolvers<void>();
    const result = Promise.withResolvers<unknown>();
    this.ready = ready.promise;
    this.result = result.promise;
    // The run fails with the first of these; the others have nobody who listens.
    ready.promise.catch(() => {});
    result.promise.catch(() => {});
    const fail = (what: string, cause: unknown) => {
      const error = new Error(`${this.report()}: ${what}`, { cause });
      ready.reject(error);
      result.reject(error);
    };

    this.#worker.on("message", (message: WorkerMessage) => {
      switch (message.kind) {
        case "ready":
          this.state = "ready";
          return ready.resolve();
        case "progress":
          this.#progress = message.text;
          return;
        case "result":
          this.state = "done";
          return result.resolve(message.value);
        case "error":
          return fail(`threw ${message.text}`, undefined);
      }
    });
    this.#worker.on("error", (cause) => fail(`threw outside its task: ${cause}`, cause));
    this.#worker.on("exit", (code) => {
      this.#ended = true;
      setTimeout(
        () => fail(`ended with code ${code} before it returned`, undefined),
        LAST_MESSAGE_GRACE_MS,
      );
    });
  }

  /** `worker 2 (running, last reported "10 items")`. */
  report(): string {
    const progress = this.#progress === undefined
      ? "reported nothing"
      : `last reported "${this.#progress}"`;
    return `worker ${this.#index} (${this.state}, ${progress})`;
  }

  async terminate(): Promise<void> {
    if (this.#ended) return;
    await withTimeout(this.#worker.terminate(), TERMINATE_LIMIT_MS, "").catch(() => {});
  }
}
