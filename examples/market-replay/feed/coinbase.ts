import { parseDecimal } from "../decimal.ts";
import { InputError } from "../errors.ts";
import { asList, asString } from "../json.ts";
import type { Side, Sink } from "./sink.ts";

type Message = Readonly<Record<string, unknown>>;

/** A book without a limit of its depth. */
const WHOLE_BOOK = 0;

/**
 * Decodes `snapshot` and `l2update` of the `level2` channel, the best prices of `ticker` and the
 * trades of `matches`. Gives whether the message concerned a book. Throws InputError for a malformed
 * one.
 */
export function decodeCoinbase(message: Message, sink: Sink): boolean {
  if (message.type === "snapshot") decodeSnapshot(message, sink);
  else if (message.type === "l2update") decodeUpdate(message, sink);
  else if (message.type === "ticker") decodeTicker(message, sink);
  else {
    if (message.type === "match" || message.type === "last_match") decodeMatch(message, sink);
    return false;
  }
  return true;
}

function decodeSnapshot(message: Message, sink: Sink): void {
  const product = sink.product(asString(message.product_id), WHOLE_BOOK);
  sink.reset(product);
  for (const [side, levels] of [["bid", message.bids], ["ask", message.asks]] as const) {
    for (const level of asList(levels)) {
      const [price, size] = asList(level);
      sink.level(product, side, parseDecimal(price), parseDecimal(size), 0);
    }
  }
}

function decodeUpdate(message: Message, sink: Sink): void {
  const product = sink.product(asString(message.product_id), WHOLE_BOOK);
  const time = parseTime(message.time);
  for (const change of asList(message.changes)) {
    const [side, price, size] = asList(change);
    sink.level(product, parseSide(side), parseDecimal(price), parseDecimal(size), time);
  }
}

function decodeTicker(message: Message, sink: Sink): void {
  const product = sink.product(asString(message.product_id), WHOLE_BOOK);
  const time = parseTime(message.time);
  sink.best(product, "bid", parseDecimal(message.best_bid), time);
  sink.best(product, "ask", parseDecimal(message.best_ask), time);
}

/** `side` is that of the order that was in the book. */
function decodeMatch(message: Message, sink: Sink): void {
  const product = sink.product(asString(message.product_id), WHOLE_BOOK);
  const side = parseSide(message.side);
  const price = parseDecimal(message.price);
  sink.trade(product, side, price, parseDecimal(message.size), parseTime(message.time));
}

function parseSide(side: unknown): Side {
  if (side === "buy") return "bid";
  if (side === "sell") return "ask";
  throw new InputError(`expected the side "buy" or "sell", got ${JSON.stringify(side)}`);
}

/** `2021-04-17T16:43:30.244075Z` in seconds; Date alone would drop the microseconds. */
function parseTime(text: unknown): number {
  const [, seconds, fraction] = /^(.{19})(\.\d+)?Z$/.exec(asString(text)) ?? [];
  const time = Date.parse(`${seconds}Z`) / 1000 + Number(fraction ?? 0);
  if (Number.isNaN(time)) {
    throw new InputError(
      `expected a time YYYY-MM-DDTHH:MM:SS.ssssssZ, got ${JSON.stringify(text)}`,
    );
  }
  return time;
}
