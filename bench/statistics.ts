import type { Case } from "./cases/case.ts";
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

/**
 * The median of the ratios of repetitions that ran one after the other, of those pairs only whose two
 * repetitions found the cores equally far apart, or one of which had a single thread.
 */
export function ratioOf(
  side: readonly Repetition[],
  other: readonly Repetition[],
  measure: Case["measure"],
): Ratio {
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
  return { value: spreadOf(ratios).median, moved };
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
