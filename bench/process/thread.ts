/** A worker thread as the process sees it. */
import { Worker } from "node:worker_threads";
import type { Share, Tally } from "../job.ts";
import type { Order, Reply, ThreadStart } from "./worker.ts";

const SCRIPT = new URL("./worker.ts", import.meta.url);

export class Thread {
  readonly #worker: Worker;
  /** The order that is under way. */
  #pending: PromiseWithResolvers<Reply> | undefined;

  constructor(start: ThreadStart) {
    this.#worker = new Worker(SCRIPT, { workerData: start });
    this.#worker.on("message", (reply: Reply) => {
      if (reply.kind === "failed") this.#pending?.reject(new Error(reply.message));
      else this.#pending?.resolve(reply);
    });
    this.#worker.on("error", (error) => this.#pending?.reject(error));
  }

  async join({ value, transfer }: Share): Promise<void> {
    await this.#send({ kind: "join", value }, transfer);
  }

  async work(count: number): Promise<Tally> {
    const reply = await this.#send({ kind: "work", count });
    if (reply.kind !== "done") throw new Error(`the thread replied ${reply.kind}`);
    return reply.tally;
  }

  async placement(side: "ping" | "pong", trips: number): Promise<number> {
    const reply = await this.#send({ kind: "placement", side, trips });
    if (reply.kind !== "placement") throw new Error(`the thread replied ${reply.kind}`);
    return reply.ns;
  }

  #send(order: Order, transfer: Share["transfer"] = []): Promise<Reply> {
    const pending = Promise.withResolvers<Reply>();
    this.#pending = pending;
    this.#worker.postMessage(order, [...transfer]);
    return pending.promise;
  }
}
