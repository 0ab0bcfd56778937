/** A queue in a thread: does what the entries say and writes down what came out. */
import {
  AMOUNT,
  ARGUMENT,
  COUNT,
  ENTRY_WORDS,
  KIND,
  PART,
  type Recorder,
  RESULT,
  VALUES,
} from "../history.ts";
import type { Performer } from "../structure.ts";
import { batch, fill, type Item, setPair, type StressQueue } from "./items.ts";
import {
  DRAIN_LIMIT,
  type Kind,
  KINDS,
  type Outcome,
  OUTCOMES,
  secondOf,
  TIMEOUTS_MS,
} from "./operations.ts";

const LIMITS = TIMEOUTS_MS.map((timeoutMs) => ({ timeoutMs }));
const CODES = new Map(OUTCOMES.map((outcome, code) => [outcome, code]));

/** `isNumber`: whether items are numbers; pairs otherwise. */
export function performQueue(queues: readonly StressQueue[], isNumber: boolean): Performer {
  const scratch: Item = isNumber ? 0 : { first: 0, second: 0 };
  const into: Item | undefined = isNumber ? undefined : { first: 0, second: 0 };
  const pushed = batch(isNumber);
  const popped = batch(isNumber);

  const itemOf = (id: number, pair: Item = scratch): Item =>
    typeof pair === "number" ? id : fill(pair, id);

  const end = (recorder: Recorder, at: number, outcome: Outcome): number => {
    recorder.words[at + RESULT] = CODES.get(outcome)!;
    recorder.returned(at);
    return at + ENTRY_WORDS;
  };
  const endPush = (recorder: Recorder, at: number, queue: StressQueue, done: boolean): number =>
    end(recorder, at, done ? "pushed" : queue.busy === true ? "busy" : "not pushed");
  /** A push with a limit says nothing of the queue when it is over. */
  const endTimed = (recorder: Recorder, at: number, done: boolean): number =>
    end(recorder, at, done ? "pushed" : "not pushed");

  /** Takes down the item as value `k`; false if its fields do not belong together. */
  const note = ({ words }: Recorder, at: number, item: Item, k: number): boolean => {
    const id = typeof item === "number" ? item : item.first;
    words[at + VALUES + k] = id;
    if (typeof item === "number" || item.second === secondOf(id)) return true;
    words[at + AMOUNT] = item.second;
    return false;
  };
  const endItem = (recorder: Recorder, at: number, item: Item): number =>
    end(recorder, at, note(recorder, at, item, 0) ? "item" : "torn");
  const endPop = (recorder: Recorder, at: number, queue: StressQueue, item: Item | undefined) =>
    item !== undefined
      ? endItem(recorder, at, item)
      : end(recorder, at, queue.busy === true ? "busy" : "nothing");
  const endWait = (recorder: Recorder, at: number, item: Item | undefined) =>
    item === undefined ? end(recorder, at, "nothing") : endItem(recorder, at, item);

  const endBatch = (recorder: Recorder, at: number, queue: StressQueue, count: number): number => {
    if (count === 0) return end(recorder, at, queue.busy === true ? "busy" : "nothing");
    let isWhole = true;
    for (let k = 0; k < count; k++) {
      if (!note(recorder, at, popped[k]!, k)) isWhole = false;
    }
    if (isWhole) recorder.words[at + AMOUNT] = count;
    return end(recorder, at, isWhole ? "items" : "torn");
  };

  const endNumber = (recorder: Recorder, at: number, value: number): number => {
    recorder.words[at + AMOUNT] = value;
    return end(recorder, at, "number");
  };

  // A drain in progress: its callback goes from entry to entry.
  let drainer: Recorder | undefined;
  let present = 0;
  const visit = (item: Item): void => {
    present = endItem(drainer!, present, item);
    drainer!.called(present);
  };
  const drain = (recorder: Recorder, at: number, queue: StressQueue): number => {
    drainer = recorder;
    present = at;
    const count = queue.drain(visit, DRAIN_LIMIT);
    const visited = (present - at) / ENTRY_WORDS;
    if (count !== visited) throw new Error(`drain returned ${count} after ${visited} items`);
    const isFull = count === DRAIN_LIMIT;
    end(recorder, present, isFull ? "limit" : queue.busy === true ? "busy" : "nothing");
    return at + (DRAIN_LIMIT + 1) * ENTRY_WORDS;
  };

  const write = (queue: StressQueue, slot: number, id: number): void => {
    if (isNumber) return queue.setValue!(slot, id);
    queue.setFirst!(slot, id);
    queue.setSecond!(slot, secondOf(id));
  };
  const read = (queue: StressQueue, slot: number): Item =>
    isNumber
      ? queue.getValue!(slot)
      : setPair(into!, queue.getFirst!(slot), queue.getSecond!(slot));

  const now = (kind: Kind, recorder: Recorder, at: number, queue: StressQueue): number => {
    const { words } = recorder;
    const id = words[at + ARGUMENT]!;
    const count = words[at + COUNT]!;
    switch (kind) {
      case "tryPush":
        return endPush(recorder, at, queue, queue.tryPush(itemOf(id)));
      case "pushMany": {
        const done = queue.pushMany(pushed, 0, count);
        if (done === 0) return endPush(recorder, at, queue, false);
        words[at + AMOUNT] = done;
        return end(recorder, at, "pushed many");
      }
      case "claim": {
        const slot = queue.claim();
        if (slot < 0) return endPush(recorder, at, queue, false);
        write(queue, slot, id);
        queue.commit(slot);
        return end(recorder, at, "pushed");
      }
      case "push":
        return endTimed(recorder, at, queue.push(itemOf(id)));
      case "pushTimed":
        return endTimed(recorder, at, queue.push(itemOf(id), TIMEOUTS_MS[count]));
      case "tryPop":
        return endPop(recorder, at, queue, queue.tryPop(into));
      case "popMany":
        return endBatch(recorder, at, queue, queue.popMany(popped, 0, count));
      case "peek": {
        const slot = queue.peek();
        if (slot < 0) return endPop(recorder, at, queue, undefined);
        const item = read(queue, slot);
        queue.release(slot);
        return endItem(recorder, at, item);
      }
      case "pop":
        return endWait(recorder, at, queue.pop(into));
      case "popTimed":
        return endWait(recorder, at, queue.pop(into, TIMEOUTS_MS[count]));
      case "drain":
        return drain(recorder, at, queue);
      case "close":
        queue.close();
        return end(recorder, at, "done");
      case "size":
        return endNumber(recorder, at, queue.size);
      case "closed":
        return endNumber(recorder, at, Number(queue.closed));
      case "pressure":
        return endNumber(recorder, at, queue.pressure!);
      default:
        throw new Error(`${kind} waits in the event loop`);
    }
  };

  const later = async (
    kind: Kind,
    recorder: Recorder,
    at: number,
    queue: StressQueue,
  ): Promise<number> => {
    const id = recorder.words[at + ARGUMENT]!;
    const limit = LIMITS[recorder.words[at + COUNT]!]!;
    switch (kind) {
      case "pushAsync":
        return endTimed(recorder, at, await queue.pushAsync(itemOf(id)));
      case "pushAsyncTimed":
        return endTimed(recorder, at, await queue.pushAsync(itemOf(id), limit));
      case "popAsync":
        return endWait(recorder, at, await queue.popAsync(into));
      case "popAsyncTimed":
        return endWait(recorder, at, await queue.popAsync(into, limit));
      default:
        for await (const item of queue) return endItem(recorder, at, item);
        return end(recorder, at, "nothing");
    }
  };

  const endError = (recorder: Recorder, at: number, error: unknown): number => {
    const name = error instanceof Error ? error.name : "";
    if (name === "ClosedError") return end(recorder, at, "closed");
    if (name === "TooManyWaitersError") return end(recorder, at, "too many");
    throw error;
  };

  return {
    perform(recorder, at) {
      const { words } = recorder;
      const kind = KINDS[words[at + KIND]!]!;
      const queue = queues[words[at + PART]!]!;
      if (kind === "pushMany") {
        for (let k = 0; k < words[at + COUNT]!; k++) {
          pushed[k] = itemOf(words[at + ARGUMENT]! + k, pushed[k]!);
        }
      }
      recorder.called(at);
      if (kind.includes("Async") || kind === "iterate") {
        return later(kind, recorder, at, queue).catch((error) => endError(recorder, at, error));
      }
      try {
        return now(kind, recorder, at, queue);
      } catch (error) {
        return endError(recorder, at, error);
      }
    },
  };
}
