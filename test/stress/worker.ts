/** A thread of a stress run: goes through its entries, round by round. */
import { parentPort, workerData } from "node:worker_threads";
import { randomFrom } from "../threads/random.ts";
import { openBarrier } from "./barrier.ts";
import { createPause, disturbAtomics } from "./disturb.ts";
import { createRecorder } from "./history.ts";
import { performerOf } from "./performers.ts";

export interface StressTask {
  readonly structure: string;
  readonly className: string;
  readonly href: string;
  readonly handles: readonly unknown[];
  readonly thread: number;
  /** This thread's entries. */
  readonly entries: SharedArrayBuffer;
  /** The word at which each round begins, and the end of the last. */
  readonly starts: readonly number[];
  /** Before this round, those that are still there wait until the others have stopped. */
  readonly afterDeaths: number | undefined;
  /** Whether this one is terminated. */
  readonly isVictim: boolean;
  readonly barrier: SharedArrayBuffer;
  readonly clock: SharedArrayBuffer;
  readonly isDisturbed: boolean;
  readonly seed: number;
}

export type StressMessage =
  | { readonly kind: "done" }
  | { readonly kind: "error"; readonly text: string };

/** One operation in so many begins after a pause. */
const PAUSE_RARITY = 4;

const task: StressTask = workerData;
const port = parentPort;
if (port === null) throw new Error("worker.ts runs in a worker");
const send = (message: StressMessage) => port.postMessage(message);

try {
  await run();
  send({ kind: "done" });
} catch (error) {
  send({ kind: "error", text: error instanceof Error ? error.stack ?? error.message : `${error}` });
}

async function run(): Promise<void> {
  const { thread, starts, afterDeaths } = task;
  const random = randomFrom(task.seed + 7919 * (thread + 1));
  const barrier = openBarrier(new Int32Array(task.barrier));
  const recorder = createRecorder(new Int32Array(task.entries), new Int32Array(task.clock));
  const pause = createPause(random);
  const performer = await performerOf(task);
  if (task.isDisturbed) disturbAtomics(random);
  for (let round = 0; round + 1 < starts.length; round++) {
    if (round === afterDeaths) barrier.untilGone(task.isVictim);
    barrier.meet();
    const end = starts[round + 1]!;
    for (let at = starts[round]!; at < end;) {
      if (random(PAUSE_RARITY) === 0) pause();
      const next = performer.perform(recorder, at);
      at = typeof next === "number" ? next : await next;
    }
  }
}
