import type { bool, f64, Fiber, Loom, u32 } from "amph-gen/spec";

/** Every operation that a fiber has, for the tests. */
export type Weave = Loom<{
  fibers: 40;
  small: 30;
  ready: 8;
  batons: 8;
  timers: 4;
  locks: 4;
  sources: 2;
  inbox: 4;
}>;

/** Goes on `times` times; gives the sum of the turns' numbers. */
export function* turns(self: Weave, times: u32): Fiber<f64> {
  let sum: f64 = 0;
  for (let turn: u32 = 0; turn < times; turn++) {
    sum += turn;
    yield* self.pass();
  }
  return sum;
}

/** Gives how long it has slept. */
export function* sleeper(self: Weave, ms: f64): Fiber<f64> {
  const from: f64 = self.now();
  yield* self.sleep(ms);
  return self.now() - from;
}

/** Waits for `first`, then posts `second`. */
export function* relay(self: Weave, first: u32, second: u32): Fiber {
  yield* self.wait(first);
  self.post(second);
}

/** Whether the baton was posted in time. */
export function* timed(self: Weave, baton: u32, ms: f64): Fiber<bool> {
  const inTime = yield* self.timedWait(baton, ms);
  return inTime;
}

/** Takes `rounds` lives of `mine`, and posts `yours` in each. */
export function* player(self: Weave, mine: u32, yours: u32, rounds: u32): Fiber {
  for (let round: u32 = 0; round < rounds; round++) {
    yield* self.wait(mine);
    self.reset(mine);
    self.post(yours);
  }
}

/** Throws, after a turn. */
export function* failing(self: Weave, code: u32): Fiber {
  yield* self.pass();
  throw new Error(`failed ${code}`);
}

/** Gives what the other fiber gives; -1 where that throws. */
export function* joiner(self: Weave, other: u32): Fiber<f64> {
  let result: f64 = -1;
  try {
    result = yield* self.join(other);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  return result;
}

/** Starts `count` fibers and adds up what they give. */
export function* parent(self: Weave, count: u32): Fiber<f64> {
  let sum: f64 = 0;
  for (let child: u32 = 0; child < count; child++) {
    const id = self.spawn(turns, child);
    const result = yield* self.join(id);
    sum += result;
  }
  return sum;
}

/** Adds up event times detail until the source ends. */
export function* receiver(self: Weave, source: u32): Fiber<f64> {
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

/** Holds the mutex across a turn; posts `broken` if another one holds it, too. */
export function* locker(self: Weave, mutex: u32, held: u32, broken: u32): Fiber {
  for (let turn: u32 = 0; turn < 5; turn++) {
    yield* self.lock(mutex);
    if (self.tryWait(held)) self.post(broken);
    self.post(held);
    yield* self.pass();
    self.reset(held);
    self.unlock(mutex);
  }
}

/** Takes a permit for a while, and is done. */
export function* visitor(self: Weave, permits: u32, group: u32): Fiber {
  yield* self.acquire(permits);
  yield* self.sleep(2);
  self.release(permits);
  self.done(group);
}

/** Waits for the group and one more. */
export function* all(self: Weave, group: u32): Fiber {
  self.add(group, 1);
  self.done(group);
  yield* self.waitAll(group);
}

/** Gives the first id that it could not spawn for, or its own. */
export function* crowd(self: Weave, count: u32): Fiber<f64> {
  for (let k: u32 = 0; k < count; k++) {
    const id: f64 = self.trySpawn(turns, 1);
    if (id === -1) return -1;
  }
  return self.self();
}

/** Takes arguments that do not fit into a record. */
export function* wide(self: Weave, first: f64, second: f64, third: u32): Fiber<f64> {
  yield* self.pass();
  return first + second + third;
}

/** Keeps the thread for so long. */
export function* busy(self: Weave, ms: f64): Fiber {
  const until: f64 = self.now() + ms;
  yield* self.pass();
  while (self.now() < until);
}

/** Adds up the places of the batons that are posted, until none is for so long. */
export function* chooser(self: Weave, ms: f64, first: u32, second: u32, third: u32): Fiber<f64> {
  let sum: f64 = 0;
  for (;;) {
    const which = yield* self.select(ms, first, second, third);
    if (which === -1) return sum;
    self.reset(which === 0 ? first : which === 1 ? second : third);
    sum += which + 1;
  }
}
