import type { Percentiles, Tally } from "../job.ts";
import { received, wrong } from "./check.ts";

/** Times `count` round trips one after the other; `trip` resolves to the item that came back. */
export async function timeRoundTrips(
  count: number,
  trip: (item: number) => number | undefined | Promise<number | undefined>,
): Promise<Tally> {
  const tripsUs = new Float64Array(count);
  let fault: string | undefined;
  for (let k = 0; k < count; k++) {
    const startMs = performance.now();
    const answer = trip(k);
    const item = answer instanceof Promise ? await answer : answer;
    tripsUs[k] = (performance.now() - startMs) * 1_000;
    if (item !== k) fault ??= wrong(item, k);
  }
  return { ...received(count, fault), latency: percentiles(tripsUs.sort()) };
}

function percentiles(sorted: Float64Array): Percentiles {
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
