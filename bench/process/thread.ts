/** A worker thread as the process sees it. */
import { Worker } from "node:worker_threads";
import type { Share, Tally } from "../job.ts";
import type { Order, Reply, ThreadStart } from "./worker.ts";

const SCRIPT = new URL("./worker.ts", import.meta.url);

export class Thread {
  readonly #worker: Worker;
  /** The order that is under way, and how it ends. */
  #order: Order | undefined;
  #pending: PromiseWithResolvers<Reply> | undefined;
  readonly #ready = Promise.withResolvers<void>();

  constructor(start: ThreadStart) {
    this.#worker = new Worker(SCRIPT, { workerData: start });
    this.#worker.on("message", (reply: Reply) => {
      if (reply.kind === "ready") return this.#ready.resolve();
      this.#order = undefined;
      if (reply.kind === "failed") this.#pending?.reject(new Error(reply.message));
      else this.#pending?.resolve(reply);
    });
    this.#worker.on("error", (error) => {
      this.#ready.reject(error);
      this.#pending?.reject(error);
    });
  }

  /** What the thread has been told and has not done; `undefined` if nothing. */
  get unfinished(): string | undefined {
    if (this.#order === undefined) return undefined;
    return this.#order.kind === "work" ? `${this.#order.count} items` : this.#order.kind;
  }

  async join({ value, transfer }: Share): Promise<void> {
    await this.#send({ kind: "join", value }, transfer);
  }

  async work(count: number): Promise<Tally> {
    const reply = await this.#send({ kind: "work", count });
    if (reply.kind !== "done") throw new Error(`the thread replied ${reply.kind}`);
    return reply.tally;
  }

  /** Rejects with what is not as it should be after a phase. */
  async verify(): Promise<void> {
    await this.#send({ kind: "verify" });
  }

  async ping(): Promise<number> {
    const reply = await this.#send({ kind: "ping" });
    if (reply.kind !== "ping") throw new Error(`the thread replied ${reply.kind}`);
    return reply.ns;
  }

  async pong(): Promise<void> {
    await this.#send({ kind: "pong" });
  }

  async #send(order: Order, transfer: Share["transfer"] = []): Promise<Reply> {
    await this.#ready.promise;
    const pending = Promise.withResolvers<Reply>();
    this.#order = order;
    this.#pending = pending;
    this.#worker.postMessage(order, [...transfer]);
    return await pending.promise;
  }
}
