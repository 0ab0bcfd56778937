/**
 * What the model checker is given beside a program: which threads call what, from which memory, and
 * what the calls mean. Structures write scenarios, `verify` runs them.
 */
import type { Outcome, Value } from "./machine.ts";

/** One call of a public operation of the module. */
export interface Call {
  readonly operation: string;
  readonly args: readonly Value[];
}

/** A call that has ended. */
export interface Answer extends Call {
  /** As the call has left them: a batch may have been filled. */
  readonly args: readonly Value[];
  readonly outcome: Outcome;
  /** The private fields of the handle after the call, by name. */
  readonly fields: Readonly<Record<string, Value>>;
}

/** One thing that an operation may do: the reference after it, and the result that it then has. */
export interface Effect {
  readonly state: string;
  readonly result: string;
}

/** What a thread does in one go, and what it means: a call, or several (claim, write, commit). */
export interface Operation {
  /** As a person writes it: `tryPush(1)`. */
  readonly label: string;
  /**
   * The call that follows after these answers; undefined when the operation is over. Makes new
   * arrays and objects each time, and is deterministic.
   */
  readonly next: (answers: readonly Answer[]) => Call | undefined;
  /** What the answers say, in the words of `effects`. */
  readonly resultOf: (answers: readonly Answer[]) => string;
  /** All that a sequential execution may do in `state`; empty where it would have to wait. */
  readonly effects: (state: string) => readonly Effect[];
  /** Results that change nothing and promise nothing: busy, out of time. */
  readonly idle: readonly string[];
  /** Whether it may run out of time: the explorer then lets time pass at any moment. */
  readonly timed: boolean;
}

/**
 * Whom the death of a thread may hold up: `none`: no thread dies. `asleep`: one dies while it waits,
 * and the others do not notice. `anywhere`: one stops at any step; then the others may wait for it
 * for ever in operations that wait without a limit, and everything else still holds. `unnoticed`: one
 * stops at any step; nobody ever waits for it, and the structure works on as if its operation had
 * taken place or had not.
 */
export type Deaths = "none" | "asleep" | "anywhere" | "unnoticed";

/** Where threads start; scenarios may share one. */
export interface Start {
  /** Turns zeroed memory into that of the structure. */
  readonly prepare: (memory: ArrayBuffer) => void;
  /** The reference then, as canonical text: equal states have equal texts. */
  readonly initial: string;
  /** What one thread does before the others attach. */
  readonly setup: readonly Operation[];
}

export interface Scenario {
  /** Without spaces: it is the first part of a schedule. */
  readonly name: string;
  readonly start: Start;
  readonly threads: readonly (readonly Operation[])[];
  /** What one thread does when all have ended; `idle` results are refused there. */
  readonly finale: readonly Operation[];
  readonly deaths: Deaths;
}
