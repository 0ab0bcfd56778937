/** The checks of this folder find what they are for: each planted fault within a few tries. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { breakModule, type Fault, FAULTS, WAKE_FAULTS } from "./broken.ts";
import { playPingPong } from "./ping-pong.ts";
import { emit, type Emitted, load, type Shape } from "./queues.ts";
import { newSeed } from "./random.ts";
import { type Leg, runTraffic } from "./traffic.ts";

const TRIES = 5;

const SHAPE: Shape = {
  item: "u32",
  producers: "many",
  consumers: "many",
  capacity: 64,
  padding: "none",
  waiting: true,
};

const LEG: Leg = {
  ...SHAPE,
  producerThreads: 2,
  consumerThreads: 2,
  each: 60_000,
  pushStyles: ["tryPush", "pushMany", "push"],
  popStyles: ["tryPop", "popMany", "pop"],
};

/** Fails unless one of the tries does. A module that cannot even be loaded counts as a mistake here. */
async function assertFound(
  { title }: Fault,
  attempt: (queue: Emitted, seed: number) => Promise<void>,
  queue: Emitted,
): Promise<void> {
  await load(queue);
  for (let k = 1; k <= TRIES; k++) {
    try {
      await attempt(queue, newSeed());
    } catch (error) {
      console.log(`${title}: found at try ${k}: ${String(error).split("\n", 1)[0]}`);
      return;
    }
  }
  assert.fail(`${title}: not found in ${TRIES} tries`);
}

const traffic = (queue: Emitted, seed: number) =>
  runTraffic({ legs: [LEG], modules: [queue], seed, timeoutMs: 10_000, stallMs: 600 });

const pingPong = (queue: Emitted, seed: number) =>
  playPingPong({ queue, way: "blocking", rounds: 5_000, seed, timeoutMs: 10_000, stallMs: 600 });

for (const fault of FAULTS) {
  test(`found by traffic: ${fault.title}`, async () => {
    const [queue] = await emit([SHAPE]);
    await assertFound(fault, traffic, breakModule(queue!, fault));
  });
}

for (const fault of WAKE_FAULTS) {
  test(`found by ping-pong: ${fault.title}`, async () => {
    const [queue] = await emit([SHAPE]);
    await assertFound(fault, pingPong, breakModule(queue!, fault));
  });
}

test("what finds the faults passes the module without one", async () => {
  const [queue] = await emit([SHAPE]);
  const limits = { seed: newSeed(), timeoutMs: 30_000, stallMs: 5_000 };
  await runTraffic({ legs: [LEG], modules: [queue!], ...limits });
  await playPingPong({ queue: queue!, way: "blocking", rounds: 5_000, ...limits });
});
