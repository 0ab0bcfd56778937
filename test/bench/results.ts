/** Results as a run of the bench would record them. */
import type { Repetition, Result } from "../../bench/result.ts";

export const MACHINE: Result["machine"] = {
  processor: "Test processor",
  cores: 2,
  system: "Linux",
  line: { lineBytes: 64, evidence: [{ source: "a file", lineBytes: 64, detail: "64" }] },
};

export function repetitions(...values: readonly number[]): readonly Repetition[] {
  return values.map((value) => ({ value, placementNs: [100, 100], others: 0, disturbed: false }));
}

/** A side of one case under Node; it is an emitted one unless `more` says otherwise. */
export function result(
  side: string,
  values: readonly number[],
  more: Partial<Result> = {},
): Result {
  return {
    case: "made-up",
    title: "1 → 1, made up",
    measure: "rate",
    side,
    emitted: true,
    against: "peer",
    runtime: "node",
    version: "26.10.0",
    date: "2026-11-21T12:00:00.000Z",
    commit: "0123456789abcdef+",
    machine: MACHINE,
    repetitions: repetitions(...values),
    ...more,
  };
}

export function peer(values: readonly number[], more: Partial<Result> = {}): Result {
  return result("peer", values, { emitted: false, ...more });
}
