import type { f64, Fiber, Loom, u32 } from "amph-gen/spec";
import { give, take } from "../threads/porter-queue.ts";

/** Fibers that push to a queue and pop from it, as docs/loom.md tells. */
export type Porter = Loom<{ fibers: 4; batons: 2 }>;

/** Pops `count` numbers, and adds them up; `filled` is posted behind each push. */
export function* taker(self: Porter, count: u32, filled: u32): Fiber<f64> {
  let sum: f64 = 0;
  let left: u32 = count;
  for (;;) {
    self.reset(filled);
    for (;;) {
      const item = take();
      if (item === undefined) break;
      sum += item;
      left--;
    }
    if (left === 0) return sum;
    yield* self.wait(filled);
  }
}

/** Pushes the numbers from 1 to `count`; `emptied` is posted behind each pop. */
export function* giver(self: Porter, count: u32, emptied: u32): Fiber {
  let next: u32 = 1;
  for (;;) {
    self.reset(emptied);
    while (next <= count && give(next)) next++;
    if (next > count) return;
    yield* self.wait(emptied);
  }
}
