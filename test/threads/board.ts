/** A shared board on which workers write what they do, so that a run that stalls can be described. */

/** Words: stop, then for each leg how many producers are at work, then four for each worker. */
export interface Board {
  /** Writes what the worker did last: its leg, style, item and how many items it has handled. */
  readonly note: (worker: number, leg: number, style: number, id: number, count: number) => void;
  readonly stop: () => void;
  readonly stopped: () => boolean;
  /** A producer of the leg is done; true for the last one. */
  readonly producerDone: (leg: number) => boolean;
  readonly producersLeft: (leg: number) => number;
  /** Changes as long as some worker gets on. */
  readonly total: () => number;
  readonly read: (
    worker: number,
  ) => readonly [leg: number, style: number, id: number, count: number];
}

const NOTES = 4;

export function boardMemory(legs: readonly { readonly producers: number }[], workers: number) {
  const memory = new SharedArrayBuffer((1 + legs.length + NOTES * workers) * 4);
  const words = new Int32Array(memory);
  legs.forEach(({ producers }, k) => Atomics.store(words, 1 + k, producers));
  return memory;
}

export function openBoard(memory: SharedArrayBuffer, legs: number): Board {
  const words = new Int32Array(memory);
  const start = 1 + legs;
  const workers = (words.length - start) / NOTES;
  const countOf = (worker: number) => Atomics.load(words, start + worker * NOTES + 3);
  return {
    note: (worker, ...values) =>
      values.forEach((value, k) => Atomics.store(words, start + worker * NOTES + k, value)),
    stop: () => Atomics.store(words, 0, 1),
    stopped: () => Atomics.load(words, 0) === 1,
    producerDone: (leg) => Atomics.sub(words, 1 + leg, 1) === 1,
    producersLeft: (leg) => Atomics.load(words, 1 + leg),
    total: () => {
      let sum = 0;
      for (let worker = 0; worker < workers; worker++) sum += countOf(worker);
      return sum;
    },
    read: (worker) => {
      const at = start + worker * NOTES;
      const [leg = 0, style = 0, id = 0, count = 0] = [0, 1, 2, 3].map((k) =>
        Atomics.load(words, at + k)
      );
      return [leg, style, id, count];
    },
  };
}
