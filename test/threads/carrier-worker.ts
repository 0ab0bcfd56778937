/** One thread around the queues of fibers: it pushes to one, pops from the other, or runs the fibers. */
import { Carrier } from "../golden/carrier.gen.ts";
import { Weights } from "../golden/weights.gen.ts";
import { serveWorker } from "../support/worker.ts";
import { popAll, pushAll } from "./weights-ends.ts";

export interface CarrierTask {
  readonly kind: "pusher" | "popper" | "fibers";
  readonly queues: readonly [Weights["handle"], Weights["handle"]];
  /** Of a pusher: its items are first, first + 1, … */
  readonly first: number;
  readonly count: number;
  /** One Int32: pushers that have not done. The last one closes the queue. */
  readonly pushers: SharedArrayBuffer;
  /** Of the loom: fibers that pass items on. */
  readonly fibers: number;
}

await serveWorker(async ({ kind, queues, first, count, pushers, fibers }: CarrierTask) => {
  const [from, to] = [Weights.attach(queues[0]), Weights.attach(queues[1])];
  if (kind === "pusher") return pushAll(from, { first, count }, pushers);
  if (kind === "popper") return popAll(to);
  const loom = Carrier.create();
  const [out, into] = [loom.register(from), loom.register(to)];
  const passed = Array.from(
    { length: fibers },
    () => loom.joinAsync(loom.spawnForward(out, into)),
  );
  await loom.run();
  to.close();
  return await Promise.all(passed);
});
