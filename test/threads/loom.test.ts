/** Looms and batons on more threads than there are cores. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type FiberStall, Weave } from "../golden/weave.gen.ts";
import { withTimeout } from "../support/time.ts";
import { runWorkers } from "../support/workers.ts";
import type { LoomTask } from "./loom-worker.ts";

const script = new URL("./loom-worker.ts", import.meta.url);

const PLAYERS = 4;
const ROUNDS = 150;

/** A loom with all of its batons given out, for others to run. */
function loomOf(batons: number): Weave {
  const loom = Weave.create();
  for (let baton = 0; baton < batons; baton++) assert.equal(loom.newBaton(), baton);
  loom.handOver();
  return loom;
}

for (const how of ["blocking", "events"] as const) {
  test(`fibers and threads play ball through batons, ${how}`, async () => {
    const loom = loomOf(2 * PLAYERS);
    const { handle } = loom;
    const [switches, ...rounds] = await runWorkers({
      script,
      workers: 1 + PLAYERS,
      data: (k): LoomTask =>
        k === 0
          ? { kind: "run", players: PLAYERS, rounds: ROUNDS, how, handle }
          : { kind: "play", player: k - 1, rounds: ROUNDS, how, handle },
      timeoutMs: 60_000,
    });
    assert.deepEqual(rounds, Array.from({ length: PLAYERS }, () => ROUNDS));
    assert.ok(Number(switches) >= PLAYERS && Number(switches) <= PLAYERS * (ROUNDS + 1));
  });

  test(`posts from another thread meet time-outs, ${how}`, async () => {
    const loom = loomOf(1);
    const rounds = 200;
    let running = true;
    const poster = (async () => {
      while (running) {
        loom.post(0);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const [hits] = await runWorkers({
      script,
      workers: 1,
      data: (): LoomTask => ({ kind: "late", rounds, how, handle: loom.handle }),
      timeoutMs: 60_000,
    }).finally(() => {
      running = false;
    });
    await poster;
    assert.ok(Number(hits) >= 0 && Number(hits) <= rounds);
  });
}

test("another thread stops a loom that sleeps", async () => {
  const loom = loomOf(8);
  const other = Weave.attach(loom.handle);
  const worker = runWorkers({
    script,
    workers: 1,
    data: (): LoomTask => ({
      kind: "run",
      players: 1,
      rounds: 1,
      how: "blocking",
      handle: loom.handle,
    }),
    timeoutMs: 30_000,
  });
  // The player waits for a baton that nobody posts.
  const timer = setInterval(() => other.stop(), 20);
  await withTimeout(worker, 30_000, "stop").finally(() => clearInterval(timer));
});

test("another thread sees a fiber that does not return, while it does not", async () => {
  const loom = loomOf(1);
  const stalls: FiberStall[] = [];
  const end = loom.watch(50, (stall) => stalls.push(stall));
  await runWorkers({
    script,
    workers: 1,
    data: (): LoomTask => ({ kind: "stall", ms: 1_000, rounds: 0, handle: loom.handle }),
    timeoutMs: 30_000,
  }).finally(end);
  const [stall] = stalls;
  assert.equal(stall?.name, "busy");
  assert.equal(stall.line, 142);
  assert.ok(stall.ms >= 50, `${stall.ms}`);
});
