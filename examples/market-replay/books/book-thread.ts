/** A book thread: one loom with a fiber for each feed thread; keeps the order books and checks them. */
import { parentPort, workerData } from "node:worker_threads";
import { BookDeltas } from "../../../generated/book-deltas.gen.ts";
import { BookHistory } from "../../../generated/book-history.gen.ts";
import { Books, type FiberFailure } from "../../../generated/books.gen.ts";
import { runThread } from "../threads.ts";
import { type BookReport, createBookKeeper } from "./book-keeper.ts";
import { createHistory, type HistoryCounts } from "./history.ts";
import { addLink, takeFromAll, useApply } from "./links.ts";

export interface BooksTask {
  /** Made, with its batons, by who started the thread. */
  readonly loom: Books["handle"];
  readonly history: BookHistory["handle"];
}

export type BooksOrder =
  /** A feed thread begins, or another one in its place. */
  | {
    readonly order: "link";
    readonly feedThread: number;
    readonly queue: BookDeltas["handle"];
    /** The baton that the feed thread posts behind each push. */
    readonly work: number;
  }
  /** All that will come is in the queues. */
  | { readonly order: "finish" };

export interface BooksReport extends BookReport {
  readonly history: HistoryCounts;
}

/** How long records may lie that nobody has told of; only the death of a feed thread makes them wait. */
const ROUND_EVERY_MS = 100;

const task: BooksTask = workerData;

runThread(bookThread);

async function bookThread(): Promise<BooksReport> {
  const loom = Books.attach(task.loom);
  const { trades, levels } = BookHistory.attach(task.history);
  const history = createHistory(trades, levels);
  const keeper = createBookKeeper(history);
  useApply(keeper.apply);
  parentPort?.on("message", (order: BooksOrder) => {
    if (order.order === "finish") {
      while (takeFromAll());
      loom.stop();
    } else {
      const link = addLink(order.feedThread, BookDeltas.attach(order.queue));
      loom.spawnShelf(link, order.work);
    }
  });
  const failed = Promise.withResolvers<never>();
  const onError = ({ name, line, error }: FiberFailure) =>
    failed.reject(
      new Error(`the fiber ${name} has failed (feeds.layout.ts:${line})`, { cause: error }),
    );
  loom.spawnRounds(ROUND_EVERY_MS);
  await Promise.race([loom.run({ onError }), failed.promise]);
  return { ...keeper.report(), history: history.counts };
}
