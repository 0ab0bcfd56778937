/** The emitted queue with `u32` items, and the cubby, which has the same operations. */
import type { Job, Peer, Place, Tally, Work } from "../job.ts";
import { END, firstItem, Ledger, received, sent, wrong } from "./check.ts";
import { emittedClass, type NumberQueue } from "./emitted.ts";
import { pause } from "./pause.ts";
import { timeRoundTrips } from "./round-trips.ts";

export const open: Peer["open"] = async (job) => {
  const made = await emittedClass<NumberQueue>(job.className);
  // Both queues matter to `ping` and `pong`; the others use the first.
  const handles = [made.create().handle, made.create().handle];
  return job.roles.map(() => ({ value: handles, transfer: [] }));
};

export const join: Peer["join"] = async (value, place) => {
  const made = await emittedClass<NumberQueue>(place.job.className);
  const [there, back] = (value as readonly unknown[]).map((handle) => made.attach(handle));
  if (there === undefined || back === undefined) throw new Error("expected two handles");
  return workOf(there, back, place);
};

function workOf(there: NumberQueue, back: NumberQueue, { job, role, index }: Place): Work {
  switch (role) {
    case "produce":
      return producer(there, job, firstItem(index));
    case "consume":
      return consumer(there, job);
    case "both":
      return (count) => pairs(there, count);
    case "ping":
      return (count) => ping(there, back, count);
    case "pong":
      return (count) => pong(there, back, count);
    case "append":
    case "read":
      throw new Error(`no thread of a queue is to ${role}`);
  }
}

function producer(queue: NumberQueue, { batch, idle }: Job, first: number): Work {
  if (idle === "spin") {
    return batch === 1
      ? (count) => pushSpinning(queue, count)
      : (count) => pushManySpinning(queue, count, batch);
  }
  return batch === 1
    ? (count) => push(queue, first, count)
    : (count) => pushMany(queue, first, count, batch);
}

function consumer(queue: NumberQueue, { batch, idle }: Job): Work {
  if (idle === "spin") {
    return batch === 1
      ? (count) => popSpinning(queue, count)
      : (count) => popManySpinning(queue, count, batch);
  }
  return batch === 1 ? () => pop(queue) : () => popMany(queue, batch);
}

function pushSpinning(queue: NumberQueue, count: number): Tally {
  for (let k = 0; k < count; k++) {
    while (!queue.tryPush(k)) pause();
  }
  return sent(count);
}

function popSpinning(queue: NumberQueue, count: number): Tally {
  let fault: string | undefined;
  for (let k = 0; k < count; k++) {
    let item = queue.tryPop();
    while (item === undefined) {
      pause();
      item = queue.tryPop();
    }
    if (item !== k) fault ??= wrong(item, k);
  }
  return received(count, fault);
}

function pushManySpinning(queue: NumberQueue, count: number, batch: number): Tally {
  const items = new Uint32Array(batch);
  for (let k = 0; k < count; k += batch) {
    for (let j = 0; j < batch; j++) items[j] = k + j;
    let done = 0;
    while (done < batch) {
      const pushed = queue.pushMany(items, done, batch - done);
      if (pushed === 0) pause();
      done += pushed;
    }
  }
  return sent(count);
}

function popManySpinning(queue: NumberQueue, count: number, batch: number): Tally {
  const items = new Uint32Array(batch);
  let fault: string | undefined;
  for (let k = 0; k < count;) {
    const popped = queue.popMany(items, 0, batch);
    if (popped === 0) pause();
    for (let j = 0; j < popped; j++) {
      if (items[j] !== k + j) fault ??= wrong(items[j], k + j);
    }
    k += popped;
  }
  return received(count, fault);
}

function push(queue: NumberQueue, first: number, count: number): Tally {
  for (let k = 0; k < count; k++) queue.push(first + k);
  queue.push(END);
  return sent(count);
}

function pop(queue: NumberQueue): Tally {
  const ledger = new Ledger();
  for (;;) {
    const item = queue.pop();
    if (item === undefined || item === END) return ledger.tally();
    ledger.add(item);
  }
}

/** A whole batch where there is room, else one item, which waits. */
function pushMany(queue: NumberQueue, first: number, count: number, batch: number): Tally {
  const items = new Uint32Array(batch);
  for (let k = 0; k < count; k += batch) {
    for (let j = 0; j < batch; j++) items[j] = first + k + j;
    let done = 0;
    while (done < batch) {
      const pushed = queue.pushMany(items, done, batch - done);
      if (pushed === 0) queue.push(items[done]!);
      done += pushed || 1;
    }
  }
  queue.push(END);
  return sent(count);
}

/** What is there, up to a batch, else one item, for which it waits. */
function popMany(queue: NumberQueue, batch: number): Tally {
  const items = new Uint32Array(batch);
  const ledger = new Ledger();
  for (;;) {
    let popped = queue.popMany(items, 0, batch);
    if (popped === 0) {
      items[0] = queue.pop()!;
      popped = 1;
    }
    let ends = 0;
    for (let j = 0; j < popped; j++) {
      if (items[j] === END) ends++;
      else ledger.add(items[j]!);
    }
    // The ends behind the first are for the other consumers.
    for (let k = 1; k < ends; k++) queue.push(END);
    if (ends > 0) return ledger.tally();
  }
}

function pairs(queue: NumberQueue, count: number): Tally {
  let fault: string | undefined;
  for (let k = 0; k < count; k++) {
    queue.tryPush(k);
    const item = queue.tryPop();
    if (item !== k) fault ??= wrong(item, k);
  }
  return received(count, fault);
}

function ping(there: NumberQueue, back: NumberQueue, count: number): Promise<Tally> {
  return timeRoundTrips(count, (k) => {
    there.push(k);
    return back.pop();
  });
}

function pong(there: NumberQueue, back: NumberQueue, count: number): Tally {
  for (let k = 0; k < count; k++) back.push(there.pop()!);
  return sent(count);
}
