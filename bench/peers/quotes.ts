/** The emitted queue with records of 32 bytes, between one producer and one consumer. */
import type { Peer, Tally } from "../job.ts";
import { received, sent, wrong } from "./check.ts";
import { emittedClass, type RecordQueue } from "./emitted.ts";
import { pause } from "./pause.ts";
import { emptyQuote, isQuote, type Quote, setQuote } from "./quote.ts";

export const open: Peer["open"] = async (job) => {
  const made = await emittedClass<RecordQueue<Quote>>(job.className);
  const { handle } = made.create();
  return job.roles.map(() => ({ value: handle, transfer: [] }));
};

export const join: Peer["join"] = async (value, { job: { batch, className }, role }) => {
  const queue = (await emittedClass<RecordQueue<Quote>>(className)).attach(value);
  if (role === "produce") {
    return batch === 1 ? (count) => push(queue, count) : (count) => pushMany(queue, count, batch);
  }
  return batch === 1 ? (count) => pop(queue, count) : (count) => popMany(queue, count, batch);
};

function push(queue: RecordQueue<Quote>, count: number): Tally {
  const quote = emptyQuote();
  for (let k = 0; k < count; k++) {
    setQuote(quote, k);
    while (!queue.tryPush(quote)) pause();
  }
  return sent(count);
}

function pop(queue: RecordQueue<Quote>, count: number): Tally {
  const quote = emptyQuote();
  let fault: string | undefined;
  for (let k = 0; k < count; k++) {
    while (queue.tryPop(quote) === undefined) pause();
    if (!isQuote(quote, k)) fault ??= wrong(quote, k);
  }
  return received(count, fault);
}

function pushMany(queue: RecordQueue<Quote>, count: number, batch: number): Tally {
  const quotes = Array.from({ length: batch }, emptyQuote);
  for (let k = 0; k < count; k += batch) {
    for (let j = 0; j < batch; j++) setQuote(quotes[j]!, k + j);
    let done = 0;
    while (done < batch) {
      const pushed = queue.pushMany(quotes, done, batch - done);
      if (pushed === 0) pause();
      done += pushed;
    }
  }
  return sent(count);
}

function popMany(queue: RecordQueue<Quote>, count: number, batch: number): Tally {
  const quotes = Array.from({ length: batch }, emptyQuote);
  let fault: string | undefined;
  for (let k = 0; k < count;) {
    const popped = queue.popMany(quotes, 0, batch);
    if (popped === 0) pause();
    for (let j = 0; j < popped; j++) {
      if (!isQuote(quotes[j]!, k + j)) fault ??= wrong(quotes[j], k + j);
    }
    k += popped;
  }
  return received(count, fault);
}
