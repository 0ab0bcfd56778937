/**
 * Data races, without clocks. Two conflicting accesses, one of them plain, race if and only if some
 * execution comes to a state in which both threads have made theirs since their last synchronising
 * step, or one has and the other's next step is the other access: leave out of an execution with a
 * race all that happens after either access, and this is what remains. So it is enough to compare
 * where the threads stand, and states need no history.
 */
import type { Range } from "./memory.ts";
import type { Situation } from "./thread.ts";

/** What races, if something does; dead threads make no next step. */
export function findRace(
  first: Situation,
  second: Situation,
  dead: { readonly first: boolean; readonly second: boolean },
): string | undefined {
  for (const a of first.plain) {
    const b = second.plain.find((range) => isConflict(a, range));
    if (b !== undefined) return describe(a, "plain", b, "plain");
  }
  const nextOfFirst = dead.first ? undefined : first.next;
  const nextOfSecond = dead.second ? undefined : second.next;
  return plainAgainstNext(first, nextOfSecond) ?? plainAgainstNext(second, nextOfFirst) ??
    widthsOf(nextOfFirst, nextOfSecond);
}

function plainAgainstNext({ plain }: Situation, next: Range | undefined): string | undefined {
  if (next === undefined) return undefined;
  const found = plain.find((range) => isConflict(range, next));
  return found && describe(found, "plain", next, "atomic");
}

/** Atomics order each other if they have the same bytes. */
function widthsOf(a: Range | undefined, b: Range | undefined): string | undefined {
  if (a === undefined || b === undefined || !isConflict(a, b)) return undefined;
  if (a.start === b.start && a.end === b.end) return undefined;
  return `Atomics of different widths: ${describe(a, "atomic", b, "atomic")}`;
}

function isConflict(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end && (a.writes || b.writes);
}

function describe(a: Range, kindOfA: string, b: Range, kindOfB: string): string {
  const words = (range: Range, kind: string) =>
    `${kind} ${range.writes ? "write" : "read"} of bytes ${range.start} to ${range.end - 1}`;
  return `${words(a, kindOfA)}, and ${words(b, kindOfB)}, with nothing to order them`;
}
