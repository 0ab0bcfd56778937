/** What a session comes to: what the exchange has sent against what arrived in the books. */
import { type Agreement, type BookReport, createAgreement } from "../books/book-keeper.ts";
import type { BooksReport } from "../books/book-thread.ts";
import type { ExchangeReport } from "../exchange/exchange-thread.ts";
import type { FeedReport } from "../feed/feed-thread.ts";
import { MAX_PRODUCTS } from "../feed/outbox.ts";
import type { IncidentsReport } from "../incidents.ts";
import type { BestSample } from "./chart.ts";
import type { HistoryReport } from "./history-reader.ts";

export interface ReplaySummary {
  /** No record lost, invented or misplaced, and every checksum and best price agreed. */
  readonly ok: boolean;
  /** Told to stop before the end. */
  readonly stopped: boolean;
  readonly seconds: number;
  readonly feeds: readonly FeedSummary[];
  readonly messages: number;
  readonly bookMessages: number;
  readonly levels: number;
  readonly trades: number;
  readonly records: number;
  /** `total` is what the exchange has sent. */
  readonly checksums: Check;
  readonly tickers: Check;
  /** Best prices that belong to no change of a book. */
  readonly tickersApart: number;
  /** Records that were sent and are in no book, or in a book without having been sent. */
  readonly lost: number;
  /** Records that came more than once, and were left out. */
  readonly doubles: number;
  readonly misplaced: number;
  /** How often an inbox was full, and its socket was paused. */
  readonly pauses: number;
  readonly history: HistorySummary;
  readonly incidents: IncidentsReport;
  readonly bookThreads: number;
  readonly products: readonly ProductSummary[];
}

export interface FeedSummary {
  readonly name: string;
  readonly messages: number;
  readonly records: number;
  readonly received: number;
  readonly checksums: Check;
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
  readonly feed: number;
  readonly thread: number;
  readonly bid: string | undefined;
  readonly ask: string | undefined;
  readonly levels: number;
  readonly trades: number;
  /** Best prices over time. */
  readonly best: readonly BestSample[];
}

export interface Totals {
  readonly exchange: ExchangeReport;
  readonly feeds: readonly FeedReport[];
  readonly books: readonly BooksReport[];
  readonly histories: readonly HistoryReport[];
  /** Milliseconds since 1970. */
  readonly endedMs: number;
  readonly isStopped: boolean;
  readonly incidents: IncidentsReport;
}

export function summarize(totals: Totals): ReplaySummary {
  const { exchange, books, histories, endedMs, isStopped, incidents } = totals;
  const tallies = exchange.feeds;
  const feeds = tallies.map(({ name, messages, records, checksums }, feed): FeedSummary => ({
    name,
    messages,
    records,
    received: sum(books.map(({ received }) => received[feed] ?? 0)),
    checksums: checkOf(books.map((book) => book.checksums[feed]), checksums),
  }));
  const tickersApart = sum(books.map((book) => book.tickersApart));
  const tickers = checkOf(
    books.map((book) => book.tickers),
    sum(tallies.map(({ bestPrices }) => bestPrices)) - tickersApart,
  );
  const checksums = checkOf(
    books.flatMap((book) => book.checksums),
    sum(tallies.map((tally) => tally.checksums)),
  );
  const lost = sum(feeds.map(({ records, received }) => Math.abs(records - received)));
  const misplaced = sum(books.map((book) => book.misplaced));
  const history = historyOf(books, histories);
  const isRight = [checksums, tickers].every(({ agreed, total, firstFault }) =>
    agreed === total && firstFault === undefined
  );
  return {
    ok: lost === 0 && misplaced === 0 && isRight && history.read === history.appended &&
      history.misplaced === 0,
    stopped: isStopped,
    seconds: Math.max(endedMs - exchange.startedMs, 1) / 1000,
    feeds,
    messages: sum(tallies.map(({ messages }) => messages)),
    bookMessages: sum(tallies.map(({ bookMessages }) => bookMessages)),
    levels: sum(tallies.map(({ levels }) => levels)),
    trades: sum(tallies.map(({ trades }) => trades)),
    records: sum(tallies.map(({ records }) => records)),
    checksums,
    tickers,
    tickersApart,
    lost,
    doubles: sum(books.map(({ doubles }) => doubles)),
    misplaced,
    pauses: sum(totals.feeds.map(({ pauses }) => pauses)),
    history,
    incidents,
    bookThreads: books.length,
    products: productsOf(totals),
  };
}

function historyOf(
  books: readonly BooksReport[],
  histories: readonly HistoryReport[],
): HistorySummary {
  return {
    appended: sum(books.map(({ history }) => history.trades + history.levels)),
    read: sum(histories.map(({ trades, levels }) => trades + levels)),
    readWhileGrowing: sum(histories.map(({ readWhileGrowing }) => readWhileGrowing)),
    misplaced: sum(histories.map(({ misplaced }) => misplaced)),
    notKept: sum(books.map(({ history }) => history.notKept)),
  };
}

function productsOf({ exchange, books, histories }: Totals): readonly ProductSummary[] {
  const written = new Map(
    histories.flatMap(({ products }) => products.map((product) => [product.symbol, product])),
  );
  return books.flatMap((report: BookReport, thread) =>
    report.books.map(({ symbol, ...best }): ProductSummary => {
      const feed = Math.floor(symbol / MAX_PRODUCTS);
      return {
        name: exchange.feeds[feed]?.products[symbol % MAX_PRODUCTS] ?? String(symbol),
        feed,
        thread,
        ...best,
        trades: written.get(symbol)?.trades ?? 0,
        best: written.get(symbol)?.best ?? [],
      };
    })
  ).sort((a, b) => a.feed - b.feed || (a.name < b.name ? -1 : 1));
}

/** `total` is what there should have been. */
function checkOf(agreements: readonly (Readonly<Agreement> | undefined)[], total: number): Check {
  const sumUp = createAgreement();
  for (const one of agreements) {
    sumUp.agreed += one?.agreed ?? 0;
    sumUp.firstFault ??= one?.firstFault;
  }
  return { agreed: sumUp.agreed, total, firstFault: sumUp.firstFault };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
