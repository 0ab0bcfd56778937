/** What later pops say of the order of the items that a queue holds. */
import type { Entry } from "../history.ts";
import { type Outcome, OUTCOMES } from "./operations.ts";

/** When an item was popped. */
interface Popped {
  readonly called: number;
  readonly returned: number;
}

const GIVES_ITEMS: readonly (Outcome | undefined)[] = ["item", "items"];

/**
 * Whether a state holds an item before one that was popped earlier for certain. Items are popped
 * once each, in the order in which they stand, so nothing can follow from such a state.
 */
export function hopelessOrders(entries: readonly Entry[]): (state: string) => boolean {
  const pops = new Map<number, Popped>();
  for (const { called, returned, result, amount, values } of entries) {
    const outcome = OUTCOMES[result];
    if (returned === Infinity || !GIVES_ITEMS.includes(outcome)) continue;
    const items = outcome === "item" ? values.slice(0, 1) : values.slice(0, amount);
    for (const item of items) pops.set(item >>> 0, { called, returned });
  }
  // Who never returned may have popped any item, at any time.
  const isWhole = entries.every(({ returned }) => returned !== Infinity);
  const never: Popped = { called: isWhole ? Infinity : -Infinity, returned: Infinity };
  const known = new Map<string, boolean>();

  const isHopeless = (state: string): boolean => {
    let latestCall = -Infinity;
    for (const word of state.split(" ")) {
      const [first = NaN, last = first] = word.split("-").map(Number);
      if (word === "" || Number.isNaN(first)) continue;
      for (let item = first; item <= last; item++) {
        const { called, returned } = pops.get(item) ?? never;
        if (returned < latestCall) return true;
        latestCall = Math.max(latestCall, called);
      }
    }
    return false;
  };

  return (state) => {
    const found = known.get(state) ?? isHopeless(state);
    known.set(state, found);
    return found;
  };
}
