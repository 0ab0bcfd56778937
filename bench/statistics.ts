import type { Measure } from "./cases/case.ts";
import type { Repetition } from "./result.ts";

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { min: sorted[0] ?? NaN, median: medianOf(sorted), max: sorted.at(-1) ?? NaN };
}

export interface Ratio {
  /** How many times better than the other side; above 1 is ahead. */
  readonly value: number;
  /** Fewer than half of the pairs had the same placement, so all pairs were taken. */
  readonly moved: boolean;
}

/** The median of {@link ratiosOf}. */
export function ratioOf(
  side: readonly Repetition[],
  other: readonly Repetition[],
  measure: Measure,
): Ratio {
  const { ratios, moved } = ratiosOf(side, other, measure);
  return { value: spreadOf(ratios).median, moved };
}

/**
 * The ratios of repetitions that ran one after the other, of those pairs only whose two repetitions found
 * the cores equally far apart, or one of which had a single thread.
 */
export function ratiosOf(
  side: readonly Repetition[],
  other: readonly Repetition[],
  measure: Measure,
): { readonly ratios: readonly number[]; readonly moved: boolean } {
  const pairs = side.slice(0, other.length).map((repetition, k) => ({
    repetition,
    partner: other[k] ?? repetition,
  }));
  const comparable = pairs.filter(({ repetition, partner }) => {
    const [one, other] = [placementOf(repetition), placementOf(partner)];
    return one === other || one === "alone" || other === "alone";
  });
  const moved = comparable.length * 2 < pairs.length;
  const ratios = (moved ? pairs : comparable).map(({ repetition, partner }) =>
    measure === "rate" ? repetition.value / partner.value : partner.value / repetition.value
  );
  return { ratios, moved };
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Where the ratio of the medians of `after` and `before` lies with 99 % confidence: the middle of the ratios
 * of so many pairs of samples, each drawn from its own values with replacement. The same values give the same
 * interval.
 */
export function bootstrapRatio(before: readonly number[], after: readonly number[]): Interval {
  const draws = 4_000;
  const tail = 0.005;
  const random = randomNumbers(0x9e3779b9);
  const sample = (values: readonly number[]) =>
    spreadOf(values.map(() => values[Math.floor(random() * values.length)] ?? NaN)).median;
  const ratios = Array.from({ length: draws }, () => sample(after) / sample(before))
    .sort((a, b) => a - b);
  const at = (share: number) => ratios[Math.floor(share * (draws - 1))] ?? NaN;
  return { low: at(tail), high: at(1 - tail) };
}

/** Numbers from 0 to 1, evenly spread: xorshift, 32 bits (Marsaglia 2003). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Between the round trips within a core complex, 0.1 µs, and across two, 0.5 µs. */
const NEAR_LIMIT_NS = 250;

function placementOf({ placementNs }: Repetition): "alone" | "near" | "far" | "moved" {
  if (placementNs.length === 0) return "alone";
  const near = placementNs.filter((ns) => ns < NEAR_LIMIT_NS).length;
  return near === placementNs.length ? "near" : near === 0 ? "far" : "moved";
}

function medianOf(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2;
}
