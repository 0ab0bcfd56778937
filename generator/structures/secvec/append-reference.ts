/**
 * What a vector that is only appended to means, one operation at a time. A state is the elements in
 * order, and how many of them readers are known to see: a prefix that only grows.
 */
import type { Effect } from "../../core/scenario.ts";

export interface AppendReference {
  readonly empty: string;
  /** Appends a run of numbered items, all or none. */
  push(state: string, numbers: readonly number[]): readonly Effect[];
  /** Alone, a reader sees all; beside threads that push, at least what has been seen before. */
  size(state: string, isAlone: boolean): readonly Effect[];
  get(state: string, index: number, isAlone: boolean): readonly Effect[];
}

interface State {
  readonly seen: number;
  readonly elements: readonly number[];
}

/**
 * `hasParts`: what is pushed is seen part by part. A push may return before those in front of it have,
 * and is not seen until they are; of a run, readers may see a beginning. One thread that pushes single
 * elements is seen to do so at once.
 */
export function appendReference(
  maxLength: number,
  nameOf: (number: number) => number,
  { hasParts }: { readonly hasParts: boolean },
): AppendReference {
  const parse = (state: string): State => {
    const [seen = 0, ...elements] = state.split(" ").map(Number);
    return { seen, elements };
  };
  const print = ({ seen, elements }: State) => [seen, ...elements].join(" ");

  return {
    empty: "0",

    push(state, numbers) {
      const { seen, elements } = parse(state);
      const longer = [...elements, ...numbers.map(nameOf)];
      if (longer.length > maxLength) return [{ state, result: "CapacityError" }];
      const next = print({ seen: hasParts ? seen : longer.length, elements: longer });
      return [{ state: next, result: `index ${elements.length}` }];
    },

    size(state, isAlone) {
      const { seen, elements } = parse(state);
      const least = isAlone ? elements.length : seen;
      return Array.from({ length: elements.length - least + 1 }, (_, k) => ({
        state: print({ seen: least + k, elements }),
        result: `size ${least + k}`,
      }));
    },

    get(state, index, isAlone) {
      const { seen, elements } = parse(state);
      const effects: Effect[] = [];
      if (index < elements.length) {
        const next = print({ seen: Math.max(seen, index + 1), elements });
        effects.push({ state: next, result: `item ${elements[index]}` });
      }
      const isHidden = isAlone ? index >= elements.length : index >= seen;
      if (isHidden) effects.push({ state, result: "undefined" });
      return effects;
    },
  };
}
