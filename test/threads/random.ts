/** Random numbers that a seed repeats. */
import process from "node:process";

/** Returns whole numbers from 0 to `below` - 1. */
export type Random = (below: number) => number;

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 * below);
  };
}

/** The seed of a run: from the environment to repeat one, else a new one. It is printed. */
export function newSeed(): number {
  const given = process.env["AMPH_SEED"];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  console.log(howToRepeat(seed));
  return seed;
}

export function howToRepeat(seed: number): string {
  return `seed ${seed}: repeat with AMPH_SEED=${seed} in the environment`;
}
