/** A thread that waits in a queue as it is told, and returns how that ended. */
import { serveWorker } from "../support/worker.ts";
import { type Emitted, load, type NumberQueue } from "./queues.ts";

export type Order =
  | { readonly way: "pop" | "popAsync"; readonly timeoutMs?: number }
  | { readonly way: "push" | "pushAsync"; readonly item: number; readonly timeoutMs?: number }
  | { readonly way: "iterate" };

export interface WaiterTask {
  readonly queue: Emitted;
  readonly handle: unknown;
  readonly order: Order;
  /** One Int32: how many waiters have begun. */
  readonly begun: SharedArrayBuffer;
}

/** How a wait ended: what came, or the name of what was thrown. */
export type Outcome = number | boolean | string | readonly number[] | undefined;

await serveWorker<WaiterTask>(async (task): Promise<Outcome> => {
  const queue = (await load<NumberQueue>(task.queue)).attach(task.handle);
  const { order } = task;
  Atomics.add(new Int32Array(task.begun), 0, 1);
  try {
    return await wait(queue, order);
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
});

async function wait(queue: NumberQueue, order: Order): Promise<Outcome> {
  if (order.way === "iterate") {
    const items: number[] = [];
    for await (const item of queue) items.push(item);
    return items;
  }
  const { timeoutMs = Infinity } = order;
  switch (order.way) {
    case "pop":
      return queue.pop(undefined, timeoutMs);
    case "popAsync":
      return await queue.popAsync(undefined, { timeoutMs });
    case "push":
      return queue.push(order.item, timeoutMs);
    case "pushAsync":
      return await queue.pushAsync(order.item, { timeoutMs });
  }
}
