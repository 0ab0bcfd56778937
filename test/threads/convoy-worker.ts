/** One thread around the queues of a loom of several workers: it pushes, pops, or is a worker. */
import { Convoy } from "../golden/convoy.gen.ts";
import { Weights } from "../golden/weights.gen.ts";
import { serveWorker } from "../support/worker.ts";
import { isLast, popAll, pushAll } from "./weights-ends.ts";

export interface ConvoyTask {
  readonly kind: "pusher" | "popper" | "worker";
  readonly queues: readonly [Weights["handle"], Weights["handle"]];
  /** Of a pusher: its items are first, first + 1, … */
  readonly first: number;
  readonly count: number;
  readonly loom: Convoy["handle"];
  /** Of a worker: fibers that pass items on. */
  readonly fibers: number;
  /** Two Int32: pushers and workers that have not done. The last one closes its queue. */
  readonly left: SharedArrayBuffer;
}

/** Behind the pushers, which `pushAll` counts. */
const WORKERS_LEFT = 1;

await serveWorker(async ({ kind, queues, first, count, loom, fibers, left }: ConvoyTask) => {
  const [from, to] = [Weights.attach(queues[0]), Weights.attach(queues[1])];
  if (kind === "pusher") return pushAll(from, { first, count }, left);
  if (kind === "popper") return popAll(to);
  const convoy = Convoy.attach(loom);
  // In another order in each worker: the numbers are its own.
  const isTurned = first % 2 === 1;
  const numbers = isTurned ? [to, from] : [from, to];
  const [one = 0, other = 0] = numbers.map((queue) => convoy.register(queue));
  const [out, into] = isTurned ? [other, one] : [one, other];
  const passed = Array.from(
    { length: fibers },
    () => convoy.joinAsync(convoy.spawnHaul(out, into)),
  );
  // These may be done by any worker meanwhile.
  const drives = [1, 2, 3].map(() => convoy.joinAsync(convoy.spawnDrive(0.05, 5)));
  await convoy.run();
  if (isLast(left, WORKERS_LEFT)) to.close();
  const driven = await Promise.all(drives);
  if (driven.some((times) => times !== 5)) throw new Error(`drives: ${driven}`);
  return await Promise.all(passed);
});
