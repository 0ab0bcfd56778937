import { decodeCoinbase } from "./coinbase.ts";
import { InputError } from "../errors.ts";
import { isObject, parseJson } from "../json.ts";
import { decodeKraken } from "./kraken.ts";
import type { Sink } from "./sink.ts";

/**
 * Decodes one message of either exchange: Kraken sends data as lists and everything else with an
 * `event`, Coinbase names a `type`. Gives whether it concerned a book.
 * Throws InputError for anything else.
 */
export function decodeMessage(text: string, sink: Sink): boolean {
  const message = parseJson(text);
  if (Array.isArray(message)) return decodeKraken(message, sink);
  if (isObject(message) && typeof message.type === "string") return decodeCoinbase(message, sink);
  if (isObject(message) && typeof message.event === "string") return false;
  throw new InputError("expected a list, or an object with `event` or `type`");
}
