/** A run as its seed decides it: which module, which rounds, what each thread does, who dies. */
import { type Random, randomFrom } from "../threads/random.ts";
import { type Entry, ENTRY_WORDS, type Order, readEntry, writeOrder } from "./history.ts";
import type { RoundKind, Structure, Subject } from "./structure.ts";

export interface Shape {
  readonly threads: number;
  /** Rounds before the last ones. */
  readonly rounds: number;
  /** Whether threads are terminated in the middle of the last round but one. */
  readonly hasDeaths: boolean;
}

export interface Plan {
  readonly seed: number;
  readonly structure: string;
  readonly subject: Subject;
  readonly shape: Shape;
  readonly threads: number;
  /** Structures of this kind that the threads share. */
  readonly parts: number;
  readonly rounds: readonly RoundKind[];
  /** For each thread its entries, and the word at which each round begins. */
  readonly entries: readonly SharedArrayBuffer[];
  readonly starts: readonly (readonly number[])[];
  readonly isDisturbed: boolean;
  readonly deaths: Deaths | undefined;
  /** Goes on where the plan has ended. */
  readonly random: Random;
}

export interface Deaths {
  readonly victims: readonly number[];
  /** Index of the round in which they die. */
  readonly round: number;
  /** How much of that round is over then, in percent. */
  readonly percent: number;
}

/** Threads of a run. */
export const MAX_THREADS = 12;

/** So many rounds in one: threads do not meet while one of them is about to die. */
const LONG_ROUNDS = 20;

/** `subject`: instead of one that the seed chooses. */
export async function makePlan(
  structure: Structure,
  seed: number,
  shape: Shape,
  given?: Subject,
): Promise<Plan> {
  const { threads, rounds: count, hasDeaths } = shape;
  const random = randomFrom(seed);
  const subject = given ?? await structure.choose(random, hasDeaths);
  const few = 1 + random(2);
  const parts = subject.parts ?? few;
  const kinds = subject.kinds.filter((kind) => kind === "free" || kind === "balanced");
  const usual = Array.from({ length: count }, () => kinds[random(kinds.length)]!);
  const isAsleep = subject.kinds.includes("asleep") && random(2) === 0;
  const last: readonly RoundKind[] = isAsleep ? ["asleep", "awake"] : ["free", "free"];
  const rounds: readonly RoundKind[] = hasDeaths ? [...usual, ...last] : [
    ...usual.flatMap((kind): RoundKind[] => random(3) === 0 ? [kind, "rest"] : [kind]),
    ...(["rest", "closing", "rest", "ended", "rest"] as const),
  ];
  const orders: Order[][] = Array.from({ length: threads }, () => []);
  const starts: number[][] = Array.from({ length: threads }, () => [0]);
  const victims = hasDeaths ? some(threads, 1 + random(2), random) : [];
  const deathRound = hasDeaths ? rounds.length - 2 : -1;
  const longRound = isAsleep ? deathRound + 1 : deathRound;
  for (const [round, kind] of rounds.entries()) {
    const dying = round === deathRound ? victims : [];
    for (let times = hasDeaths && round === longRound ? LONG_ROUNDS : 1; times > 0; times--) {
      const more = subject.round(kind, threads, parts, random, dying);
      for (const [thread, list] of orders.entries()) list.push(...more[thread] ?? []);
    }
    for (const [thread, list] of orders.entries()) starts[thread]!.push(list.length * ENTRY_WORDS);
  }
  // Who is to be terminated asleep has to get there.
  const percent = isAsleep ? 100 : random(100);
  return {
    seed,
    structure: structure.name,
    subject,
    shape,
    threads,
    parts,
    rounds,
    entries: orders.map(shared),
    starts,
    isDisturbed: random(3) > 0 || hasDeaths,
    deaths: hasDeaths ? { victims, round: deathRound, percent } : undefined,
    random,
  };
}

function shared(orders: readonly Order[]): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(orders.length * ENTRY_WORDS * 4);
  const words = new Int32Array(memory);
  for (const [k, order] of orders.entries()) writeOrder(words, k * ENTRY_WORDS, order);
  return memory;
}

/** `count` different numbers below `below`. */
function some(below: number, count: number, random: Random): readonly number[] {
  const left = Array.from({ length: below }, (_, k) => k);
  return Array.from({ length: Math.min(count, below) }, () => {
    return left.splice(random(left.length), 1)[0]!;
  });
}

/** The entries of a round that were begun, of all threads. */
export function entriesOf(plan: Plan, round: number): readonly Entry[] {
  const found = entriesIn(plan, round);
  const { deaths } = plan;
  if (deaths?.round !== round) return found;
  // Some runtimes let a terminated thread go on when it is called: what it was doing may happen late.
  const others = entriesIn(plan, round + 1).filter(({ thread }) =>
    !deaths.victims.includes(thread)
  );
  const end = Math.min(...others.map(({ called }) => called));
  return found.map((entry) => entry.returned > end ? { ...entry, returned: Infinity } : entry);
}

function entriesIn({ entries, starts }: Plan, round: number): readonly Entry[] {
  return entries.flatMap((memory, thread) => {
    const words = new Int32Array(memory);
    const found: Entry[] = [];
    const end = starts[thread]![round + 1]!;
    for (let at = starts[thread]![round]!; at < end; at += ENTRY_WORDS) {
      const entry = readEntry(words, at, thread);
      if (entry.called > 0) found.push(entry);
    }
    return found;
  });
}
