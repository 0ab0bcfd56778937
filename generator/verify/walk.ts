/**
 * Random schedules, for what is too large to explore: threads have random priorities, and the first
 * that can go on goes on; at a few random steps the leader falls behind all others. A fault that needs
 * d such changes is met with a chance that falls with the d-th power of the length, not of 2.
 * (Burckhardt et al., "A randomized scheduler with probabilistic guarantees", 2010: PCT.)
 */
import type { Program } from "../core/machine.ts";
import type { Scenario } from "../core/scenario.ts";
import type { Finding } from "./finding.ts";
import { type Choice, createSystem } from "./system.ts";

export interface WalkLimits {
  readonly kill: boolean;
  readonly seconds: number;
  readonly walks: number;
  readonly seed: number;
}

export interface Walk {
  readonly finding: Finding | undefined;
  readonly choices: readonly Choice[];
  readonly walks: number;
}

/** Changes of the order of priorities in a walk. */
const CHANGES = 3;
/** A walk that is longer has met a loop, which is for the exploration to judge. */
const MAX_STEPS = 10_000;
/** One in so many chances, time passes, or a thread dies. */
const RARE = 8;

export function walk(program: Program, scenario: Scenario, limits: WalkLimits): Walk {
  const startedMs = performance.now();
  const system = createSystem(program, scenario, {
    isReduced: true,
    preemptions: Infinity,
    kill: limits.kill,
  });
  const random = randomFrom(limits.seed);
  const first = new Int32Array(system.stride);
  const wrong = system.start(first);
  if (wrong !== undefined) return { finding: wrong, choices: [], walks: 0 };
  let longest = 1;
  let state = first.slice();
  let next = first.slice();
  for (let walks = 0; walks < limits.walks; walks++) {
    if (performance.now() - startedMs > limits.seconds * 1000) {
      return { finding: undefined, choices: [], walks };
    }
    const priorities = scenario.threads.map(() => 1 + random());
    const changes = Array.from({ length: CHANGES }, () => Math.floor(random() * longest));
    const choices: Choice[] = [];
    state.set(first);
    for (let step = 0; step < MAX_STEPS; step++) {
      const choice = choose(system.choices(state), priorities, random);
      if (choice === undefined) {
        const finding = system.end(state);
        if (finding !== undefined) return { finding, choices, walks: walks + 1 };
        break;
      }
      choices.push(choice);
      const finding = system.step(state, choice, next);
      if (finding !== undefined) return { finding, choices, walks: walks + 1 };
      [state, next] = [next, state];
      if (changes.includes(step)) priorities[choice.thread] = random() / (step + 2);
    }
    longest = Math.max(longest, choices.length);
  }
  return { finding: undefined, choices: [], walks: limits.walks };
}

function choose(
  choices: readonly Choice[],
  priorities: readonly number[],
  random: () => number,
): Choice | undefined {
  const going = choices.filter(({ move }) => move === "go");
  const rare = choices.filter(({ move }) => move !== "go");
  if (rare.length > 0 && random() * RARE < 1) return rare[Math.floor(random() * rare.length)];
  const pool = going.length > 0 ? going : rare.filter(({ move }) => move === "time");
  return pool.reduce<Choice | undefined>(
    (best, choice) =>
      best === undefined || priorities[choice.thread]! > priorities[best.thread]! ? choice : best,
    undefined,
  );
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
