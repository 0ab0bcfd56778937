/** A book thread: takes records from its queue, keeps the order books and checks them. */
import { workerData } from "node:worker_threads";
import { type BookReport, createBookKeeper } from "./book-keeper.ts";
import { createBatch } from "./outbox.ts";
import { runThread } from "./threads.ts";
import { BookDeltas } from "../../generated/book-deltas.gen.ts";

export interface BooksTask {
  readonly handle: BookDeltas["handle"];
  /** How long the queue may stay empty before it is closed. */
  readonly stallMs: number;
}

const task: BooksTask = workerData;

runThread(() => keepBooks(BookDeltas.attach(task.handle), task.stallMs));

function keepBooks(queue: BookDeltas, stallMs: number): BookReport {
  const keeper = createBookKeeper();
  const batch = createBatch();
  for (;;) {
    const count = queue.popMany(batch);
    for (let index = 0; index < count; index++) {
      const delta = batch[index];
      if (delta) keeper.apply(delta);
    }
    if (count > 0) continue;
    // Looked at before the pop, so that nothing that came before the closing is missed.
    const closed = queue.closed;
    const delta = queue.pop(batch[0], stallMs);
    if (delta) keeper.apply(delta);
    else if (closed) return keeper.report();
    else if (!queue.closed) throw new Error(`the feed has sent nothing for ${stallMs / 1000} s`);
  }
}
