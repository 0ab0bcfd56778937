/** A clock in the place of the runtime's, so that nothing depends on how fast a machine runs. */

/** Milliseconds that pass between two looks, as in `memoryWorld`. */
const MS_PER_LOOK = 1 / 1024;

/**
 * Runs `work` with a `performance.now` that advances by itself, and an `Atomics.wait` in which nobody
 * comes: the time is up at once.
 */
export async function withoutTime<Result>(work: () => Result): Promise<Awaited<Result>> {
  const wait = Atomics.wait;
  let ms = 0;
  Object.defineProperty(performance, "now", {
    configurable: true,
    value: () => ms += MS_PER_LOOK,
  });
  Reflect.set(
    Atomics,
    "wait",
    (array: Int32Array, index: number, value: number, timeoutMs: number) => {
      if (Atomics.load(array, index) !== value) return "not-equal";
      ms += timeoutMs;
      return "timed-out";
    },
  );
  try {
    return await work();
  } finally {
    Reflect.deleteProperty(performance, "now");
    Reflect.set(Atomics, "wait", wait);
  }
}
