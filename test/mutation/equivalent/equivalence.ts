/** Changes that make no difference to what an operation answers, or to who is woken; and why. */
export interface Equivalence {
  readonly structure: string;
  /** In these operations only. */
  readonly operations?: readonly string[];
  /** Of lines that an operation has more than once, which: 0 is the first. */
  readonly occurrence?: number;
  /** Of `before ⇒ after`. */
  readonly change: RegExp | ((before: string, after: string) => boolean);
  readonly reason: string;
}

/** One `from` has become `to`, and that is all. */
export function replaced(from: string, to: string): (before: string, after: string) => boolean {
  return (before, after) => {
    for (let at = before.indexOf(from); at >= 0; at = before.indexOf(from, at + 1)) {
      if (before.slice(0, at) + to + before.slice(at + from.length) === after) return true;
    }
    return false;
  };
}

/** Two statements have changed places. */
export function swapped(first: string, second: string): (before: string, after: string) => boolean {
  return (before, after) => before === `${first} ${second}` && after === `${second} ${first}`;
}
