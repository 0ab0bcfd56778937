/** When in the course of a feed the exchange lets a connection down. */
import type { Fault } from "./subscription.ts";

/** Parts of a feed behind which the connection that serves it is cut, or falls silent. */
const SCHEDULE: readonly { readonly at: number; readonly fault: Fault }[] = [
  { at: 0.15, fault: "cut" },
  { at: 0.4, fault: "cut" },
  { at: 0.5, fault: "silence" },
  { at: 0.75, fault: "cut" },
];

export interface Faults {
  /** What is to happen when this part of the feed has been sent; each fault once. */
  due(fraction: number): Fault | undefined;
}

/** Those of the schedule that are among `kinds`. */
export function createFaults(kinds: readonly Fault[]): Faults {
  const left = SCHEDULE.filter(({ fault }) => kinds.includes(fault));
  return {
    due: (fraction) => (left[0]?.at ?? Infinity) <= fraction ? left.shift()?.fault : undefined,
  };
}
