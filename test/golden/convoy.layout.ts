import type { f64, Fiber, Loom, u32 } from "amph-gen/spec";

/** Fibers of several workers at queues, and others that go where there is room. */
export type Convoy = Loom<{ fibers: 64; workers: 3; stealing: true; batons: 2 }>;

/** Passes on what comes, until the queue is closed and empty; gives how much that was. */
export function* haul(self: Convoy, from: u32, to: u32): Fiber<f64> {
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

/** What comes within `ms`, or -1. */
export function* patient(self: Convoy, queue: u32, ms: f64): Fiber<f64> {
  const inTime = yield* self.timedPop(queue, ms);
  return inTime ? self.item() : -1;
}

/** Keeps its thread for so long `times` times, wherever that is. */
export function* drive(self: Convoy, ms: f64, times: u32): Fiber<u32> {
  for (let k: u32 = 0; k < times; k++) {
    const until: f64 = self.now() + ms;
    while (self.now() < until);
    yield* self.pass();
  }
  return times;
}
