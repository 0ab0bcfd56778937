/** One thread of a case: joins its peer, then does what it is told, phase after phase. */
import { parentPort, workerData } from "node:worker_threads";
import type { Duty, Peer, Place, Tally } from "../job.ts";
import { ping, pong } from "./placement.ts";

export interface ThreadStart {
  readonly place: Place;
  readonly placementMemory: SharedArrayBuffer;
}

export type Order =
  | { readonly kind: "join"; readonly value: unknown }
  | { readonly kind: "work"; readonly count: number }
  | { readonly kind: "verify" | "ping" | "pong" };

export type Reply =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly tally: Tally }
  | { readonly kind: "ping"; readonly ns: number }
  | { readonly kind: "failed"; readonly message: string };

const { place, placementMemory }: ThreadStart = workerData;
const NOTHING_DONE: Reply = { kind: "done", tally: { items: 0, sum: 0 } };

let duty: Duty | undefined;

async function obey(order: Order): Promise<Reply> {
  switch (order.kind) {
    case "join": {
      const peer: Peer = await import(
        new URL(`../peers/${place.job.peer}.ts`, import.meta.url).href
      );
      const joined = await peer.join(order.value, place);
      duty = typeof joined === "function" ? { work: joined } : joined;
      return NOTHING_DONE;
    }
    case "work":
      if (duty === undefined) throw new Error("this thread has not joined");
      return { kind: "done", tally: await duty.work(order.count) };
    case "verify": {
      const fault = duty?.verify?.();
      if (fault !== undefined) throw new Error(fault);
      return NOTHING_DONE;
    }
    case "ping":
      return { kind: "ping", ns: ping(placementMemory) };
    case "pong":
      pong(placementMemory);
      return NOTHING_DONE;
  }
}

parentPort?.on("message", (order: Order) => {
  obey(order).catch((error: unknown): Reply => ({
    kind: "failed",
    message: String(error),
  })).then((reply) => parentPort?.postMessage(reply));
});
// In a page, orders that came before there was a listener would be lost.
parentPort?.postMessage({ kind: "ready" } satisfies Reply);
