/**
 * What each thread of the sharing experiment does: round after round it adds to a word of its own, as
 * often as it can in the same time as the other. Runs wherever typed arrays and `Atomics` are.
 */
export interface SharingTask {
  /** Page-aligned; the words of a round lie in its first page, the barrier in the second. */
  readonly buffer: SharedArrayBuffer;
  /** Byte offset of this thread's word in each round. */
  readonly byteOffsets: readonly number[];
  readonly additions: number;
  readonly threads: number;
}

/** Int32 index in the second page: threads that have arrived, over all rounds. */
const ARRIVED_I32 = 65_536 / 4;

/** When a thread was at work; milliseconds since 1970, a clock that threads share. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

export function runSharingTask({ buffer, byteOffsets, additions, threads }: SharingTask): Span[] {
  const i32 = new Int32Array(buffer);
  return byteOffsets.map((byteOffset, round) => {
    meet(i32, (round + 1) * threads);
    return timeAdditions(i32, byteOffset / 4, additions);
  });
}

/** Both start together: spinning is what keeps the start exact, sleeping what ends on one core. */
function meet(i32: Int32Array, target: number): void {
  let arrived = Atomics.add(i32, ARRIVED_I32, 1) + 1;
  if (arrived === target) Atomics.notify(i32, ARRIVED_I32);
  for (let spin = 0; arrived < target; spin++) {
    if (spin > SPINS) Atomics.wait(i32, ARRIVED_I32, arrived, 1);
    arrived = Atomics.load(i32, ARRIVED_I32);
  }
}

const SPINS = 20_000;

function timeAdditions(i32: Int32Array, index: number, additions: number): Span {
  const startMs = performance.now();
  for (let k = 0; k < additions; k++) Atomics.add(i32, index, 1);
  const endMs = performance.now();
  return { startMs: performance.timeOrigin + startMs, endMs: performance.timeOrigin + endMs };
}

/** The text of a worker that does one task, for where no file can be loaded: in a page. */
export function sharingWorkerText(): string {
  return [
    `const ARRIVED_I32 = ${ARRIVED_I32};`,
    `const SPINS = ${SPINS};`,
    ...[meet, timeAdditions, runSharingTask].map(String),
    "onmessage = ({ data }) => postMessage(runSharingTask(data));",
    "",
  ].join("\n");
}
