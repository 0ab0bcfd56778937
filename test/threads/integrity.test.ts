import { test } from "node:test";
import type { Shape } from "./queues.ts";
import { newSeed } from "./random.ts";
import { type Leg, runTraffic } from "./traffic.ts";

const CAPACITIES = [1, 2, 8, 64, 4096];

/** Items of a whole leg: a small queue passes few at a time, and each wake-up costs some 20 µs. */
const ITEMS: Readonly<Record<number, number>> = {
  1: 2_000,
  2: 3_000,
  8: 4_000,
  64: 12_000,
  4096: 30_000,
};

const LIMITS = { timeoutMs: 60_000, stallMs: 10_000 };

/** Roles that `producers` and `consumers` threads may have. */
function rolesFor(producers: number, consumers: number): Pick<Shape, "producers" | "consumers">[] {
  const roles = (threads: number) => threads === 1 ? ["one", "many"] as const : ["many"] as const;
  return roles(producers).flatMap((one) =>
    roles(consumers).map((other) => ({ producers: one, consumers: other }))
  );
}

/** Every variant that these threads may use, each once; paddings and waiting take turns. */
function legsFor(
  item: Shape["item"],
  producerThreads: number,
  consumerThreads: number,
  share: number,
): Leg[] {
  let turn = producerThreads + (item === "u32" ? 0 : 1);
  return rolesFor(producerThreads, consumerThreads).flatMap((roles) =>
    CAPACITIES.map((capacity) => {
      turn++;
      return {
        ...roles,
        item,
        capacity,
        padding: turn % 2 === 0 ? "line" as const : "none" as const,
        waiting: turn % 5 !== 0,
        producerThreads,
        consumerThreads,
        each: Math.ceil(ITEMS[capacity]! * share / producerThreads),
      };
    })
  );
}

for (const [producers, consumers] of [[1, 1], [2, 2], [4, 4], [4, 1], [1, 4]] as const) {
  test(`${producers}×${consumers} threads: every number arrives once and in order`, async () => {
    await runTraffic({
      legs: legsFor("u32", producers, consumers, producers + consumers === 2 ? 0.5 : 1),
      seed: newSeed(),
      ...LIMITS,
    });
  });

  test(`${producers}×${consumers} threads: every field of every record arrives`, async () => {
    const legs = legsFor("Packet", producers, consumers, 0.25);
    await runTraffic({ legs, seed: newSeed(), ...LIMITS });
  });
}

test("millions of numbers in batches", async () => {
  const shape = {
    item: "u32",
    capacity: 4096,
    padding: "none",
    waiting: true,
    pushStyles: ["pushMany"],
    popStyles: ["popMany"],
  } as const;
  const legs: Leg[] = [
    ...rolesFor(1, 1).map((roles) => ({
      ...shape,
      ...roles,
      producerThreads: 1,
      consumerThreads: 1,
      each: 500_000,
    })),
    ...[2, 4].map((threads) => ({
      ...shape,
      producers: "many" as const,
      consumers: "many" as const,
      producerThreads: threads,
      consumerThreads: threads,
      each: 1_000_000 / threads,
    })),
  ];
  await runTraffic({ legs, seed: newSeed(), ...LIMITS });
});
