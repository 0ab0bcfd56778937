/** Reads the history of a session as it grows, and keeps what a report needs of it. */
import type { LevelChanges } from "../../../generated/level-changes.gen.ts";
import type { Trades } from "../../../generated/trades.gen.ts";
import type { BestSample } from "./chart.ts";

export interface HistoryReport {
  readonly trades: number;
  readonly levels: number;
  /** Of both, those that were read before the session had ended. */
  readonly readWhileGrowing: number;
  /** Entries of a product that came before the one in front of them. */
  readonly misplaced: number;
  readonly products: readonly ProductHistory[];
}

export interface ProductHistory {
  readonly symbol: number;
  readonly trades: number;
  readonly levels: number;
  /** Best prices over time, thinned out. */
  readonly best: readonly BestSample[];
}

export interface HistoryReader {
  /** Reads what has been appended since; `last`: nothing will be appended any more. */
  readOn(last: boolean): void;
  report(): HistoryReport;
}

/** More than a chart has columns. */
const MAX_SAMPLES = 2048;

interface Product {
  trades: number;
  levels: number;
  /** Message of the last entry of each kind. */
  lastTrade: number;
  lastLevel: number;
  /** Every `every`th change is a sample. */
  best: BestSample[];
  every: number;
}

export function createHistoryReader(trades: Trades, levels: LevelChanges): HistoryReader {
  const products = new Map<number, Product>();
  const trade = { time: 0, price: 0, size: 0, message: 0, symbol: 0, side: "bid" as const };
  const level = { ...trade, bid: 0, ask: 0 };
  let tradesRead = 0;
  let levelsRead = 0;
  let readWhileGrowing = 0;
  let misplaced = 0;

  function productOf(symbol: number): Product {
    let product = products.get(symbol);
    if (product === undefined) {
      product = { trades: 0, levels: 0, lastTrade: 0, lastLevel: 0, best: [], every: 1 };
      products.set(symbol, product);
    }
    return product;
  }

  function sample(product: Product): void {
    const { time, bid, ask } = level;
    if (product.levels % product.every !== 0 || time === 0 || bid === 0 || ask === 0) return;
    product.best.push({ seconds: time, bid, ask });
    if (product.best.length < MAX_SAMPLES) return;
    product.best = product.best.filter((_, k) => k % 2 === 0);
    product.every *= 2;
  }

  return {
    readOn(last) {
      const before = tradesRead + levelsRead;
      for (const end = trades.size; tradesRead < end; tradesRead++) {
        trades.get(tradesRead, trade);
        const product = productOf(trade.symbol);
        if (trade.message < product.lastTrade) misplaced++;
        product.lastTrade = trade.message;
        product.trades++;
      }
      for (const end = levels.size; levelsRead < end; levelsRead++) {
        levels.get(levelsRead, level);
        const product = productOf(level.symbol);
        if (level.message < product.lastLevel) misplaced++;
        product.lastLevel = level.message;
        product.levels++;
        sample(product);
      }
      if (!last) readWhileGrowing += tradesRead + levelsRead - before;
    },
    report: () => ({
      trades: tradesRead,
      levels: levelsRead,
      readWhileGrowing,
      misplaced,
      products: [...products].map(([symbol, { trades, levels, best }]) => ({
        symbol,
        trades,
        levels,
        best,
      })),
    }),
  };
}
