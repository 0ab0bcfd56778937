/** `node:worker_threads` for a page: dedicated workers with the names that Node gives to their parts. */

/** What a worker is started with: the module that it runs, and its data. */
export interface Start {
  readonly href: string;
  readonly workerData: unknown;
  /** Name of a lock that the worker holds as long as it lives. */
  readonly life: string;
}

/** What comes from a worker besides its own messages. */
export interface Failure {
  readonly amphFailure: string;
}

type Listener = (value: never) => void;

export class Worker {
  readonly #worker: globalThis.Worker;
  readonly #life = crypto.randomUUID();
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(script: URL, { workerData }: { readonly workerData?: unknown } = {}) {
    this.#worker = new globalThis.Worker(new URL("./start-worker.ts", import.meta.url), {
      type: "module",
    });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (isFailure(data)) this.#emit("error", new Error(data.amphFailure));
      else this.#emit("message", data);
    });
    this.#worker.addEventListener("error", ({ message }) => {
      this.#emit("error", new Error(message));
    });
    this.#worker.postMessage({ href: script.href, workerData, life: this.#life } satisfies Start);
  }

  on(event: string, listener: Listener): this {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return this;
  }

  once(event: string, listener: Listener): this {
    const first = (value: never) => {
      this.#listeners.get(event)?.delete(first);
      listener(value);
    };
    return this.on(event, first);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  /** A page is not told when a worker has ended, but a lock that the worker held is then free. */
  async terminate(): Promise<number> {
    this.#worker.terminate();
    await navigator.locks.request(this.#life, () => {});
    this.#emit("exit", 1);
    return 1;
  }

  /** A page does not stay for the sake of a worker. */
  unref(): void {}

  #emit(event: string, value: unknown): void {
    for (const listener of [...this.#listeners.get(event) ?? []]) listener(value as never);
  }
}

function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && "amphFailure" in value;
}

/** Set by `start-worker.ts` before the worker's own module is loaded. */
const started: { workerData?: unknown } = globalThis as never;

export const workerData = started.workerData;

const isWorker = "DedicatedWorkerGlobalScope" in globalThis;

export const parentPort = isWorker
  ? {
    postMessage: (message: unknown) => (globalThis as unknown as MessagePort).postMessage(message),
    on(event: string, listener: (message: never) => void): void {
      if (event !== "message") throw new Error(`parentPort.on("${event}") is not there in a page`);
      globalThis.addEventListener("message", (found) => {
        if (found instanceof MessageEvent) listener(found.data as never);
      });
    },
  }
  : null;
