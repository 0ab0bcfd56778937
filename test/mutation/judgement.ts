/** What survived, against the list of changes that make no difference. */
import type { Change } from "./changes.ts";
import { type Equivalence, EQUIVALENT } from "./equivalent.ts";
import type { Result } from "./run.ts";

export interface Judgement {
  /** Survivors by the entry that explains them; every entry is here. */
  readonly explained: ReadonlyMap<Equivalence, readonly Result[]>;
  readonly unexplained: readonly Result[];
  /** Refuted although an entry says that nothing can refute them. */
  readonly refuted: readonly Result[];
}

export function judge(
  results: readonly Result[],
  list: readonly Equivalence[] = EQUIVALENT,
): Judgement {
  const explained = new Map<Equivalence, Result[]>(list.map((entry) => [entry, []]));
  const unexplained: Result[] = [];
  const refuted: Result[] = [];
  for (const result of results) {
    const entry = list.find((one) => explains(one, result.change));
    if (result.outcome !== "survived") {
      if (entry !== undefined) refuted.push(result);
    } else if (entry === undefined) unexplained.push(result);
    else explained.get(entry)?.push(result);
  }
  return { explained, unexplained, refuted };
}

export function explains(entry: Equivalence, change: Change): boolean {
  return entry.structure === change.structure &&
    (entry.operations === undefined || entry.operations.includes(change.operation)) &&
    (entry.occurrence === undefined || change.key.endsWith(` | ${entry.occurrence}`)) &&
    (typeof entry.change === "function"
      ? entry.change(change.before, change.after)
      : entry.change.test(showChange(change)));
}

/** As entries of the list match it. */
export function showChange({ before, after }: Pick<Change, "before" | "after">): string {
  return `${before} ⇒ ${after}`;
}
