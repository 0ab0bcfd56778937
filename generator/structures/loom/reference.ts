/**
 * What batons mean, one operation at a time. The state is text, a letter for each baton: `i` nobody
 * has posted it, `p` posted, `t` its waiter has run out of time; and `s` at the end once it was stopped.
 */
import type { Effect } from "../../core/scenario.ts";

export interface BatonReference {
  readonly first: string;
  post(state: string, baton: number): readonly Effect[];
  reset(state: string, baton: number): readonly Effect[];
  tryWait(state: string, baton: number): readonly Effect[];
  /** Waits without a limit. */
  wait(state: string, baton: number): readonly Effect[];
  /** `true`, or `false` where nobody has posted. */
  timedWait(state: string, baton: number): readonly Effect[];
  stop(state: string): readonly Effect[];
}

/** `isPosted` says what fibers post: a relay posts its second baton once its first one is posted. */
export function batonReference(
  batons: number,
  isPosted: (state: string, baton: number) => boolean = (state, baton) => state[baton] === "p",
): BatonReference {
  const after = (state: string, baton: number, letter: string): string =>
    state.slice(0, baton) + letter + state.slice(baton + 1);
  return {
    first: "i".repeat(batons),
    post: (state, baton) => [{ state: after(state, baton, "p"), result: "done" }],
    reset: (state, baton) => [{ state: after(state, baton, "i"), result: "done" }],
    tryWait: (state, baton) => [{ state, result: String(isPosted(state, baton)) }],
    wait: (state, baton) => isPosted(state, baton) ? [{ state, result: "true" }] : [],
    timedWait: (state, baton) =>
      isPosted(state, baton)
        ? [{ state, result: "true" }]
        : [{ state: after(state, baton, "t"), result: "false" }],
    stop: (state) => [{ state: state.endsWith("s") ? state : `${state}s`, result: "done" }],
  };
}
