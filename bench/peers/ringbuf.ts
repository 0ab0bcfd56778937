/** `ringbuf.js` with `u32` items, as its README has it: typed arrays in, typed arrays out. */
import type { Peer, Tally } from "../job.ts";
import { received, sent, wrong } from "./check.ts";
import { pause } from "./pause.ts";
import { type RingBuffer, ringBufferClass } from "./ringbuf-module.ts";

const CAPACITY = 4096;

export const open: Peer["open"] = async (job) => {
  const memory = (await ringBufferClass()).getStorageForCapacity(CAPACITY, Uint32Array);
  return job.roles.map(() => ({ value: memory, transfer: [] }));
};

export const join: Peer["join"] = async (value, { job: { batch }, role }) => {
  const ring = new (await ringBufferClass())(value as SharedArrayBuffer, Uint32Array);
  if (role === "both") return (count) => pairs(ring, count);
  if (role === "produce") {
    return batch === 1 ? (count) => push(ring, count) : (count) => pushMany(ring, count, batch);
  }
  return batch === 1 ? (count) => pop(ring, count) : (count) => popMany(ring, count, batch);
};

function push(ring: RingBuffer, count: number): Tally {
  const item = new Uint32Array(1);
  for (let k = 0; k < count; k++) {
    item[0] = k;
    while (ring.push(item) === 0) pause();
  }
  return sent(count);
}

function pop(ring: RingBuffer, count: number): Tally {
  const item = new Uint32Array(1);
  let fault: string | undefined;
  for (let k = 0; k < count; k++) {
    while (ring.pop(item) === 0) pause();
    if (item[0] !== k) fault ??= wrong(item[0], k);
  }
  return received(count, fault);
}

function pushMany(ring: RingBuffer, count: number, batch: number): Tally {
  const items = new Uint32Array(batch);
  for (let k = 0; k < count; k += batch) {
    for (let j = 0; j < batch; j++) items[j] = k + j;
    let done = 0;
    while (done < batch) {
      const pushed = ring.push(items, batch - done, done);
      if (pushed === 0) pause();
      done += pushed;
    }
  }
  return sent(count);
}

function popMany(ring: RingBuffer, count: number, batch: number): Tally {
  const items = new Uint32Array(batch);
  let fault: string | undefined;
  for (let k = 0; k < count;) {
    const popped = ring.pop(items);
    if (popped === 0) pause();
    for (let j = 0; j < popped; j++) {
      if (items[j] !== k + j) fault ??= wrong(items[j], k + j);
    }
    k += popped;
  }
  return received(count, fault);
}

function pairs(ring: RingBuffer, count: number): Tally {
  const item = new Uint32Array(1);
  let fault: string | undefined;
  for (let k = 0; k < count; k++) {
    item[0] = k;
    ring.push(item);
    ring.pop(item);
    if (item[0] !== k) fault ??= wrong(item[0], k);
  }
  return received(count, fault);
}
