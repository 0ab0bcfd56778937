/** The emitted queue with `u32` items, and the cubby, which has the same operations. */
import type { Job, Peer, Place, Tally, Work } from "../job.ts";
import { END, endsFor, firstItem, Ledger, received, sent, wrong } from "./check.ts";
import { emittedClass, type NumberQueue } from "./emitted.ts";
import { pause } from "./pause.ts";
import { timeRoundTrips } from "./round-trips.ts";

export const open: Peer["open"] = async (job) => {
  const made = await emittedClass<NumberQueue>(job.className);
  // Both of two matter to `ping` and `pong`; the others use the first, or as many as there are shards.
  const handles = Array.from(
    { length: Math.max(2, job.shards ?? 1) },
    () => made.create().handle,
  );
  return job.roles.map(() => ({ value: handles, transfer: [] }));
};

export const join: Peer["join"] = async (value, place) => {
  const made = await emittedClass<NumberQueue>(place.job.className);
  const handles = value as readonly unknown[];
  const first = place.index % (place.job.shards ?? 1);
  const there = made.attach(handles[first]);
  const back = made.attach(handles[1]);
  return workOf(there, back, place);
};

function workOf(there: NumberQueue, back: NumberQueue, place: Place): Work {
  const { job, role, index } = place;
  switch (role) {
    case "produce":
      return producer(there, job, firstItem(index));
    case "consume":
      return consumer(there, job, endsFor(place));
    case "both":
      return (count) => pairs(there, count);
    case "ping":
      return job.idle === "async"
        ? (count) => pingAsync(there, back, count)
        : (count) => ping(there, back, count);
    case "pong":
      return job.idle === "async"
        ? (count) => pongAsync(there, back, count)
        : (count) => pong(there, back, count);
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

function consumer(queue: NumberQueue, { batch, idle }: Job, ends: number): Work {
  if (idle === "spin") {
    return batch === 1
      ? (count) => popSpinning(queue, count)
      : (count) => popManySpinning(queue, count, batch);
  }
  return batch === 1 ? () => pop(queue, ends) : () => popMany(queue, batch, ends);
}

function pushSpinning(queue: NumberQueue, count: number): Tally {
  for (let k = 0; k < count; k++) {
    while (!queue.tryPush(k)) pause();
  }
  queue.flush?.();
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

function pop(queue: NumberQueue, ends: number): Tally {
  const ledger = new Ledger();
  for (let left = ends; left > 0;) {
    const item = queue.pop();
    if (item === END) left--;
    else ledger.add(item!);
  }
  return ledger.tally();
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
function popMany(queue: NumberQueue, batch: number, ends: number): Tally {
  const items = new Uint32Array(batch);
  const ledger = new Ledger();
  for (let left = ends; left > 0;) {
    let popped = queue.popMany(items, 0, batch);
    if (popped === 0) {
      items[0] = queue.pop()!;
      popped = 1;
    }
    for (let j = 0; j < popped; j++) {
      if (items[j] === END) left--;
      else ledger.add(items[j]!);
    }
    // The ends above its own are for the other consumers.
    for (; left < 0; left++) queue.push(END);
  }
  return ledger.tally();
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

function pingAsync(there: NumberQueue, back: NumberQueue, count: number): Promise<Tally> {
  return timeRoundTrips(count, async (k) => {
    await there.pushAsync(k);
    return back.popAsync();
  });
}

async function pongAsync(there: NumberQueue, back: NumberQueue, count: number): Promise<Tally> {
  for (let k = 0; k < count; k++) await back.pushAsync((await there.popAsync())!);
  return sent(count);
}
