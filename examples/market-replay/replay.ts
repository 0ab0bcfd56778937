import { createAgreement } from "./book-keeper.ts";
import type { BooksReport, BooksTask } from "./books.ts";
import type { BestSample } from "./chart.ts";
import type { FeedProgress, FeedReport, FeedTask } from "./feed.ts";
import type { HistoryReport } from "./history-reader.ts";
import type { ReplayOptions } from "./options.ts";
import type { ReporterTask } from "./reporter.ts";
import { startThread } from "./threads.ts";
import type { Command } from "../../generated/commands.gen.ts";
import { MarketHub } from "../../generated/market-hub.gen.ts";

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
  readonly trades: number;
  readonly records: number;
  /** Told to stop before the end. */
  readonly stopped: boolean;
  readonly history: HistorySummary;
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

/** What the reporting thread has read of what the book threads have appended. */
export interface HistorySummary {
  readonly appended: number;
  readonly read: number;
  readonly readWhileGrowing: number;
  readonly misplaced: number;
  /** Came when the history was full. */
  readonly notKept: number;
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
  readonly trades: number;
  /** Best prices over time. */
  readonly best: readonly BestSample[];
}

/** What can be done with a replay under way. */
export interface ReplayControl {
  /** Tells the feed; false where it does not listen any more. */
  send(command: Command["command"]): Promise<boolean>;
}

export interface ReplayEvents {
  readonly onProgress?: (progress: FeedProgress) => void;
  readonly onStart?: (control: ReplayControl) => void;
}

/**
 * Runs the feed thread, the book threads and the reporting thread to their end. Throws InputError for
 * bad input and Error when a thread fails or stands still; no thread is left then.
 */
export async function replay(
  options: ReplayOptions,
  { onProgress = () => {}, onStart = () => {} }: ReplayEvents = {},
): Promise<ReplaySummary> {
  const { books, ...source } = options;
  const hub = MarketHub.create();
  const silence = watchSilence();
  const feedTask: FeedTask = { hub: hub.handle, books, ...source, stallMs: STALL_MS };
  const feed = startThread<FeedProgress, FeedReport>(
    new URL("./feed.ts", import.meta.url),
    feedTask,
    (progress) => {
      silence.heard();
      onProgress(progress);
    },
  );
  const keepers = Array.from({ length: books }, (_, queue) => {
    const task: BooksTask = { hub: hub.handle, queue, stallMs: STALL_MS };
    return startThread<never, BooksReport>(new URL("./books.ts", import.meta.url), task, () => {});
  });
  const reporterTask: ReporterTask = { hub: hub.handle };
  const reporter = startThread<never, HistoryReport>(
    new URL("./reporter.ts", import.meta.url),
    reporterTask,
    () => {},
  );
  onStart({ send: (command) => hub.feedCommands.pushAsync({ command }, { timeoutMs: STALL_MS }) });
  const run = async (): Promise<ReplaySummary> => {
    const [feedReport, bookReports] = await Promise.all([
      feed.result,
      Promise.all(keepers.map(({ result }) => result)),
    ]);
    const endedMs = Date.now();
    await hub.reportCommands.pushAsync({ command: "stop" }, { timeoutMs: STALL_MS });
    const seconds = Math.max(endedMs - feedReport.startedMs, 1) / 1000;
    return summarize(feedReport, bookReports, await reporter.result, seconds);
  };
  try {
    // A reporting thread that fails ends the session as well.
    return await Promise.race([run(), silence.tooLong, failureOf(reporter.result)]);
  } finally {
    silence.stop();
    await Promise.all([feed, ...keepers, reporter].map((thread) => thread.stop()));
  }
}

/** Rejects when `result` does, and never resolves. */
function failureOf(result: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => void result.catch(reject));
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
  books: readonly BooksReport[],
  history: HistoryReport,
  seconds: number,
): ReplaySummary {
  const threads = books.map(({ received }, index) => ({ sent: feed.sent[index] ?? 0, received }));
  const lost = sum(threads.map(({ sent, received }) => Math.abs(sent - received)));
  const misplaced = sum(books.map((book) => book.misplaced));
  const checksums = total(books.map((book) => book.checksums));
  const tickers = total(books.map((book) => book.tickers));
  const appended = sum(books.map(({ history }) => history.trades + history.levels));
  const read = history.trades + history.levels;
  const byProduct = new Map(history.products.map((product) => [product.symbol, product]));
  const agreed = checksums.agreed === checksums.total && tickers.agreed === tickers.total;
  return {
    ok: lost === 0 && misplaced === 0 && agreed && read === appended && history.misplaced === 0,
    messages: feed.messages,
    bookMessages: feed.bookMessages,
    levels: feed.levels,
    trades: feed.trades,
    records: sum(feed.sent),
    stopped: feed.stopped,
    history: {
      appended,
      read,
      readWhileGrowing: history.readWhileGrowing,
      misplaced: history.misplaced,
      notKept: sum(books.map(({ history }) => history.notKept)),
    },
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
        trades: byProduct.get(symbol)?.trades ?? 0,
        best: byProduct.get(symbol)?.best ?? [],
      }))
    ).sort((a, b) => a.name < b.name ? -1 : 1),
  };
}

function total(agreements: readonly BooksReport["checksums"][]): Check {
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
