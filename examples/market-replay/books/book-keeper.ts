import { type Decimal, formatDecimal } from "../decimal.ts";
import {
  bestLevel,
  clearBook,
  createOrderBook,
  krakenChecksum,
  type OrderBook,
  setLevel,
  truncateBook,
} from "./order-book.ts";
import { MAX_PRODUCTS } from "../feed/outbox.ts";
import type { BookDelta } from "../../../generated/book-deltas.gen.ts";

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
  /** Records by the number of their feed. */
  readonly received: readonly number[];
  /** Records that came once more, from a feed that was begun anew, and were left out. */
  readonly doubles: number;
  /** Records that did not follow their predecessor. */
  readonly misplaced: number;
  /** By the number of the feed. */
  readonly checksums: readonly Readonly<Agreement>[];
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
  /** The last record that was applied. */
  message: number;
  ordinal: number;
  /** Of the last change; seconds since 1970. */
  time: number;
}

const NO_HISTORY: History = { trade() {}, level() {} };

export function createBookKeeper(history: History = NO_HISTORY): BookKeeper {
  const books = new Map<number, KeptBook>();
  const checksums: Agreement[] = [];
  const tickers = createAgreement();
  const received: number[] = [];
  let doubles = 0;
  let misplaced = 0;
  let tickersApart = 0;

  function bookOf(symbol: number): KeptBook {
    let book = books.get(symbol);
    if (book === undefined) {
      book = { ...createOrderBook(), message: 0, ordinal: 0, time: 0 };
      books.set(symbol, book);
    }
    return book;
  }

  function check(book: OrderBook, delta: BookDelta): void {
    truncateBook(book, delta.depth);
    const checksum = krakenChecksum(book);
    compare(
      checksums[feedOf(delta)] ??= createAgreement(),
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

  /** Whether the record is new. */
  function follows(book: KeptBook, { message, ordinal }: BookDelta): boolean {
    const isSame = message === book.message;
    if (message < book.message || (isSame && ordinal <= book.ordinal)) {
      doubles++;
      return false;
    }
    if (ordinal !== (isSame ? book.ordinal + 1 : 0)) misplaced++;
    book.message = message;
    book.ordinal = ordinal;
    return true;
  }

  return {
    apply(delta) {
      const book = bookOf(delta.symbol);
      if (!follows(book, delta)) return;
      const feed = feedOf(delta);
      received[feed] = (received[feed] ?? 0) + 1;
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
      received: Array.from(received, (count) => count ?? 0),
      doubles,
      misplaced,
      checksums: Array.from(checksums, (agreement) => agreement ?? createAgreement()),
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

const feedOf = ({ symbol }: BookDelta): number => Math.floor(symbol / MAX_PRODUCTS);

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
