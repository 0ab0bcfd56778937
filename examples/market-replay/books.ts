/** A book thread: takes records from its queue, keeps the order books and checks them. */
import { workerData } from "node:worker_threads";
import { type BookReport, createBookKeeper } from "./book-keeper.ts";
import { createHistory, type HistoryCounts } from "./history.ts";
import { queuesOf } from "./hub.ts";
import { createBatch } from "./outbox.ts";
import { runThread } from "./threads.ts";
import { MarketHub } from "../../generated/market-hub.gen.ts";

export interface BooksTask {
  readonly hub: MarketHub["handle"];
  /** Which of the hub's queues. */
  readonly queue: number;
  /** How long the queue may stay empty before it is closed. */
  readonly stallMs: number;
}

export interface BooksReport extends BookReport {
  readonly history: HistoryCounts;
}

const task: BooksTask = workerData;

runThread(() => keepBooks(MarketHub.attach(task.hub), task));

function keepBooks(hub: MarketHub, { queue: index, stallMs }: BooksTask): BooksReport {
  const queue = queuesOf(hub)[index];
  if (queue === undefined) throw new RangeError(`the hub has no queue ${index}`);
  const history = createHistory(hub.trades, hub.levels);
  const keeper = createBookKeeper(history);
  const batch = createBatch();
  for (;;) {
    const count = queue.popMany(batch);
    for (let k = 0; k < count; k++) {
      const delta = batch[k];
      if (delta) keeper.apply(delta);
    }
    if (count > 0) continue;
    // Looked at before the pop, so that nothing that came before the closing is missed.
    const closed = queue.closed;
    const delta = queue.pop(batch[0], stallMs);
    if (delta) keeper.apply(delta);
    else if (closed) return { ...keeper.report(), history: history.counts };
    else if (!queue.closed && hub.feedState.loadPaused() === 0) {
      throw new Error(`the feed has sent nothing for ${stallMs / 1000} s`);
    }
  }
}
