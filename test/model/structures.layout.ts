import type {
  bool,
  Cubby,
  f64,
  Fiber,
  i32,
  Loom,
  OneOf,
  Queue,
  SecVec,
  Shared,
  u16,
  u32,
} from "amph-gen/spec";

/**
 * The other structures, as small as they show something: what `npm run verify` explores beside the
 * committed modules and the queues.
 */
export interface Pair {
  first: u32;
  second: u16;
}

export type Cubby1 = Cubby<u32, { waiters: 2; waiting: true }>;

export type CubbyPolled = Cubby<Pair, { waiters: 2; waiting: false }>;

/** More than one word of published bits. */
export type Append40 = SecVec<u32, { maxLength: 40; shrink: false }>;

export type AppendPairs3 = SecVec<Pair, { maxLength: 3; shrink: false }>;

export type Shrink4 = SecVec<u32, { maxLength: 4; threads: 5 }>;

export type ShrinkPairs1 = SecVec<Pair, { maxLength: 1; threads: 5 }>;

export type Config = Shared<{
  count: u32;
  delta: i32;
  running: bool;
  mode: "fast" | "slow";
  rate: f64;
}>;

export type ConfigPolled = Shared<{ a: i32; rate: f64 }, { waiting: false }>;

export type Feed = Queue<f64, { capacity: 1; waiting: false }>;

export type FeedOrConfig = OneOf<{ feed: Feed; config: Config }>;

/** Fewer places in the ring than fibers, so that the list behind it is used. */
export type Few = Loom<{ fibers: 4; ready: 2; batons: 3 }>;

export function* waiter(self: Few, baton: u32): Fiber {
  yield* self.wait(baton);
}

export function* timed(self: Few, baton: u32, hit: u32, miss: u32): Fiber {
  const inTime = yield* self.timedWait(baton, 5);
  self.post(inTime ? hit : miss);
}

export function* relay(self: Few, first: u32, second: u32): Fiber {
  yield* self.wait(first);
  self.post(second);
}

export function* sleeper(self: Few, ms: f64): Fiber {
  yield* self.sleep(ms);
}
