import type { bool, f64, Fiber, Loom, u32 } from "amph-gen/spec";

/** Fibers in several threads, with what they ask of each other. */
export type Crew = Loom<{
  fibers: 200;
  workers: 4;
  stealing: true;
  ready: 16;
  batons: 16;
  timers: 2;
  locks: 4;
  sources: 2;
  inbox: 4;
}>;

/** As `Crew`, and each fiber stays where it was started. */
export type Band = Loom<{ fibers: 200; workers: 2; batons: 8 }>;

/** Keeps its thread for `ms`, two levels of fibers below it likewise; gives how many there were. */
export function* tree(self: Crew, depth: u32, ms: f64): Fiber<f64> {
  if (depth === 0) {
    const until: f64 = self.now() + ms;
    while (self.now() < until);
    return 1;
  }
  const left = self.spawn(tree, depth - 1, ms);
  const right = self.spawn(tree, depth - 1, ms);
  let sum: f64 = 1;
  const first = yield* self.join(left);
  sum += first;
  yield* self.pass();
  const second = yield* self.join(right);
  return sum + second;
}

/** Takes `rounds` lives of `mine`, and posts `yours` in each. */
export function* player(self: Crew, mine: u32, yours: u32, rounds: u32): Fiber {
  for (let round: u32 = 0; round < rounds; round++) {
    yield* self.wait(mine);
    self.reset(mine);
    self.post(yours);
  }
}

/** Waits for `mine` `times` times, each with a limit; gives how often it was posted in time. */
export function* timed(self: Crew, mine: u32, ms: f64, times: u32): Fiber<f64> {
  let hits: f64 = 0;
  for (let k: u32 = 0; k < times; k++) {
    const inTime = yield* self.timedWait(mine, ms);
    if (inTime) hits++;
    self.reset(mine);
  }
  return hits;
}

/** Posts `yours` again and again, `times` times, in turns with the others. */
export function* poster(self: Crew, yours: u32, times: u32): Fiber {
  for (let k: u32 = 0; k < times; k++) {
    self.post(yours);
    yield* self.pass();
  }
}

/** Adds up the places of the batons that are posted, until none is for so long. */
export function* chooser(self: Crew, ms: f64, first: u32, second: u32, third: u32): Fiber<f64> {
  let sum: f64 = 0;
  for (;;) {
    const which = yield* self.select(ms, first, second, third);
    if (which === -1) return sum;
    self.reset(which === 0 ? first : which === 1 ? second : third);
    sum += which + 1;
  }
}

/** Holds the mutex across a turn; posts `broken` if another one holds it, too. */
export function* locker(self: Crew, mutex: u32, held: u32, broken: u32, times: u32): Fiber {
  for (let turn: u32 = 0; turn < times; turn++) {
    yield* self.lock(mutex);
    if (self.tryWait(held)) self.post(broken);
    self.post(held);
    yield* self.pass();
    self.reset(held);
    self.unlock(mutex);
  }
}

/** Takes a permit for a while, and is done. */
export function* visitor(self: Crew, permits: u32, group: u32): Fiber {
  yield* self.acquire(permits);
  yield* self.sleep(2);
  self.release(permits);
  self.done(group);
}

/** Waits for the group and one more, then posts. */
export function* all(self: Crew, group: u32, then: u32): Fiber {
  self.add(group, 1);
  self.done(group);
  yield* self.waitAll(group);
  self.post(then);
}

/** Throws, after a turn. */
export function* failing(self: Crew, code: u32): Fiber {
  yield* self.pass();
  throw new Error(`failed ${code}`);
}

/** Gives what the other fiber gives; -1 where that throws. */
export function* joiner(self: Crew, other: u32): Fiber<f64> {
  let result: f64 = -1;
  try {
    result = yield* self.join(other);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  return result;
}

/** Adds up event times detail until the source ends. */
export function* receiver(self: Crew, source: u32): Fiber<f64> {
  let sum: f64 = 0;
  for (;;) {
    let event: f64 = 0;
    try {
      event = yield* self.receive(source);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      break;
    }
    sum += event * self.detail();
  }
  return sum;
}

/** Keeps its thread for so long `times` times, and stays in it. */
export function* pinned(self: Crew, ms: f64, times: u32): Fiber {
  self.pin();
  for (let k: u32 = 0; k < times; k++) {
    const until: f64 = self.now() + ms;
    while (self.now() < until);
    yield* self.pass();
  }
}

/** Keeps its thread for so long `times` times. */
export function* busy(self: Crew, ms: f64, times: u32): Fiber {
  for (let k: u32 = 0; k < times; k++) {
    const until: f64 = self.now() + ms;
    while (self.now() < until);
    yield* self.pass();
  }
}

/** Says that it runs, and keeps its thread for good. */
export function* hog(self: Crew, running: u32): Fiber {
  self.post(running);
  const until: f64 = self.now() + 600_000;
  while (self.now() < until);
}

/** Takes arguments that do not fit into a record. */
export function* wide(self: Crew, first: f64, second: f64, third: u32): Fiber<f64> {
  yield* self.pass();
  return first + second + third;
}

/** Whether the baton was posted in time. */
export function* hit(self: Band, baton: u32, ms: f64): Fiber<bool> {
  const inTime = yield* self.timedWait(baton, ms);
  return inTime;
}

/** Keeps its thread for so long `times` times. */
export function* work(self: Band, ms: f64, times: u32): Fiber<f64> {
  for (let k: u32 = 0; k < times; k++) {
    const until: f64 = self.now() + ms;
    while (self.now() < until);
    yield* self.pass();
  }
  return times;
}
