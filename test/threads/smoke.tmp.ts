import { type Leg, runTraffic } from "./traffic.ts";
const legs: Leg[] = [];
for (const producers of ["many", "one"] as const) {
  for (const consumers of ["many", "one"] as const) {
    for (const capacity of [1, 2, 8, 64, 4096]) {
      for (const item of ["u32", "Packet"] as const) {
        legs.push({
          item,
          producers,
          consumers,
          capacity,
          padding: "none",
          waiting: true,
          producerThreads: 1,
          consumerThreads: 1,
          each: 2000,
        });
      }
    }
  }
}
const t = performance.now();
await runTraffic({ legs, seed: 1, timeoutMs: 20000, stallMs: 3000 });
console.log(performance.now() - t);
