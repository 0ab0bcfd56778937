import { crc32 } from "node:zlib";
import { type Decimal, decimalDigits } from "../decimal.ts";
import type { BookDelta } from "../../../generated/book-deltas.gen.ts";

/** Levels of each side that Kraken's checksum covers. */
const CHECKSUM_LEVELS = 10;

export interface Level {
  readonly price: Decimal;
  readonly sizeWhole: number;
  readonly sizeFraction: number;
  readonly sizeDecimals: number;
}

interface StoredLevel extends Level {
  sizeWhole: number;
  sizeFraction: number;
  sizeDecimals: number;
  /** Its part of the checksum; empty until asked for. */
  digits: string;
}

/** Each side is sorted, the best level last: that is where most changes are. */
export interface OrderBook {
  readonly bid: StoredLevel[];
  readonly ask: StoredLevel[];
}

export function createOrderBook(): OrderBook {
  return { bid: [], ask: [] };
}

/** Forgets every level. */
export function clearBook(book: OrderBook): void {
  book.bid.length = 0;
  book.ask.length = 0;
}

/** Sets the size at a price; size zero removes the level. */
export function setLevel(book: OrderBook, delta: BookDelta): void {
  const levels = book[delta.side];
  const index = findLevel(levels, delta);
  const level = levels[index];
  const exists = level !== undefined && level.price.whole === delta.priceWhole &&
    level.price.fraction === delta.priceFraction;
  if (delta.sizeWhole === 0 && delta.sizeFraction === 0) {
    if (exists) levels.splice(index, 1);
  } else if (exists) {
    level.sizeWhole = delta.sizeWhole;
    level.sizeFraction = delta.sizeFraction;
    level.sizeDecimals = delta.sizeDecimals;
    level.digits = "";
  } else {
    levels.splice(index, 0, {
      price: {
        whole: delta.priceWhole,
        fraction: delta.priceFraction,
        decimals: delta.priceDecimals,
      },
      sizeWhole: delta.sizeWhole,
      sizeFraction: delta.sizeFraction,
      sizeDecimals: delta.sizeDecimals,
      digits: "",
    });
  }
}

/** Drops the worst levels beyond `depth` a side, for which the exchange sends no removal. 0: none. */
export function truncateBook(book: OrderBook, depth: number): void {
  if (depth === 0) return;
  if (book.bid.length > depth) book.bid.splice(0, book.bid.length - depth);
  if (book.ask.length > depth) book.ask.splice(0, book.ask.length - depth);
}

/** The best level of a side. */
export function bestLevel(book: OrderBook, side: BookDelta["side"]): Level | undefined {
  return book[side].at(-1);
}

/**
 * Kraken's checksum of a book: CRC-32 over price and size of the ten best asks, then of the ten best
 * bids, each without point and leading zeros (docs.kraken.com, "Book checksum (WebSocket v1)").
 */
export function krakenChecksum(book: OrderBook): number {
  return crc32(bestDigits(book.ask) + bestDigits(book.bid));
}

function bestDigits(levels: StoredLevel[]): string {
  let digits = "";
  const end = Math.max(0, levels.length - CHECKSUM_LEVELS);
  for (let index = levels.length - 1; index >= end; index--) {
    const level = levels[index];
    if (level) digits += level.digits ||= levelDigits(level);
  }
  return digits;
}

function levelDigits({ price, sizeWhole, sizeFraction, sizeDecimals }: Level): string {
  return decimalDigits(price.whole, price.fraction, price.decimals) +
    decimalDigits(sizeWhole, sizeFraction, sizeDecimals);
}

/** Binary search: the index of the price, or where it would go. */
function findLevel(levels: StoredLevel[], delta: BookDelta): number {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const price = levels[middle]?.price;
    if (price && isWorse(price, delta)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether `price` belongs before that of `delta`: lower for a bid, higher for an ask. */
function isWorse({ whole, fraction }: Decimal, delta: BookDelta): boolean {
  const difference = whole - delta.priceWhole || fraction - delta.priceFraction;
  return delta.side === "bid" ? difference < 0 : difference > 0;
}
