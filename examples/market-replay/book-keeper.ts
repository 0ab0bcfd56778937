import { type Decimal, formatDecimal } from "./decimal.ts";
import {
  bestLevel,
  clearBook,
  createOrderBook,
  krakenChecksum,
  type OrderBook,
  setLevel,
  truncateBook,
} from "./order-book.ts";
import type { BookDelta } from "../../generated/book-deltas.gen.ts";

/** Comparisons with what the exchange says of its own book. */
export interface Agreement {
  agreed: number;
  disagreed: number;
  /** The first one that disagreed. */
  firstFault: string | undefined;
}

export interface BestPrices {
  readonly symbol: number;
  readonly bid: string | undefined;
  readonly ask: string | undefined;
  readonly levels: number;
}

/** What one book thread found. */
export interface BookReport {
  readonly received: number;
  /** Records that did not follow their predecessor. */
  readonly misplaced: number;
  readonly checksums: Readonly<Agreement>;
  readonly tickers: Readonly<Agreement>;
  /** Best prices of a ticker that belongs to no change of the book, and cannot be checked. */
  readonly tickersApart: number;
  readonly books: readonly BestPrices[];
}

/** What a book thread writes down for others to read. */
export interface History {
  trade(trade: BookDelta): void;
  /** A level has changed; `book` is as it is after that. */
  level(change: BookDelta, book: OrderBook): void;
}

/** Keeps the books of one thread. */
export interface BookKeeper {
  apply(delta: BookDelta): void;
  report(): BookReport;
}

interface KeptBook extends OrderBook {
  /** Of the last change; seconds since 1970. */
  time: number;
}

const NO_HISTORY: History = { trade() {}, level() {} };

export function createBookKeeper(history: History = NO_HISTORY): BookKeeper {
  const books = new Map<number, KeptBook>();
  const checksums = createAgreement();
  const tickers = createAgreement();
  let received = 0;
  let misplaced = 0;
  let tickersApart = 0;

  function bookOf(symbol: number): KeptBook {
    let book = books.get(symbol);
    if (!book) books.set(symbol, book = { ...createOrderBook(), time: 0 });
    return book;
  }

  function check(book: OrderBook, delta: BookDelta): void {
    truncateBook(book, delta.depth);
    const checksum = krakenChecksum(book);
    compare(
      checksums,
      checksum === delta.checksum,
      () =>
        `message ${delta.message}: the exchange sent checksum ${delta.checksum}, the book gives ` +
        checksum,
    );
  }

  /**
   * A ticker of a trade carries the time of the change that the trade made to the book, and follows
   * it. One without such a change (the first, which tells of a trade before the session) is older
   * than the book and cannot be compared.
   */
  function compareBest(book: KeptBook, delta: BookDelta): void {
    if (delta.time !== book.time) {
      tickersApart++;
      return;
    }
    const price = bestLevel(book, delta.side)?.price;
    const agrees = price?.whole === delta.priceWhole && price.fraction === delta.priceFraction;
    compare(
      tickers,
      agrees,
      () =>
        `message ${delta.message}: the exchange sent another best ${delta.side} than ` +
        textOf(price),
    );
  }

  return {
    apply(delta) {
      if (delta.ordinal !== received >>> 0) misplaced++;
      received++;
      const book = bookOf(delta.symbol);
      if (delta.kind === "level") {
        setLevel(book, delta);
        book.time = delta.time;
        history.level(delta, book);
      } else if (delta.kind === "trade") history.trade(delta);
      else if (delta.kind === "check") check(book, delta);
      else if (delta.kind === "best") compareBest(book, delta);
      else clearBook(book);
    },
    report: () => ({
      received,
      misplaced,
      checksums,
      tickers,
      tickersApart,
      books: [...books].map(([symbol, book]) => ({
        symbol,
        bid: textOf(bestLevel(book, "bid")?.price),
        ask: textOf(bestLevel(book, "ask")?.price),
        levels: book.bid.length + book.ask.length,
      })),
    }),
  };
}

export function createAgreement(): Agreement {
  return { agreed: 0, disagreed: 0, firstFault: undefined };
}

function compare(agreement: Agreement, agrees: boolean, fault: () => string): void {
  if (agrees) agreement.agreed++;
  else {
    agreement.disagreed++;
    agreement.firstFault ??= fault();
  }
}

function textOf(price: Decimal | undefined): string | undefined {
  return price && formatDecimal(price);
}
