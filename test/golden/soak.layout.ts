import type { bool, f64, Fiber, Loom, Queue, u32 } from "amph-gen/spec";
import {
  begin,
  cancel,
  end,
  enter,
  fail,
  give,
  isOver,
  leave,
  limitMs,
  pick,
  request,
  start,
  take,
} from "../soak/ledger.ts";

/** Batons that other threads shall post. */
export type Requests = Queue<u32, { capacity: 512; producers: "one"; consumers: "many" }>;

/** Numbers that go to another thread and come back. */
export type Echoes = Queue<u32, { capacity: 16; producers: "many"; consumers: "many" }>;

/** Fibers that do all that fibers can, at random. */
export type Soak = Loom<
  { fibers: 4096; small: 512; batons: 256; timers: 64; locks: 2; ready: 64 }
>;

/** Starts fibers of all kinds, until time is over. */
export function* driver(self: Soak, out: u32, back: u32, mutex: u32): Fiber {
  begin(0);
  while (!isOver()) {
    switch (pick(8)) {
      case 0:
        self.trySpawn(nap, pick(20));
        break;
      case 1:
        self.trySpawn(family, 1 + pick(5));
        break;
      case 2:
        self.trySpawn(rescuer, pick(2) === 0);
        break;
      case 3:
        self.trySpawn(asker, limitMs());
        break;
      case 4:
        self.trySpawn(chooser, limitMs());
        break;
      case 5:
        self.trySpawn(locker, mutex);
        break;
      case 6:
        self.trySpawn(alarmed, pick(30), pick(2) === 0);
        break;
      default:
        self.trySpawn(echoed, out, back);
    }
    if (pick(4) === 0) yield* self.sleep(pick(3));
    else yield* self.pass();
  }
  end(0);
}

/** Sleeps, and gives how long it should. */
export function* nap(self: Soak, ms: u32): Fiber<u32> {
  begin(1);
  const from: f64 = self.now();
  yield* self.sleep(ms);
  if (self.now() - from < ms) fail("a fiber woke early");
  end(1);
  return ms;
}

/** Starts children and waits for their results. */
export function* family(self: Soak, children: u32): Fiber {
  begin(2);
  let left: u32 = children;
  while (left > 0) {
    left--;
    const child = self.trySpawn(nap, left);
    if (child === -1) continue;
    const slept = yield* self.join(child);
    if (slept !== left) fail("a child gave another's result");
  }
  end(2);
}

/** Throws, at once or later. */
export function* thrower(self: Soak, atOnce: bool): Fiber {
  begin(3);
  try {
    if (!atOnce) yield* self.sleep(1);
    throw new Error("as it should");
  } finally {
    yield* self.pass();
    end(3);
  }
}

/** Catches what another throws. */
export function* rescuer(self: Soak, atOnce: bool): Fiber {
  begin(4);
  const child = self.trySpawn(thrower, atOnce);
  let thrown: bool = child === -1;
  try {
    if (child !== -1) yield* self.join(child);
  } catch {
    thrown = true;
  }
  if (!thrown) fail("an error was lost");
  end(4);
}

/** Waits for a post from another thread, or until its time is up; the post comes in any case. */
export function* asker(self: Soak, ms: f64): Fiber {
  begin(5);
  const baton: u32 = take();
  if (baton > 0) {
    request(baton - 1);
    const isPosted = yield* self.timedWait(baton - 1, ms);
    while (!isPosted && !self.tryWait(baton - 1)) yield* self.sleep(1);
    self.reset(baton - 1);
    give(baton);
  }
  end(5);
}

/** Waits for the first of two posts, and then for the other. */
export function* chooser(self: Soak, ms: f64): Fiber {
  begin(6);
  const [a, b]: readonly number[] = [take(), take()];
  const first: u32 = a ?? 0;
  const second: u32 = b ?? 0;
  if (first > 0 && second > 0) {
    request(first - 1);
    request(second - 1);
    let chosen: f64 = -1;
    while (chosen === -1) chosen = yield* self.select(ms, first - 1, second - 1);
    if (!self.tryWait(chosen === 0 ? first - 1 : second - 1)) fail("a select chose what was not posted");
    yield* self.wait(chosen === 0 ? second - 1 : first - 1);
    self.reset(first - 1);
    self.reset(second - 1);
  }
  if (first > 0) give(first);
  if (second > 0) give(second);
  end(6);
}

/** Is alone between two calls. */
export function* locker(self: Soak, mutex: u32): Fiber {
  begin(7);
  yield* self.lock(mutex);
  enter();
  yield* self.pass();
  leave();
  self.unlock(mutex);
  end(7);
}

/** Waits for a timer, or cancels it. */
export function* alarmed(self: Soak, ms: u32, cancels: bool): Fiber {
  begin(8);
  const baton: u32 = take();
  if (baton > 0) {
    const timer: u32 = start(baton - 1, ms);
    if (timer > 0) {
      if (cancels) yield* self.pass();
      if (!cancels || !cancel(timer)) yield* self.wait(baton - 1);
      self.reset(baton - 1);
    }
    give(baton);
  }
  end(8);
}

/** Sends a number to another thread, and takes one that came back. */
export function* echoed(self: Soak, out: u32, back: u32): Fiber {
  begin(9);
  yield* self.push(out, 1 + pick(1_000));
  const item = yield* self.pop(back);
  if (!(item >= 1 && item <= 1_000)) fail("a number came back that was never sent");
  end(9);
}
