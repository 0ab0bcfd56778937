/** What is posted: numbers or records, one or several in a message. */
import type { Job } from "../job.ts";
import type { Ledger } from "./check.ts";
import { emptyQuote, isQuote, type Quote, setQuote } from "./quote.ts";

type Item = number | Quote;

export type Message = Item | readonly Item[] | Uint32Array;

interface Posted {
  readonly message: Message;
  /** Nobody adds to it; what takes it wants it so. */
  readonly transfer: ArrayBuffer[];
}

const NOTHING: ArrayBuffer[] = [];

/** Makes the message that starts with the producer's item `k`, from `first` on. */
export function messageMaker(
  { batch, item, message }: Job,
  first: number,
): (k: number) => Posted {
  if (message === "transferred") {
    return (k) => {
      const items = new Uint32Array(batch);
      for (let j = 0; j < batch; j++) items[j] = first + k + j;
      return { message: items, transfer: [items.buffer] };
    };
  }
  if (item === "record") {
    // They are cloned when they are posted, so the same objects do for all messages.
    const quotes = Array.from({ length: batch }, emptyQuote);
    const posted = { message: batch === 1 ? quotes[0]! : quotes, transfer: NOTHING };
    return (k) => {
      for (let j = 0; j < batch; j++) setQuote(quotes[j]!, first + k + j);
      return posted;
    };
  }
  if (batch === 1) return (k) => ({ message: first + k, transfer: NOTHING });
  const items = message === "Uint32Array"
    ? new Uint32Array(batch)
    : new Array<number>(batch).fill(0);
  const posted = { message: items, transfer: NOTHING };
  return (k) => {
    for (let j = 0; j < batch; j++) items[j] = first + k + j;
    return posted;
  };
}

/** Checks what is in it; how many items it was. */
export function readMessage(message: Message, ledger: Ledger): number {
  if (typeof message === "number" || "price" in message) {
    readItem(message, ledger);
    return 1;
  }
  for (let j = 0; j < message.length; j++) readItem(message[j]!, ledger);
  return message.length;
}

function readItem(item: Item, ledger: Ledger): void {
  if (typeof item === "number") {
    ledger.add(item);
    return;
  }
  if (!isQuote(item, item.id)) ledger.refuse(`the fields of ${JSON.stringify(item)} disagree`);
  ledger.add(item.id);
}
