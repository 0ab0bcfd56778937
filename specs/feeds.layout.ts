import type { bool, f64, Fiber, Loom, u32 } from "amph-gen/spec";
import { takeFromAll, takeRecords } from "../examples/market-replay/books/links.ts";
import {
  accept,
  backoffMs,
  dropIfSilent,
  isClosing,
  isComplete,
  isPaused,
  mustWaitForRoom,
  open,
} from "../examples/market-replay/feed/connections.ts";

/** One in each feed thread: a fiber for each connection to an exchange, and one that watches over it. */
export type Feeds = Loom<
  { fibers: 32; small: 32; batons: 16; sources: 16; inbox: 64; ready: 32; host: true }
>;

/**
 * One in each book thread: a fiber for each feed thread that sends it records. A feed thread that has
 * died leaves its fiber behind, and the one that takes its place has another.
 */
export type Books = Loom<{ fibers: 64; small: 64; batons: 64; ready: 64; host: true }>;

/**
 * One feed: receives it, passes its records on, and connects anew, behind the last message that it
 * has, however a connection ends. `again` is posted by this thread when there is something to do for who
 * waits without a connection.
 */
export function* connection(self: Feeds, source: u32, again: u32): Fiber {
  for (;;) {
    // A post before the reset belongs to what is looked at behind it; a later one ends the wait.
    self.reset(again);
    if (isComplete(source)) {
      yield* self.wait(again);
      continue;
    }
    open(source);
    for (;;) {
      self.reset(again);
      if (isPaused()) {
        // Nobody receives, so the inbox fills, the socket is paused, and the exchange has to wait.
        yield* self.wait(again);
        continue;
      }
      let event: f64 = 0;
      try {
        event = yield* self.receive(source);
      } catch (error) {
        // Closed from here: it was silent, or has to begin anew.
        if (!isClosing(error)) throw error;
        break;
      }
      const goesOn: bool = accept(source, event);
      // Room in a queue is looked for every millisecond rather than waited for at a baton: a book
      // thread that was ended in the middle of a post would leave this fiber parked for good.
      while (mustWaitForRoom(source)) yield* self.sleep(1);
      if (!goesOn) break;
    }
    yield* self.sleep(backoffMs(source));
  }
}

/** Closes the connection of `source` when nothing has come for too long, heartbeats included. */
export function* heart(self: Feeds, source: u32, everyMs: f64): Fiber {
  for (;;) {
    yield* self.sleep(everyMs);
    dropIfSilent(source);
  }
}

/** Takes what one feed thread sends, a batch a turn; the feed thread posts `work` behind each push. */
export function* shelf(self: Books, link: u32, work: u32): Fiber {
  for (;;) {
    self.reset(work);
    while (takeRecords(link)) yield* self.pass();
    yield* self.wait(work);
  }
}

/**
 * Looks at all links now and then: a feed thread that was ended in the middle of a post has left its
 * fiber parked, or the whole loom asleep.
 */
export function* rounds(self: Books, everyMs: f64): Fiber {
  for (;;) {
    yield* self.sleep(everyMs);
    while (takeFromAll()) yield* self.pass();
  }
}
