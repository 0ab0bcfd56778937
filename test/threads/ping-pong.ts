/** Two threads that wake each other in turn: a wake-up that is lost stalls the game. */
import { runWorkers } from "../support/workers.ts";
import { boardMemory, openBoard } from "./board.ts";
import type { PingPongTask } from "./ping-pong-worker.ts";
import { type Emitted, JUST_BELOW_WRAP, load, type NumberQueue } from "./queues.ts";
import { howToRepeat } from "./random.ts";
import { watchBoard } from "./watch.ts";

export interface PingPongOptions {
  readonly queue: Emitted;
  readonly way: PingPongTask["way"];
  readonly rounds: number;
  readonly seed: number;
  readonly stallMs: number;
  readonly timeoutMs: number;
}

/** Plays all rounds. Throws with the state of both queues when the game stalls or goes wrong. */
export async function playPingPong(options: PingPongOptions): Promise<void> {
  const { queue, way, rounds, seed, stallMs } = options;
  const { create } = await load<NumberQueue>(queue);
  const queues = [0, 1].map(() => create({ initialTicket: JUST_BELOW_WRAP }));
  const memory = boardMemory([{ producers: 2 }], 2);
  const board = openBoard(memory, 1);
  let stalled = false;
  const unwatch = watchBoard(board, stallMs, () => {
    stalled = true;
    for (const one of queues) one.close();
  });
  const describe = (what: string) => {
    const ends = [0, 1].map((worker) => board.read(worker)[3]);
    const states = queues.map(({ size, busy, closed }) =>
      `size ${size}, busy ${busy}, closed ${closed}`
    );
    return `${queue.className}, ${way}: ` +
      (stalled ? `nothing moved for ${stallMs} ms, then: ` : "") +
      `${what}\n  rounds begun: ${ends.join(" and ")} of ${rounds}; ` +
      `queues: ${states.join(" and ")}\n  ${howToRepeat(seed)}`;
  };
  try {
    await runWorkers({
      script: new URL("./ping-pong-worker.ts", import.meta.url),
      workers: 2,
      data: (k): PingPongTask => ({
        queue,
        handles: [queues[0]!.handle, queues[1]!.handle],
        end: k === 0 ? "first" : "second",
        way,
        rounds,
        board: memory,
        seed,
      }),
      timeoutMs: options.timeoutMs,
    });
  } catch (error) {
    throw new Error(describe(error instanceof Error ? error.message : String(error)));
  } finally {
    unwatch();
  }
  if (stalled) throw new Error(describe("all rounds were played after a stall"));
}
