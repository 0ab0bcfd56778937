/** The emitted queue with records of 32 bytes: between two threads that spin, or among many that wait. */
import type { Peer, Tally, Work } from "../job.ts";
import { END, endsFor, firstItem, Ledger, received, sent, wrong } from "./check.ts";
import { emittedClass, type RecordQueue } from "./emitted.ts";
import { pause } from "./pause.ts";
import { emptyQuote, isQuote, type Quote, setQuote } from "./quote.ts";

export const open: Peer["open"] = async (job) => {
  const made = await emittedClass<RecordQueue<Quote>>(job.className);
  const { handle } = made.create();
  return job.roles.map(() => ({ value: handle, transfer: [] }));
};

export const join: Peer["join"] = async (value, place) => {
  const { job: { batch, className, idle }, role, index } = place;
  const queue = (await emittedClass<RecordQueue<Quote>>(className)).attach(value);
  if (idle !== "spin") {
    return role === "produce"
      ? waitingProducer(queue, firstItem(index), batch)
      : waitingConsumer(queue, endsFor(place), batch);
  }
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
  queue.flush?.();
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

/** A whole batch where there is room, else one record, which waits. */
function waitingProducer(queue: RecordQueue<Quote>, first: number, batch: number): Work {
  const quotes = Array.from({ length: batch }, emptyQuote);
  return (count) => {
    for (let k = 0; k < count; k += batch) {
      for (let j = 0; j < batch; j++) setQuote(quotes[j]!, first + k + j);
      let done = 0;
      while (done < batch) {
        const pushed = batch === 1 ? 0 : queue.pushMany(quotes, done, batch - done);
        if (pushed === 0) queue.push(quotes[done]!);
        done += pushed || 1;
      }
    }
    pushEnd(queue);
    return sent(count);
  };
}

/** What is there, up to a batch, else one record, for which it waits. */
function waitingConsumer(queue: RecordQueue<Quote>, ends: number, batch: number): Work {
  const quotes = Array.from({ length: batch }, emptyQuote);
  return () => {
    const ledger = new Ledger();
    for (let left = ends; left > 0;) {
      let popped = batch === 1 ? 0 : queue.popMany(quotes, 0, batch);
      if (popped === 0) {
        queue.pop(quotes[0]!);
        popped = 1;
      }
      for (let j = 0; j < popped; j++) {
        const quote = quotes[j]!;
        if (quote.id === END) {
          left--;
          continue;
        }
        if (!isQuote(quote, quote.id)) {
          ledger.refuse(`the fields of ${JSON.stringify(quote)} disagree`);
        }
        ledger.add(quote.id);
      }
      // The ends above its own are for the other consumers.
      for (; left < 0; left++) pushEnd(queue);
    }
    return ledger.tally();
  };
}

function pushEnd(queue: RecordQueue<Quote>): void {
  queue.push({ ...emptyQuote(), id: END });
}
