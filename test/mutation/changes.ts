/** What is to be tried: each change of a line once, with the modules in which it stands. */
import { type Kind, KINDS, type Mutation, mutationsOf } from "./mutator.ts";
import type { Subject } from "./subjects.ts";

export interface Change {
  readonly structure: string;
  readonly key: string;
  readonly kind: Kind;
  readonly operation: string;
  readonly before: string;
  readonly after: string;
  /** Where it is tried, in this order. */
  readonly places: readonly Place[];
}

export interface Place {
  readonly subject: string;
  readonly mutation: Mutation;
}

/** Two modules of the first group, and one of the last, which has most threads at once. */
const PLACES_IN_GROUP = 2;

/**
 * The same change of the same line of an operation comes from the same line of a template: it is
 * counted once, and refuted where one of its modules is.
 */
export function changesOf(subjects: readonly Subject[]): readonly Change[] {
  const found = new Map<string, { structure: string; places: (Place & { group: string })[] }>();
  for (const { name, group, structure, text } of subjects) {
    for (const mutation of mutationsOf(text)) {
      const key = `${structure} | ${mutation.key}`;
      const known = found.get(key) ?? { structure, places: [] };
      known.places.push({ subject: name, group, mutation });
      found.set(key, known);
    }
  }
  return [...found.values()].map(({ structure, places }) => {
    const { group, mutation: { key, kind, operation, before, after } } = places[0]!;
    const own = places.filter((place) => place.group === group).slice(0, PLACES_IN_GROUP);
    const last = places.at(-1)?.group;
    const other = last === group ? undefined : places.find((place) => place.group === last);
    return {
      structure,
      key,
      kind,
      operation,
      before,
      after,
      places: [...own, ...(other === undefined ? [] : [other])],
    };
  });
}

/** Of each kind its share of `count`, and two at least, evenly spread. */
export function sampleOf(changes: readonly Change[], count: number): readonly Change[] {
  return KINDS.flatMap((kind) => {
    const alike = changes.filter((change) => change.kind === kind);
    const share = Math.max(2, Math.round(count * alike.length / changes.length));
    const every = Math.max(1, alike.length / share);
    return Array.from(
      { length: Math.min(share, alike.length) },
      (_, k) => alike[Math.floor((k + 0.5) * every)]!,
    );
  });
}
