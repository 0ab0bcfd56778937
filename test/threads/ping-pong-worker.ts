/** One end of a game of ping-pong: takes from one queue, gives to the other, and counts. */
import { serveWorker } from "../support/worker.ts";
import { openBoard } from "./board.ts";
import { type Emitted, load, type NumberQueue } from "./queues.ts";
import { randomFrom } from "./random.ts";

export interface PingPongTask {
  readonly queue: Emitted;
  /** Two queues: there and back. */
  readonly handles: readonly [unknown, unknown];
  readonly end: "first" | "second";
  readonly way: "blocking" | "async" | "timed";
  readonly rounds: number;
  readonly board: SharedArrayBuffer;
  readonly seed: number;
}

await serveWorker<PingPongTask>(async (task) => {
  const { rounds, way } = task;
  const worker = task.end === "first" ? 0 : 1;
  const { attach } = await load<NumberQueue>(task.queue);
  const there = attach(task.handles[worker]);
  const back = attach(task.handles[1 - worker]);
  const board = openBoard(task.board, 1);
  const random = randomFrom(task.seed + worker);

  for (let round = 0; round < rounds; round++) {
    board.note(worker, 0, 0, round, round + 1);
    if (worker === 0) await give(round);
    // Now at once, now a little later: so that the other end is met in each of its steps.
    for (let spins = random(4) === 0 ? random(400) : random(12); spins > 0; spins--) random(2);
    const got = await take();
    if (got !== round) throw new Error(`round ${round}: got ${got}`);
    if (worker === 1) await give(round);
  }
  return rounds;

  async function give(item: number): Promise<void> {
    if (way === "async") {
      if (!await there.pushAsync(item)) throw new Error(`round ${item}: pushAsync failed`);
    } else if (way === "blocking") {
      if (!there.push(item)) throw new Error(`round ${item}: push failed`);
    } else {
      while (!there.push(item, random(3) / 50)) stopIfTold();
    }
  }

  async function take(): Promise<number | undefined> {
    if (way === "async") return await back.popAsync();
    if (way === "blocking") return back.pop();
    for (;;) {
      const item = back.pop(undefined, random(3) / 50);
      if (item !== undefined) return item;
      stopIfTold();
    }
  }

  function stopIfTold(): void {
    if (board.stopped()) throw new Error("was stopped with the run");
  }
});
