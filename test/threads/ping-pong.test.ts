import { test } from "node:test";
import type { PingPongTask } from "./ping-pong-worker.ts";
import { playPingPong } from "./ping-pong.ts";
import { classNameOf, emit, type Shape } from "./queues.ts";
import { newSeed } from "./random.ts";

const ROLES = [["many", "many"], ["many", "one"], ["one", "many"], ["one", "one"]] as const;

const shapes: readonly Shape[] = [1, 2].flatMap((capacity) =>
  ROLES.map(([producers, consumers]) => ({
    item: "u32",
    producers,
    consumers,
    capacity,
    padding: "line",
    waiting: true,
  }))
);

const ROUNDS: Readonly<Record<PingPongTask["way"], number>> = {
  blocking: 2_000,
  timed: 1_000,
  async: 800,
};

for (const shape of shapes) {
  test(`${classNameOf(shape)}: no wake-up is lost`, async () => {
    const [queue] = await emit([shape]);
    for (const way of ["blocking", "timed", "async"] as const) {
      await playPingPong({
        queue: queue!,
        way,
        rounds: ROUNDS[way],
        seed: newSeed(),
        stallMs: 8_000,
        timeoutMs: 60_000,
      });
    }
  });
}
