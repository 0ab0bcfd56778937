/** Curves of the sharing experiment → the distance at which the cost falls, and how sure that is. */
import { type Curve, DISTANCES_BYTES, type SharingPoint } from "./sharing.ts";

/** Sharing has to cost this much more than being apart before a curve says anything. */
const LEAST_CONTRAST = 1.5;
/** Part of the way from apart to shared above which a distance counts as shared. */
const SHARED_PART = 0.35;
/** Part of the subsets that have to agree. */
const LEAST_CONFIDENCE = 0.7;
/** Repetitions are dealt out to so many groups, each of which gives an answer of its own. */
const GROUPS = 5;

export interface Sharing {
  /** Bytes from which on two writers do not disturb each other; undefined: the curves do not say. */
  readonly distanceBytes: number | undefined;
  /** Part of the groups of repetitions that agree, 0 to 1. */
  readonly confidence: number;
  readonly points: readonly SharingPoint[];
  readonly detail: string;
}

export function concludeSharing(curves: readonly Curve[]): Sharing {
  const costs = medians(curves);
  const points = DISTANCES_BYTES.flatMap((distanceBytes, k) => {
    const nanoseconds = costs[k] ?? NaN;
    return Number.isNaN(nanoseconds) ? [] : [{ distanceBytes, nanoseconds }];
  });
  const distanceBytes = kneeOf(costs);
  const range = `${shown(costs[0])} ns at ${DISTANCES_BYTES[0]} bytes, ` +
    `${shown(costs.at(-1))} ns at ${DISTANCES_BYTES.at(-1)}`;
  if (distanceBytes === undefined) {
    return { distanceBytes, confidence: 0, points, detail: `the cost does not fall: ${range}` };
  }
  const groups = Array.from(
    { length: GROUPS },
    (_, group) => kneeOf(medians(curves.filter((_, k) => k % GROUPS === group))),
  );
  const confidence = groups.filter((knee) => knee === distanceBytes).length / GROUPS;
  const agreed = `${Math.round(confidence * 100)} % of the repetitions agree`;
  return confidence < LEAST_CONFIDENCE
    ? {
      distanceBytes: undefined,
      confidence,
      points,
      detail: `too noisy: only ${agreed} on ${distanceBytes} bytes; ${range}`,
    }
    : { distanceBytes, confidence, points, detail: `${agreed}; ${range}` };
}

/** The cost at each distance; NaN where the threads never ran at the same time. */
function medians(curves: readonly Curve[]): readonly number[] {
  return DISTANCES_BYTES.map((_, k) => median(curves.flatMap((curve) => curve[k] ?? [])));
}

/**
 * The first distance from which on every cost is near that of words that are far apart. Lines have at
 * least 32 bytes, so a fall before that is noise.
 */
function kneeOf(costs: readonly number[]): number | undefined {
  const apart = median(costs.slice(-2));
  const shared = median(costs.slice(0, 3));
  if (!(shared >= apart * LEAST_CONTRAST)) return undefined;
  const limit = apart + (shared - apart) * SHARED_PART;
  const lastShared = costs.findLastIndex((cost) => !(cost <= limit));
  const knee = DISTANCES_BYTES[lastShared + 1];
  return knee === undefined || knee < 32 ? undefined : knee;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

function shown(cost: number | undefined): string {
  return (cost ?? NaN).toFixed(1);
}
