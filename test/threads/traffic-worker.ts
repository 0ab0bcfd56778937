/** One thread of a traffic run: goes through the legs, in each a producer, a consumer or neither. */
import { serveWorker } from "../support/worker.ts";
import { type Board, openBoard } from "./board.ts";
import { type Kind, numbers, packets } from "./kinds.ts";
import type { PacketQueue } from "./packet.ts";
import { load, type NumberQueue, type TestQueue } from "./queues.ts";
import { type Random, randomFrom } from "./random.ts";
import {
  POP_STYLES,
  type PopStyle,
  PRODUCER_IDS,
  PUSH_STYLES,
  type PushStyle,
  type TrafficTask,
  type WorkerLeg,
} from "./task.ts";

const LONGEST_BATCH = 70;

/** A style is kept for so many items or fewer; one that waits for timers, for a few. */
function longestBurst(style: PushStyle | PopStyle): number {
  return style.startsWith("aborted") || style.endsWith("Async") ? 6 : LONGEST_BATCH;
}

/** What a worker needs during one leg. */
interface Post<Item, Queue extends TestQueue<Item>> {
  readonly leg: WorkerLeg;
  readonly legIndex: number;
  readonly worker: number;
  readonly kind: Kind<Item, Queue>;
  readonly queue: Queue;
  readonly board: Board;
  readonly random: Random;
}

const never = new Int32Array(new SharedArrayBuffer(4));

class Stopped extends Error {}

await serveWorker<TrafficTask>(async (task) => {
  const board = openBoard(task.board, task.legs.length);
  const random = randomFrom(task.seed + task.worker * 7919);
  for (const [legIndex, leg] of task.legs.entries()) {
    const place = { leg, legIndex, worker: task.worker, board, random };
    if (leg.item === "u32") {
      await work({ ...place, kind: numbers, queue: await open<NumberQueue>(leg) });
    } else {
      await work({ ...place, kind: packets, queue: await open<PacketQueue>(leg) });
    }
  }
  return "done";
});

async function open<Queue>(leg: WorkerLeg): Promise<Queue> {
  return (await load<Queue>(leg.queue)).attach(leg.handle);
}

async function work<Item, Queue extends TestQueue<Item>>(post: Post<Item, Queue>): Promise<void> {
  const { leg, worker } = post;
  try {
    if (worker < leg.producers) await produce(post, worker);
    else if (worker < leg.producers + leg.consumers) await consume(post, worker - leg.producers);
  } catch (error) {
    throw error instanceof Stopped ? new Error("was stopped with the run") : error;
  }
}

/** Gives the other threads time, more with every failure in a row. */
function backOff(board: Board, failures: number): void {
  if (board.stopped()) throw new Stopped();
  if (failures > 8) Atomics.wait(never, 0, 0, failures > 40 ? 0.5 : 0.02);
}

async function produce<Item, Queue extends TestQueue<Item>>(
  { leg, legIndex, worker, kind, queue, board, random }: Post<Item, Queue>,
  producer: number,
): Promise<void> {
  const batch = kind.batch(LONGEST_BATCH);
  const first = producer * PRODUCER_IDS;
  const until = (attempt: () => boolean) => {
    for (let failures = 0; !attempt(); failures++) backOff(board, failures);
  };
  let sent = 0;
  while (sent < leg.each) {
    const style = leg.pushStyles[random(leg.pushStyles.length)]!;
    const burst = Math.min(1 + random(longestBurst(style)), leg.each - sent);
    const end = sent + burst;
    board.note(worker, legIndex, PUSH_STYLES.indexOf(style), first + sent, sent);
    switch (style) {
      case "tryPush":
        for (; sent < end; sent++) {
          const item = kind.make(first + sent);
          until(() => queue.tryPush(item));
        }
        break;
      case "pushMany": {
        for (let k = 0; k < burst; k++) kind.put(batch, k, first + sent + k);
        let done = 0;
        until(() => (done += queue.pushMany(batch, done, burst - done)) === burst);
        sent = end;
        break;
      }
      case "claim":
        while (sent < end) {
          const wanted = Math.min(1 + random(3), end - sent);
          const slots: number[] = [];
          until(() => {
            while (slots.length < wanted) {
              const slot = queue.claim();
              if (slot === -1) break;
              slots.push(slot);
            }
            return slots.length > 0;
          });
          slots.forEach((slot, k) => kind.write(queue, slot, first + sent + k));
          if (leg.anyCommitOrder) slots.reverse();
          for (const slot of slots) queue.commit(slot);
          sent += slots.length;
        }
        break;
      case "push":
        for (; sent < end; sent++) {
          if (!queue.push(kind.make(first + sent))) throw new Error("push without a limit failed");
        }
        break;
      case "timed push":
        for (; sent < end; sent++) {
          const item = kind.make(first + sent);
          until(() => queue.push(item, random(4) / 10));
        }
        break;
      case "pushAsync":
        for (; sent < end; sent++) {
          if (!await queue.pushAsync(kind.make(first + sent))) {
            throw new Error("pushAsync without a limit failed");
          }
        }
        break;
      case "aborted pushAsync":
        for (; sent < end;) {
          if (board.stopped()) throw new Stopped();
          const item = kind.make(first + sent);
          if (await untilAborted(random, (signal) => queue.pushAsync(item, { signal }))) sent++;
        }
        break;
    }
  }
  board.note(worker, legIndex, 0, first + sent - 1, sent);
  if (board.producerDone(legIndex)) queue.close();
}

