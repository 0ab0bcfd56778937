import type { f64, Fiber, Loom, u32 } from "amph-gen/spec";

/** Two workers, one of which may take what the other has not come to. */
export type Sharing = Loom<{ fibers: 64; workers: 2; stealing: true; batons: 4 }>;

/** Two workers, each with what was started in it. */
export type Keeping = Loom<{ fibers: 64; workers: 2; batons: 4 }>;

/** Computes for some microseconds and gives way, `times` times; gives how often that was. */
export function* sharing(self: Sharing, times: u32): Fiber<f64> {
  let done: u32 = 0;
  let value: u32 = 1;
  while (done < times) {
    for (let k = 0; k < 5_000; k++) value = Math.imul(value, 1_664_525) + 1_013_904_223;
    yield* self.pass();
    done++;
  }
  return value === 0 ? 0 : done;
}

/** The same. */
export function* keeping(self: Keeping, times: u32): Fiber<f64> {
  let done: u32 = 0;
  let value: u32 = 1;
  while (done < times) {
    for (let k = 0; k < 5_000; k++) value = Math.imul(value, 1_664_525) + 1_013_904_223;
    yield* self.pass();
    done++;
  }
  return value === 0 ? 0 : done;
}
