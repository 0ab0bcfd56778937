import { crc32 } from "node:zlib";

/** Levels a side that a subscriber is kept informed of. */
export const DEPTH = 100;

/** Prices are ticks from 0; the walk starts in the middle. */
const TICKS = 1 << 14;
const CHECKSUM_LEVELS = 10;
/** New orders come within this many ticks of the other side, most of them close to it. */
const REACH_TICKS = 300;
const MAX_SIZE_UNITS = 5e12;

/** How an exchange writes a product's numbers. */
export interface Listing {
  readonly pair: string;
  /** Price of tick 0, and of one tick, in units of the last decimal. */
  readonly firstPriceUnits: number;
  readonly tickUnits: number;
  readonly priceDecimals: number;
}

/** One side of the exchange's own book: sizes by tick, kept apart from the replay's sorted lists. */
interface MarketSide {
  /** In units of the last decimal; 0 where nobody offers. */
  readonly sizes: Float64Array;
  /** Step from the best price to worse ones. */
  readonly step: 1 | -1;
  best: number;
}

export interface Market {
  readonly listing: Listing;
  readonly bid: MarketSide;
  readonly ask: MarketSide;
}

export interface MarketChange {
  readonly side: "bid" | "ask";
  readonly tick: number;
  /** 0: nobody offers at the price any more. */
  readonly sizeUnits: number;
  /** The level was there before and came into the subscriber's view. */
  readonly again: boolean;
}

export function openMarket(listing: Listing, random: () => number): Market {
  const middle = TICKS / 2;
  const bid: MarketSide = { sizes: new Float64Array(TICKS), step: -1, best: middle - 1 };
  const ask: MarketSide = { sizes: new Float64Array(TICKS), step: 1, best: middle + 1 };
  for (const side of [bid, ask]) {
    side.sizes[side.best] = randomSize(random);
    for (let index = 0; index < 2 * DEPTH; index++) {
      const tick = side.best + side.step * Math.floor(random() * REACH_TICKS);
      side.sizes[tick] = randomSize(random);
    }
  }
  return { listing, bid, ask };
}

/** The ticks with an offer, best first, at most `limit`. */
export function bestTicks({ sizes, step, best }: MarketSide, limit: number): number[] {
  const ticks: number[] = [];
  for (let tick = best; tick >= 0 && tick < TICKS && ticks.length < limit; tick += step) {
    if (sizes[tick]) ticks.push(tick);
  }
  return ticks;
}

/** Moves the market until something changes in the subscriber's view, and says what. */
export function moveMarket(market: Market, random: () => number): readonly MarketChange[] {
  for (;;) {
    // The further the price is from the middle, the more the walk tends back.
    const drift = (market.bid.best - TICKS / 2) / TICKS;
    const takes = random() < 0.5;
    const side = (random() < 0.5 + drift) === takes ? "bid" : "ask";
    const changes = takes ? takeLevel(market, side, random) : placeLevel(market, side, random);
    if (changes.length > 0) return changes;
  }
}

/** Takes an offer away; the next one behind the view comes into it. Never leaves the view thin. */
function takeLevel(
  market: Market,
  name: "bid" | "ask",
  random: () => number,
): readonly MarketChange[] {
  const side = market[name];
  const view = bestTicks(side, DEPTH + 1);
  const tick = view[Math.floor(random() ** 2 * DEPTH)];
  const next = view[DEPTH];
  if (tick === undefined || next === undefined) return [];
  side.sizes[tick] = 0;
  if (tick === side.best) side.best = view[1] ?? next;
  return [
    { side: name, tick, sizeUnits: 0, again: false },
    { side: name, tick: next, sizeUnits: side.sizes[next] ?? 0, again: true },
  ];
}

function placeLevel(
  market: Market,
  name: "bid" | "ask",
  random: () => number,
): readonly MarketChange[] {
  const side = market[name];
  const other = market[name === "bid" ? "ask" : "bid"];
  const tick = other.best + side.step * (1 + Math.floor(random() ** 3 * REACH_TICKS));
  if (tick < 0 || tick >= TICKS) return [];
  const sizeUnits = randomSize(random);
  side.sizes[tick] = sizeUnits;
  if ((side.best - tick) * side.step > 0) side.best = tick;
  return isInView(side, tick) ? [{ side: name, tick, sizeUnits, again: false }] : [];
}

function isInView({ sizes, step, best }: MarketSide, tick: number): boolean {
  let better = 0;
  for (let at = best; at !== tick && better < DEPTH; at += step) if (sizes[at]) better++;
  return better < DEPTH;
}

function randomSize(random: () => number): number {
  return 1 + Math.floor(random() ** 4 * MAX_SIZE_UNITS);
}

export function priceUnits({ firstPriceUnits, tickUnits }: Listing, tick: number): number {
  return firstPriceUnits + tick * tickUnits;
}

/** Kraken's checksum, straight from the integers: their digits have no point and no leading zero. */
export function marketChecksum({ listing, bid, ask }: Market): number {
  let digits = "";
  for (const side of [ask, bid]) {
    for (const tick of bestTicks(side, CHECKSUM_LEVELS)) {
      digits += `${priceUnits(listing, tick)}${side.sizes[tick]}`;
    }
  }
  return crc32(digits);
}
