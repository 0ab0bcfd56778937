import type { bool, Cubby, f64, Fiber, Loom, Queue, u32 } from "amph-gen/spec";

/** What fibers hand over as a whole. */
export interface Parcel {
  id: u32;
  weight: f64;
}

export type Parcels = Queue<Parcel, { capacity: 2; producers: "many"; consumers: "many" }>;
export type Weights = Queue<f64, { capacity: 2; producers: "many"; consumers: "many" }>;
export type Desk = Cubby<f64>;

/** Fibers that push to queues and pop from them by statements. */
export type Carrier = Loom<{ fibers: 64 }>;

/** Passes on what comes, until the queue is closed and empty; gives how much that was. */
export function* forward(self: Carrier, from: u32, to: u32): Fiber<f64> {
  let passed: u32 = 0;
  try {
    for (;;) {
      const item = yield* self.pop(from);
      yield* self.push(to, item);
      passed++;
    }
  } catch {
    return passed;
  }
}

/** Pops until the queue is closed and empty, and adds up what came. */
export function* gather(self: Carrier, queue: u32): Fiber<f64> {
  let sum: f64 = 0;
  try {
    for (;;) {
      const item = yield* self.pop(queue);
      sum += item;
    }
  } catch {
    return sum;
  }
}

/** Pushes the numbers from 1 to `count`. */
export function* spread(self: Carrier, queue: u32, count: u32): Fiber {
  for (let next: u32 = 1; next <= count; next++) yield* self.push(queue, next);
}

/** Passes on `count` items. */
export function* relay(self: Carrier, from: u32, to: u32, count: u32): Fiber {
  for (let left: u32 = count; left > 0; left--) {
    const item = yield* self.pop(from);
    yield* self.push(to, item);
  }
}

/** What comes within `ms`, or -1. */
export function* patient(self: Carrier, queue: u32, ms: f64): Fiber<f64> {
  const inTime = yield* self.timedPop(queue, ms);
  return inTime ? self.item() : -1;
}

/** Whether there was room within `ms`. */
export function* pressing(self: Carrier, queue: u32, item: f64, ms: f64): Fiber<bool> {
  return yield* self.timedPush(queue, item, ms);
}

/** Pushes a number and pops it again, `count` times. */
export function* cycle(self: Carrier, queue: u32, count: u32): Fiber {
  for (let next: u32 = 0; next < count; next++) {
    yield* self.push(queue, next & 0xffff);
    const item = yield* self.pop(queue);
    if (item !== (next & 0xffff)) throw new Error(`${item} came for ${next}`);
    yield* self.pass();
  }
}
