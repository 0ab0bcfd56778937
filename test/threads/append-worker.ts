/** A thread of append.test.ts: appends numbered elements, or reads them while they come. */
import { pathToFileURL } from "node:url";
import type { AppendVector, NumberVector } from "../support/vectors.ts";
import { serveWorker } from "../support/worker.ts";
import { type AppendJob, entryOf, Ledger, PUSHER_SHIFT } from "./append-entries.ts";

function push(vector: AppendVector, { pusher, each, run, className }: AppendJob): number {
  const base = pusher << PUSHER_SHIFT;
  const make = (k: number) => className === "Entries" ? entryOf(base | k) : base | k;
  let last = -1;
  for (let k = 0; k < each;) {
    const count = run === 0 ? 1 + k % 70 : run;
    const size = Math.min(count, each - k);
    const index = size === 1
      ? vector.pushBack(make(k))
      : vector.pushMany(Array.from({ length: size }, (_, i) => make(k + i)));
    if (index <= last) throw new Error(`index ${index} after ${last}`);
    last = index + size - 1;
    k += size;
  }
  return each;
}

/** Reads one by one, by iteration or through views, whatever the turn, until all have come. */
function read(vector: AppendVector, { pusher, each }: AppendJob): number {
  const ledger = new Ledger(pusher);
  const deadline = performance.now() + 50_000;
  const total = pusher * each;
  for (let turn = 0; ledger.count < total; turn++) {
    if (performance.now() > deadline) throw new Error(`only ${ledger.count} of ${total} came`);
    const size = vector.size;
    if (size < ledger.count) throw new Error(`size ${size} after ${ledger.count}`);
    if (turn % 2 === 0 && "view" in vector) {
      const numbers = vector as NumberVector;
      while (ledger.count < size) {
        const bucket = numbers.bucketOf(ledger.count);
        const view = numbers.view(bucket);
        const start = numbers.bucketStart(bucket);
        for (let k = ledger.count - start; k < view.length && ledger.count < size; k++) {
          ledger.take(view[k]);
        }
      }
    } else while (ledger.count < size) ledger.take(vector.get(ledger.count));
  }
  if (vector.get(total) !== undefined) throw new Error("more than was pushed");
  return ledger.count;
}

await serveWorker<AppendJob>(async (job) => {
  const module = await import(pathToFileURL(job.path).href);
  const vector: AppendVector = module[job.className].attach(job.handle);
  return job.role === "push" ? push(vector, job) : read(vector, job);
});
