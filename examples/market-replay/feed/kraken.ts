import { parseDecimal } from "../decimal.ts";
import { InputError } from "../errors.ts";
import { asList, asString, isObject } from "../json.ts";
import type { Product, Side, Sink } from "./sink.ts";

const BOOK_CHANNEL = /^book-(\d{1,4})$/;

/**
 * Decodes a data message of Kraken's WebSocket v1: `[channel id, part, part?, channel name, pair]`.
 * A part of a book holds a snapshot (`as`, `bs`) or changes (`a`, `b`); the last one of an update also the
 * checksum `c`. Gives whether it was a book message. Throws InputError for a malformed one.
 */
export function decodeKraken(message: readonly unknown[], sink: Sink): boolean {
  if (message.length < 4) {
    throw new InputError("expected a message [channel id, part, …, channel name, pair]");
  }
  const name = asString(message.at(-2));
  const pair = asString(message.at(-1));
  if (name === "trade") addTrades(sink, sink.product(pair), message[1]);
  const channel = BOOK_CHANNEL.exec(name);
  if (!channel) return false;
  const product = sink.product(pair, Number(channel[1]));
  const parts = message.slice(1, -2).map((part) => {
    if (!isObject(part)) throw new InputError("expected an object with as, bs, a, b or c");
    return part;
  });
  if (parts.some((part) => "as" in part || "bs" in part)) sink.reset(product);
  let checksum: number | undefined;
  for (const part of parts) {
    for (const [key, value] of Object.entries(part)) {
      if (key === "as" || key === "a") addLevels(sink, product, "ask", value);
      else if (key === "bs" || key === "b") addLevels(sink, product, "bid", value);
      else if (key === "c") checksum = parseChecksum(value);
    }
  }
  if (checksum !== undefined) sink.check(product, checksum);
  return true;
}

/** A level is `[price, size, time]`, with a fourth element `r` where the exchange sends it again. */
function addLevels(sink: Sink, product: Product, side: Side, levels: unknown): void {
  for (const level of asList(levels)) {
    const [price, size, time] = asList(level);
    sink.level(product, side, parseDecimal(price), parseDecimal(size), parseTime(time));
  }
}

/** A trade is `[price, size, time, side of the taker, …]`. */
function addTrades(sink: Sink, product: Product, trades: unknown): void {
  for (const trade of asList(trades)) {
    const [price, size, time, taker] = asList(trade);
    const side = parseTaker(taker) === "b" ? "ask" : "bid";
    sink.trade(product, side, parseDecimal(price), parseDecimal(size), parseTime(time));
  }
}

function parseTaker(text: unknown): "b" | "s" {
  const taker = asString(text);
  if (taker === "b" || taker === "s") return taker;
  throw new InputError(`expected the taker's side "b" or "s", got ${JSON.stringify(text)}`);
}

function parseTime(text: unknown): number {
  const seconds = Number(asString(text) || NaN);
  if (!Number.isFinite(seconds)) {
    throw new InputError(`expected a time in seconds, got ${JSON.stringify(text)}`);
  }
  return seconds;
}

function parseChecksum(text: unknown): number {
  const checksum = asString(text);
  if (!/^\d+$/.test(checksum) || Number(checksum) >= 2 ** 32) {
    throw new InputError(`expected a checksum of 32 bits, got ${JSON.stringify(text)}`);
  }
  return Number(checksum);
}
