import type { BookDeltas } from "../../generated/book-deltas.gen.ts";
import type { MarketHub } from "../../generated/market-hub.gen.ts";

/** As many as the hub has queues. */
export const MAX_BOOK_THREADS = 8;

/** The queues of the hub, one for each book thread. */
export function queuesOf(hub: MarketHub): readonly BookDeltas[] {
  const { books0, books1, books2, books3, books4, books5, books6, books7 } = hub;
  return [books0, books1, books2, books3, books4, books5, books6, books7];
}
