/** Queues that publish and release in runs, between real threads: several pairs at once, every operation. */
import { test } from "node:test";
import { newSeed } from "./random.ts";
import { type Leg, runTraffic, type TrafficOptions } from "./traffic.ts";

/** Runs of one item, of one, two, 16 and 64. */
const CAPACITIES = [1, 4, 8, 64, 4096];

/** Pairs at the same time: more threads than most machines that run this have cores. */
const PAIRS = 3;

const LIMITS = { timeoutMs: 60_000, stallMs: 10_000 };

function legsOf(item: Leg["item"], share: number): Leg[] {
  return CAPACITIES.flatMap((capacity) =>
    [true, false].map((waiting) => ({
      item,
      capacity,
      waiting,
      producers: "one" as const,
      consumers: "one" as const,
      publish: "lazy" as const,
      padding: "none" as const,
      producerThreads: 1,
      consumerThreads: 1,
      each: Math.ceil(Math.min(8_000, 800 + capacity * 20) * share),
    }))
  );
}

/** Each pair has queues of its own, and a crew of its own. */
async function runPairs(options: Pick<TrafficOptions, "legs">): Promise<void> {
  await Promise.all(
    Array.from({ length: PAIRS }, () => runTraffic({ ...options, ...LIMITS, seed: newSeed() })),
  );
}

test("every number arrives once and in order, whatever is late", async () => {
  await runPairs({ legs: legsOf("u32", 0.5) });
});

test("every field of every record arrives", async () => {
  await runPairs({ legs: legsOf("Packet", 0.25) });
});

test("single pushes and pops alone never stand still, however small the queue", async () => {
  await runPairs({
    legs: legsOf("u32", 0.5).map((leg) => ({
      ...leg,
      pushStyles: [leg.waiting ? "push" : "tryPush"],
      popStyles: [leg.waiting ? "pop" : "tryPop"],
    })),
  });
});
