/** One feed of the exchange: its messages, and the count of those that were sent. */
import { InputError } from "../errors.ts";
import { type ExchangeMessage, openRecording, withPosition } from "./recording.ts";
import { simulateExchange } from "./simulated-exchange.ts";
import { createTally, type FeedTally } from "./tally.ts";

/** What a feed streams: a recording, or what a simulated exchange says. */
export type FeedOrigin = { readonly capture: string } | { readonly seed: number };

export interface FeedSource {
  /** Messages that have been sent at least once, and the number of the last of them. */
  readonly sent: number;
  readonly last: number;
  /** Part of it that has been sent, 0 to 1. */
  readonly fraction: number;
  readonly products: readonly string[];
  /** All messages from the first on, the ones that were sent already as well. */
  messages(): Iterator<ExchangeMessage>;
  /** The message is sent now, perhaps once more. Throws InputError where it cannot be read. */
  note(message: ExchangeMessage): void;
  /** Ends the feed behind what has been sent already. */
  end(): void;
  report(): FeedTally;
}

export function nameOf(origin: FeedOrigin): string {
  return "capture" in origin ? origin.capture : `simulated exchange, seed ${origin.seed}`;
}

/** `limit`: messages after which it ends. Throws InputError where the recording cannot be read. */
export function openFeed(origin: FeedOrigin, limit: number): FeedSource {
  const name = nameOf(origin);
  const tally = createTally();
  let sent = 0;
  let last = 0;
  let characters = 0;
  let end = limit;
  const size = "capture" in origin ? openRecording(origin.capture).totalBytes : Infinity;
  const open = (): Iterable<ExchangeMessage> =>
    "capture" in origin ? openRecording(origin.capture) : simulateExchange(origin.seed);

  return {
    products: tally.products,
    get sent() {
      return sent;
    },
    get last() {
      return last;
    },
    get fraction() {
      return Math.max(characters / size, sent / limit);
    },
    *messages() {
      let count = 0;
      for (const message of open()) {
        if (count >= end) return;
        count++;
        yield message;
      }
      if (count === 0) throw new InputError(`${name}: no exchange message in it`);
    },
    note({ line, text }) {
      if (line <= last) return;
      withPosition(name, line, () => tally.add(text));
      last = line;
      sent++;
      characters += text.length;
    },
    end: () => void (end = sent),
    report: () => tally.report(name),
  };
}
