/**
 * What the harness has to know of a structure, in two halves: one where histories are planned and
 * checked, one in the threads. A new structure brings both, a line in structures.ts and a case in
 * performers.ts.
 */
import type { Effect } from "../../generator/core/scenario.ts";
import type { Random } from "../threads/random.ts";
import type { Entry, Order, Recorder } from "./history.ts";

/**
 * Kinds of rounds. `free`: anything that ends by itself. `balanced`: threads wait without a limit, and what they do
 * together ends if no wake-up is lost. `closing`: anything, and one thread ends all waiting.
 * `ended`: after that. `rest`: by one thread, with nobody else at work. `asleep`: those who are to be
 * terminated wait for what nobody brings, and nobody else does anything. `awake`: `free`, after that.
 */
export type RoundKind = "free" | "balanced" | "closing" | "ended" | "rest" | "asleep" | "awake";

/** An emitted module to run, and what may be done with it. */
export interface Subject {
  /** For reports: `Queue many to many, 2 slots of u32`. */
  readonly title: string;
  readonly className: string;
  readonly text: string;
  /** Options of `create`, chosen at random. */
  createOptions(random: Random): unknown;
  /** How many structures the threads share; one or two if not told. */
  readonly parts?: number;
  /** What a new structure is given before the threads open it. */
  prepare?(part: unknown): void;
  /** Which rounds there can be. */
  readonly kinds: readonly RoundKind[];
  /**
   * What each of `threads` threads does in a round, in order; none in a round of another. `victims`:
   * the threads that are terminated in it.
   */
  round(
    kind: RoundKind,
    threads: number,
    parts: number,
    random: Random,
    victims?: readonly number[],
  ): readonly Order[][];
  /**
   * What is wrong with the `awake` round of one structure although each of its results is right: that
   * nothing came of it.
   */
  complaint?(entries: readonly Entry[]): string | undefined;
  /** The reference of a new structure. */
  readonly initial: string;
  /**
   * From the whole history of one structure: whether nothing that it records later can follow from a
   * state. Without this many orders of overlapping operations are carried on for long.
   */
  hopeless?(entries: readonly Entry[]): (state: string) => boolean;
  /** What an entry says, in the words of the reference. */
  read(entry: Entry): Reading;
}

export interface Reading {
  readonly label: string;
  /** What came out; nothing is read of it if the operation has not returned. */
  readonly result: string;
  readonly effects: (state: string) => readonly Effect[];
  readonly idle: readonly string[];
  readonly idleInCompany: readonly string[];
}

/** The planning half. */
export interface Structure {
  readonly name: string;
  /** A variant; the same for the same random numbers. */
  choose(random: Random, hasDeaths: boolean): Promise<Subject>;
}

/** The half in a thread. */
export interface Performer {
  /**
   * Does what the entry at word `at` says, calls the recorder before and after, and returns the word
   * of the next entry that is not done: an operation that hands out items fills several.
   */
  perform(recorder: Recorder, at: number): number | Promise<number>;
}
