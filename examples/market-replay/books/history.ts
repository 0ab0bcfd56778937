/** A book thread's side of the session's history: it appends what a reporting thread reads. */
import {
  CapacityError as LevelsFull,
  type LevelChanges,
} from "../../../generated/level-changes.gen.ts";
import { CapacityError as TradesFull, type Trades } from "../../../generated/trades.gen.ts";
import type { History } from "./book-keeper.ts";
import { type Decimal, decimalNumber } from "../decimal.ts";
import { bestLevel } from "./order-book.ts";

export interface HistoryCounts {
  readonly trades: number;
  readonly levels: number;
  /** What came when the history was full. */
  readonly notKept: number;
}

export interface HistoryWriter extends History {
  readonly counts: HistoryCounts;
}

export function createHistory(trades: Trades, levels: LevelChanges): HistoryWriter {
  const counts = { trades: 0, levels: 0, notKept: 0 };
  // Filled again and again: appending copies them.
  const trade: Parameters<Trades["pushBack"]>[0] = {
    time: 0,
    price: 0,
    size: 0,
    message: 0,
    symbol: 0,
    side: "bid",
  };
  const level: Parameters<LevelChanges["pushBack"]>[0] = { ...trade, bid: 0, ask: 0 };

  return {
    counts,
    trade(delta) {
      trade.time = delta.time;
      trade.price = decimalNumber(delta.priceWhole, delta.priceFraction);
      trade.size = decimalNumber(delta.sizeWhole, delta.sizeFraction);
      trade.message = delta.message;
      trade.symbol = delta.symbol;
      trade.side = delta.side;
      try {
        trades.pushBack(trade);
        counts.trades++;
      } catch (error) {
        if (!(error instanceof TradesFull)) throw error;
        counts.notKept++;
      }
    },
    level(delta, book) {
      level.time = delta.time;
      level.price = decimalNumber(delta.priceWhole, delta.priceFraction);
      level.size = decimalNumber(delta.sizeWhole, delta.sizeFraction);
      level.bid = numberOf(bestLevel(book, "bid")?.price);
      level.ask = numberOf(bestLevel(book, "ask")?.price);
      level.message = delta.message;
      level.symbol = delta.symbol;
      level.side = delta.side;
      try {
        levels.pushBack(level);
        counts.levels++;
      } catch (error) {
        if (!(error instanceof LevelsFull)) throw error;
        counts.notKept++;
      }
    },
  };
}

function numberOf(price: Decimal | undefined): number {
  return price === undefined ? 0 : decimalNumber(price.whole, price.fraction);
}