async function consume<Item, Queue extends TestQueue<Item>>(
  { leg, legIndex, worker, kind, queue, board, random }: Post<Item, Queue>,
  consumer: number,
): Promise<void> {
  const batch = kind.batch(LONGEST_BATCH);
  const seen = new Uint8Array(leg.seen[consumer]!);
  const last = new Int32Array(leg.producers).fill(-1);
  let count = 0;
  const take = (item: Item) => {
    const id = kind.idOf(item);
    const producer = Math.floor(id / PRODUCER_IDS);
    const ordinal = id % PRODUCER_IDS;
    if (producer >= leg.producers || ordinal >= leg.each) {
      throw new Error(`item ${id} was never pushed; ${count} items before it`);
    }
    const before = last[producer]!;
    if (ordinal <= before) {
      throw new Error(`producer ${producer}: item ${ordinal} came after ${before}`);
    }
    last[producer] = ordinal;
    seen[producer * leg.each + ordinal]!++;
    count++;
  };
  /** One attempt in the given style: how many items it took. */
  const attempt = async (style: PopStyle, limit: number): Promise<number> => {
    const before = count;
    const takeSome = (item: Item | undefined) => {
      if (item !== undefined) take(item);
    };
    switch (style) {
      case "tryPop":
        takeSome(queue.tryPop(kind.into));
        break;
      case "popMany": {
        const length = queue.popMany(batch, 0, limit);
        for (let k = 0; k < length; k++) take(batch[k]!);
        break;
      }
      case "peek": {
        const slots: number[] = [];
        while (slots.length < Math.min(limit, 3)) {
          const slot = queue.peek();
          if (slot === -1) break;
          slots.push(slot);
        }
        const items = slots.map((slot) => kind.read(queue, slot));
        if (leg.anyReleaseOrder) slots.reverse();
        for (const slot of slots) queue.release(slot);
        for (const item of items) take(item);
        break;
      }
      case "drain":
        queue.drain(take, limit);
        break;
      case "pop":
        takeSome(queue.pop(kind.into, Infinity));
        if (count === before && (!queue.closed || queue.size > 0)) {
          throw new Error(`pop without a limit gave nothing, size ${queue.size}`);
        }
        break;
      case "timed pop":
        takeSome(queue.pop(kind.into, random(4) / 10));
        break;
      case "popAsync":
        takeSome(await queue.popAsync(kind.into, {}));
        if (count === before && (!queue.closed || queue.size > 0)) {
          throw new Error(`popAsync without a limit gave nothing, size ${queue.size}`);
        }
        break;
      case "timed popAsync":
        takeSome(await queue.popAsync(kind.into, { timeoutMs: random(4) / 10 }));
        break;
      case "aborted popAsync":
        takeSome(await untilAborted(random, (signal) => queue.popAsync(kind.into, { signal })));
        break;
    }
    return count - before;
  };

  for (let failures = 0;;) {
    const style = leg.popStyles[random(leg.popStyles.length)]!;
    const end = count + 1 + random(longestBurst(style));
    board.note(worker, legIndex, POP_STYLES.indexOf(style), count, count);
    while (count < end) {
      // Read before the attempt: what an attempt after the close does not find will never come,
      // unless a producer is still half-way.
      const closed = queue.closed;
      if (await attempt(style, end - count) > 0) {
        failures = 0;
        continue;
      }
      const over = closed && queue.busy !== true && style !== "aborted popAsync";
      if (over) return board.note(worker, legIndex, 0, count, count);
      backOff(board, failures++);
      break;
    }
  }
}

/** Runs an operation whose signal is aborted after a random while; undefined if it was. */
async function untilAborted<Result>(
  random: Random,
  start: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | undefined> {
  const abort = new AbortController();
  const delayMs = random(3);
  const timer = delayMs === 0 ? undefined : setTimeout(() => abort.abort(), delayMs);
  const result = start(abort.signal);
  if (delayMs === 0) abort.abort();
  try {
    return await result;
  } catch (error) {
    if (abort.signal.aborted && error === abort.signal.reason) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
