/** One side of the queue of `measure.ts`; says how long its part took, or what was wrong. */
import { Samples } from "../../../generated/samples.gen.ts";

export interface ThroughputTask {
  readonly role: "push" | "pop";
  readonly handle: Samples["handle"];
  /** One Int32: how many of the two are there. */
  readonly start: SharedArrayBuffer;
  readonly items: number;
  /** 1: single items. */
  readonly batch: number;
}

const port = globalThis as unknown as MessagePort;

globalThis.addEventListener("message", (event) => {
  if (!(event instanceof MessageEvent)) return;
  const task: ThroughputTask = event.data;
  const queue = Samples.attach(task.handle);
  const ready = new Int32Array(task.start);
  Atomics.add(ready, 0, 1);
  Atomics.notify(ready, 0);
  if (Atomics.load(ready, 0) < 2) Atomics.wait(ready, 0, 1);
  const startMs = performance.now();
  const fault = task.role === "push" ? pushAll(queue, task) : popAll(queue, task);
  port.postMessage(fault ?? performance.now() - startMs);
}, { once: true });

function pushAll(queue: Samples, { items, batch }: ThroughputTask): undefined {
  const values = new Float64Array(batch);
  for (let next = 0; next < items;) {
    if (batch === 1) {
      if (queue.tryPush(next)) next++;
      continue;
    }
    const count = Math.min(batch, items - next);
    for (let k = 0; k < count; k++) values[k] = next + k;
    next += queue.pushMany(values, 0, count);
  }
}

function popAll(queue: Samples, { items, batch }: ThroughputTask): string | undefined {
  const values = new Float64Array(batch);
  for (let next = 0; next < items;) {
    if (batch === 1) {
      const value = queue.tryPop();
      if (value === undefined) continue;
      if (value !== next) return `item ${next} is ${value}`;
      next++;
      continue;
    }
    const count = queue.popMany(values, 0, batch);
    for (let k = 0; k < count; k++, next++) {
      if (values[k] !== next) return `item ${next} is ${values[k]}`;
    }
  }
  return queue.isEmpty ? undefined : `${queue.size} items too many`;
}
