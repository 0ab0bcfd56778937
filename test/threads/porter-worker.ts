/** One end of a queue: a loom with one fiber that pushes, or with one that pops. */
import type { Polled } from "../golden/polled.gen.ts";
import { Porter } from "../golden/porter.gen.ts";
import { serveWorker } from "../support/worker.ts";
import { connect } from "./porter-queue.ts";

export interface PorterTask {
  readonly kind: "giver" | "taker";
  readonly how: "blocking" | "events";
  readonly count: number;
  readonly queue: Polled["handle"];
  /** The loom of this end, and that of the other. */
  readonly mine: Porter["handle"];
  readonly others: Porter["handle"];
}

await serveWorker(async ({ kind, how, count, queue, mine, others }: PorterTask) => {
  const loom = Porter.attach(mine);
  connect({ handle: queue, loom: Porter.attach(others), baton: 0 });
  const id = kind === "giver" ? loom.spawnGiver(count, 0) : loom.spawnTaker(count, 0);
  const result = loom.joinAsync(id);
  if (how === "blocking") loom.runBlocking();
  else await loom.run();
  return await result;
});
