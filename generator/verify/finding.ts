/** What is wrong, and how it shows. */
export interface Finding {
  readonly kind:
    | "data race"
    | "lost wake-up"
    | "no end"
    | "wrong result"
    | "wrong end"
    | "outside the structure";
  readonly message: string;
}

/** The letter of a thread in tables, messages and schedules. */
export function threadName(thread: number): string {
  return String.fromCharCode("A".charCodeAt(0) + thread);
}

export function quoteStates(states: readonly string[]): string {
  return states.map((state) => `"${state}"`).join(" or ");
}
