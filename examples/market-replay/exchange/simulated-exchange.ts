import { createRandom } from "./random.ts";
import type { ExchangeMessage } from "./recording.ts";
import {
  bestTicks,
  DEPTH,
  type Listing,
  type Market,
  type MarketChange,
  marketChecksum,
  moveMarket,
  openMarket,
  priceUnits,
} from "./simulated-market.ts";

const LISTINGS: readonly Listing[] = [
  { pair: "XBT/USD", priceDecimals: 5, firstPriceUnits: 5_600_000_000, tickUnits: 10_000 },
  { pair: "ETH/EUR", priceDecimals: 5, firstPriceUnits: 180_000_000, tickUnits: 1_000 },
  { pair: "XMR/USD", priceDecimals: 8, firstPriceUnits: 35_000_000_000, tickUnits: 1_000_000 },
  { pair: "SC/EUR", priceDecimals: 6, firstPriceUnits: 4_300, tickUnits: 10 },
  { pair: "ADA/XBT", priceDecimals: 9, firstPriceUnits: 2_290, tickUnits: 10 },
  { pair: "KSM/XBT", priceDecimals: 8, firstPriceUnits: 756_000, tickUnits: 100 },
];
const SIZE_DECIMALS = 8;
/** 2021-04-17 16:48:52 UTC. */
const START_SECONDS = 1_618_678_132;
const HEARTBEAT_EVERY_MESSAGES = 500;

/**
 * Speaks Kraken's WebSocket v1 without end: status messages, a snapshot of each product, then
 * updates with the checksum of the exchange's own book. The same seed gives the same text.
 */
export function* simulateExchange(seed: number): Generator<ExchangeMessage> {
  let line = 0;
  for (const text of speak(createRandom(seed))) yield { text, line: ++line };
}

function* speak(random: () => number): Generator<string> {
  const markets = LISTINGS.map((listing) => openMarket(listing, random));
  yield '{"connectionID":1,"event":"systemStatus","status":"online","version":"1.8.3"}';
  for (const { listing } of markets) {
    yield `{"channelName":"book-${DEPTH}","event":"subscriptionStatus","pair":"${listing.pair}",` +
      `"status":"subscribed","subscription":{"depth":${DEPTH},"name":"book"}}`;
  }
  let seconds = START_SECONDS;
  for (const market of markets) yield snapshot(market, seconds);
  for (let count = 1;; count++) {
    seconds += random() * 0.002;
    if (count % HEARTBEAT_EVERY_MESSAGES === 0) yield '{"event":"heartbeat"}';
    const market = markets[Math.floor(random() * markets.length)];
    if (market) yield* move(market, seconds, random);
  }
}

function snapshot(market: Market, seconds: number): string {
  const [asks, bids] = (["ask", "bid"] as const).map((side) =>
    bestTicks(market[side], DEPTH).map((tick) => {
      const sizeUnits = market[side].sizes[tick] ?? 0;
      return level(market.listing, { side, tick, sizeUnits, again: false }, seconds);
    })
  );
  return envelope(market, `{"as":[${asks}],"bs":[${bids}]}`);
}

/** Mostly one change, now and then several; a best level that goes was traded away. */
function* move(market: Market, seconds: number, random: () => number): Generator<string> {
  const best = { bid: market.bid.best, ask: market.ask.best };
  const sizes = { bid: market.bid.sizes[best.bid] ?? 0, ask: market.ask.sizes[best.ask] ?? 0 };
  const changes = [...moveMarket(market, random)];
  while (random() < 0.1) changes.push(...moveMarket(market, random));
  for (const { side, tick, sizeUnits } of changes) {
    if (sizeUnits > 0 || tick !== best[side]) continue;
    yield trade(market, { side, tick, sizeUnits: sizes[side], again: false }, seconds);
    break;
  }
  yield update(market, changes, seconds);
}

/** The taker's side is the other one: who takes a bid sells. */
function trade({ listing }: Market, { side, tick, sizeUnits }: MarketChange, seconds: number) {
  const price = decimal(priceUnits(listing, tick), listing.priceDecimals);
  const size = decimal(sizeUnits, SIZE_DECIMALS);
  const taker = side === "bid" ? "s" : "b";
  return `[${LISTINGS.indexOf(listing)},[["${price}","${size}","${seconds.toFixed(6)}",` +
    `"${taker}","m",""]],"trade","${listing.pair}"]`;
}

/** Asks and bids go into objects of their own. */
function update(market: Market, changes: readonly MarketChange[], seconds: number): string {
  const levels = { ask: [] as string[], bid: [] as string[] };
  for (const change of changes) {
    levels[change.side].push(level(market.listing, change, seconds));
  }
  const checksum = `"c":"${marketChecksum(market)}"`;
  if (levels.bid.length === 0) return envelope(market, `{"a":[${levels.ask}],${checksum}}`);
  const bids = `{"b":[${levels.bid}],${checksum}}`;
  return envelope(market, levels.ask.length === 0 ? bids : `{"a":[${levels.ask}]},${bids}`);
}

function envelope({ listing }: Market, parts: string): string {
  return `[${LISTINGS.indexOf(listing)},${parts},"book-${DEPTH}","${listing.pair}"]`;
}

function level(listing: Listing, { tick, sizeUnits, again }: MarketChange, seconds: number) {
  const price = decimal(priceUnits(listing, tick), listing.priceDecimals);
  const size = decimal(sizeUnits, SIZE_DECIMALS);
  return `["${price}","${size}","${seconds.toFixed(6)}"${again ? ',"r"' : ""}]`;
}

function decimal(units: number, decimals: number): string {
  const digits = String(units).padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
