/** What a state says of the past beside memory and threads, in one number: who died, and who moved. */

// The thread that is dead plus one, whether it slept, who moved last plus one, interruptions.
const DEAD = 0xf;
const DEAD_ASLEEP = 0x10;
const LAST_SHIFT = 8;
const LAST = 0xf00;
const INTERRUPTIONS_SHIFT = 12;

export type Context = number;

export function hasDead(context: Context): boolean {
  return (context & DEAD) !== 0;
}

export function isDead(context: Context, thread: number): boolean {
  return (context & DEAD) === thread + 1;
}

/** Whether the dead thread died in its sleep: then it is out of the game. */
export function diedAsleep(context: Context): boolean {
  return (context & DEAD_ASLEEP) !== 0;
}

export function afterDeath(context: Context, thread: number, isAsleep: boolean): Context {
  return context | (thread + 1) | (isAsleep ? DEAD_ASLEEP : 0);
}

/** -1: nobody has moved. */
export function lastMover(context: Context): number {
  return ((context & LAST) >> LAST_SHIFT) - 1;
}

export function interruptions(context: Context): number {
  return context >> INTERRUPTIONS_SHIFT;
}

export function afterMove(context: Context, thread: number, isInterruption: boolean): Context {
  return (context & ~LAST | ((thread + 1) << LAST_SHIFT)) +
    (isInterruption ? 1 << INTERRUPTIONS_SHIFT : 0);
}
