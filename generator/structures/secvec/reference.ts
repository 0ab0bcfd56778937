/**
 * What a vector that shrinks means, one operation at a time: a list of elements and a greatest length.
 * The state is text: the elements' numbers from the first on, `0 1 7`.
 */
import type { Effect } from "../../core/scenario.ts";

export interface VectorReference {
  readonly empty: string;
  /** `at 3`, or `full`. */
  push(state: string, item: number): readonly Effect[];
  /** `item 3`, or `nothing`. */
  pop(state: string): readonly Effect[];
  /** `item 3`, or `nothing`. */
  get(state: string, index: number): readonly Effect[];
  /** `done`, or `outside`. */
  set(state: string, index: number, item: number): readonly Effect[];
  /** `item 3`: what was there; or `outside`. */
  compareExchange(
    state: string,
    index: number,
    expected: number,
    replacement: number,
  ): readonly Effect[];
  /** `size 3` */
  size(state: string): readonly Effect[];
  /** `done`; for what only concerns the handle. */
  nothing(state: string): readonly Effect[];
}

export function vectorReference(maxLength: number): VectorReference {
  const is = (item: number | undefined) => (item === undefined ? "nothing" : `item ${item}`);
  const same = (state: string, result: string): readonly Effect[] => [{ state, result }];

  const push = (state: string, item: number): readonly Effect[] => {
    const elements = parse(state);
    if (elements.length === maxLength) return same(state, "full");
    return [{ state: format([...elements, item]), result: `at ${elements.length}` }];
  };

  const pop = (state: string): readonly Effect[] => {
    const elements = parse(state);
    return [{ state: format(elements.slice(0, -1)), result: is(elements.at(-1)) }];
  };

  const set = (state: string, index: number, item: number): readonly Effect[] => {
    const elements = parse(state);
    if (!(index in elements)) return same(state, "outside");
    return [{ state: format(elements.with(index, item)), result: "done" }];
  };

  const compareExchange: VectorReference["compareExchange"] = (
    state,
    index,
    expected,
    replacement,
  ) => {
    const elements = parse(state);
    const found = elements[index];
    if (found === undefined) return same(state, "outside");
    if (found !== expected) return same(state, is(found));
    return [{ state: format(elements.with(index, replacement)), result: is(found) }];
  };

  return {
    empty: "",
    push,
    pop,
    get: (state, index) => same(state, is(parse(state)[index])),
    set,
    compareExchange,
    size: (state) => same(state, `size ${parse(state).length}`),
    nothing: (state) => same(state, "done"),
  };
}

function parse(state: string): readonly number[] {
  return state === "" ? [] : state.split(" ").map(Number);
}

function format(elements: readonly number[]): string {
  return elements.join(" ");
}
