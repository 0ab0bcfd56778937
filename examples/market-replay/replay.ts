import { type BookReport, createAgreement } from "./book-keeper.ts";
import type { BooksTask } from "./books.ts";
import type { FeedProgress, FeedReport, FeedTask } from "./feed.ts";
import type { ReplayOptions } from "./options.ts";
import { startThread } from "./threads.ts";
import { BookDeltas } from "../../generated/book-deltas.gen.ts";

/** How long a queue may stand still. */
const STALL_MS = 20_000;
/** How long all threads together may be silent: more than one that reports its own queue. */
const SILENCE_MS = STALL_MS + 10_000;

export interface ReplaySummary {
  /** No record lost or misplaced, and every checksum and ticker agreed. */
  readonly ok: boolean;
  readonly messages: number;
  readonly bookMessages: number;
  readonly levels: number;
  readonly records: number;
  readonly seconds: number;
  readonly checksums: Check;
  readonly tickers: Check;
  /** Best prices of tickers that belong to no change of a book. */
  readonly tickersApart: number;
  readonly lost: number;
  readonly misplaced: number;
  readonly threads: readonly { readonly sent: number; readonly received: number }[];
  readonly products: readonly ProductSummary[];
}

export interface Check {
  readonly agreed: number;
  readonly total: number;
  readonly firstFault: string | undefined;
}

export interface ProductSummary {
  readonly name: string;
  readonly thread: number;
  readonly bid: string | undefined;
  readonly ask: string | undefined;
  readonly levels: number;
}

/**
 * Runs the feed thread and the book threads to their end. Throws InputError for bad input and Error
 * when a thread fails or stands still; no thread is left then.
 */
export async function replay(
  options: ReplayOptions,
  onProgress: (progress: FeedProgress) => void = () => {},
): Promise<ReplaySummary> {
  const { books, capture, seed, messages, seconds } = options;
  const handles = Array.from({ length: books }, () => BookDeltas.create().handle);
  const silence = watchSilence();
  const feedTask: FeedTask = { handles, capture, seed, messages, seconds, stallMs: STALL_MS };
  const feed = startThread<FeedProgress, FeedReport>(
    new URL("./feed.ts", import.meta.url),
    feedTask,
    (progress) => {
      silence.heard();
      onProgress(progress);
    },
  );
  const keepers = handles.map((handle) => {
    const task: BooksTask = { handle, stallMs: STALL_MS };
    return startThread<never, BookReport>(new URL("./books.ts", import.meta.url), task, () => {});
  });
  try {
    const all = Promise.all([feed.result, Promise.all(keepers.map(({ result }) => result))]);
    const [feedReport, bookReports] = await Promise.race([all, silence.tooLong]);
    return summarize(
      feedReport,
      bookReports,
      Math.max(Date.now() - feedReport.startedMs, 1) / 1000,
    );
  } finally {
    silence.stop();
    await Promise.all([feed, ...keepers].map((thread) => thread.stop()));
  }
}

/** Rejects `tooLong` when nothing was heard for SILENCE_MS. */
function watchSilence() {
  let heardMs = performance.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (performance.now() - heardMs < SILENCE_MS) return;
      reject(new Error(`no thread has reported anything for ${SILENCE_MS / 1000} s`));
    }, 1000);
  });
  return {
    tooLong,
    heard: () => void (heardMs = performance.now()),
    stop: () => clearInterval(timer),
  };
}

function summarize(
  feed: FeedReport,
  books: readonly BookReport[],
  seconds: number,
): ReplaySummary {
  const threads = books.map(({ received }, index) => ({ sent: feed.sent[index] ?? 0, received }));
  const lost = sum(threads.map(({ sent, received }) => Math.abs(sent - received)));
  const misplaced = sum(books.map((book) => book.misplaced));
  const checksums = total(books.map((book) => book.checksums));
  const tickers = total(books.map((book) => book.tickers));
  const agreed = checksums.agreed === checksums.total && tickers.agreed === tickers.total;
  return {
    ok: lost === 0 && misplaced === 0 && agreed,
    messages: feed.messages,
    bookMessages: feed.bookMessages,
    levels: feed.levels,
    records: sum(feed.sent),
    seconds,
    checksums,
    tickers,
    tickersApart: sum(books.map((book) => book.tickersApart)),
    lost,
    misplaced,
    threads,
    products: books.flatMap((report, thread) =>
      report.books.map(({ symbol, ...best }) => ({
        name: feed.products[symbol] ?? String(symbol),
        thread,
        ...best,
      }))
    ).sort((a, b) => a.name < b.name ? -1 : 1),
  };
}

function total(agreements: readonly BookReport["checksums"][]): Check {
  const sumUp = createAgreement();
  for (const { agreed, disagreed, firstFault } of agreements) {
    sumUp.agreed += agreed;
    sumUp.disagreed += disagreed;
    sumUp.firstFault ??= firstFault;
  }
  const { agreed, disagreed, firstFault } = sumUp;
  return { agreed, total: agreed + disagreed, firstFault };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
