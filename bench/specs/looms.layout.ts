import type { f64, Fiber, Loom, u32 } from "amph-gen/spec";

/** Room for 100,000 fibers that sleep, and those that start them. */
export type Fibers = Loom<{ fibers: 100_016; batons: 16; ready: 4096 }>;

/** Gives way `times` times; gives how often that was. */
export function* passing(self: Fibers, times: u32): Fiber<f64> {
  let done: u32 = 0;
  while (done < times) {
    yield* self.pass();
    done++;
  }
  return done;
}

/** Gives what it was given, after a turn. */
export function* echo(self: Fibers, value: u32): Fiber<f64> {
  yield* self.pass();
  return value;
}

/** Starts a fiber and waits for its end, `times` times; gives the sum of the results. */
export function* spawning(self: Fibers, times: u32): Fiber<f64> {
  let sum: f64 = 0;
  for (let k: u32 = 0; k < times; k++) {
    const id: u32 = self.spawn(echo, k);
    const result = yield* self.join(id);
    sum += result;
  }
  return sum;
}

/** Hands over `rounds` times: posts `yours` and waits for `mine`; gives how often that was. */
export function* serving(self: Fibers, mine: u32, yours: u32, rounds: u32): Fiber<f64> {
  let done: u32 = 0;
  while (done < rounds) {
    self.post(yours);
    yield* self.wait(mine);
    self.reset(mine);
    done++;
  }
  return done;
}

/** The other side. */
export function* returning(self: Fibers, mine: u32, yours: u32, rounds: u32): Fiber<f64> {
  let done: u32 = 0;
  while (done < rounds) {
    yield* self.wait(mine);
    self.reset(mine);
    self.post(yours);
    done++;
  }
  return done;
}

/** Sleeps; throws if that was too short. */
export function* sleeping(self: Fibers, ms: u32): Fiber {
  const from: f64 = self.now();
  yield* self.sleep(ms);
  if (self.now() - from < ms) throw new Error("woken too early");
}
