/**
 * Programs over a loom for the model checker: batons between threads, in any module that has three;
 * and a thread that runs fibers, with others that post, wait and stop, in modules with the fibers that
 * FIBERS names.
 */
import type { Effect, Scenario } from "../../core/scenario.ts";
import type { MachineProgram } from "../../transform/machine.ts";
import { batonReference } from "./reference.ts";
import {
  batonOperations,
  BATONS,
  constantsOf,
  type Plan,
  runs,
  startOf,
} from "./scenario-operations.ts";
import { workerPlans } from "./worker-scenarios.ts";

/** What the checker makes smaller before it compiles a module; each keeps what it can show. */
export const LOOM_REDUCTIONS = [
  // Each look of a spinning thread is the same: one stands for fifty.
  { constant: "SPINS", value: 1 },
];

/**
 * Fibers by their parameters: `waiter` waits for a baton; `timed` waits for its first with a limit and
 * posts the second if that was posted in time, else the third; `relay` waits for the first, resets it
 * and posts the second; `sleeper` sleeps.
 */
const FIBERS = ["Waiter", "Timed", "Relay", "Sleeper"];

/**
 * `chooser` waits for the first two of its batons and resets the one that was posted; `picker` does so
 * with a limit, and posts the third where there was none.
 */
const SELECTING = ["Chooser", "Picker", "Relay"];

/** `text` is that of the emitted module from which `program` was compiled. */
export function loomScenarios(
  program: MachineProgram,
  text: string,
  limits: { readonly threads: number },
): readonly Scenario[] {
  const constants = constantsOf(text);
  const has = (name: string): boolean => program.operations.includes(name);
  if ((constants.get("BATONS") ?? 0) < BATONS) return [];
  const start = startOf(program, constants);
  const plans = [
    ...threadPlans(),
    ...FIBERS.every((name) => has(`spawn${name}`)) ? fiberPlans() : [],
    ...SELECTING.every((name) => has(`spawn${name}`)) ? selectPlans() : [],
  ];
  const lone = plans.map(({ name, threads, finale }): Scenario => ({
    ...{ name, start, threads, finale },
    deaths: "none",
  }));
  return [...lone, ...workerPlans(program, constants)]
    .filter(({ threads }) => threads.length <= limits.threads);
}

// ---------------------------------------------------------------- programs

function threadPlans(): readonly Plan[] {
  const { post, reset, look, wait, timedWait } = batonOperations(batonReference(BATONS));
  const ends = [look(0), look(1), look(2)];
  return [
    { name: "wait-post", threads: [[wait(0)], [post(0)]], finale: ends },
    { name: "timedWait-post", threads: [[timedWait(0)], [post(0)]], finale: ends },
    { name: "wait-post-post", threads: [[wait(0)], [post(0)], [post(0)]], finale: ends },
    { name: "timedWait-post-look", threads: [[timedWait(0)], [post(0)], [look(0)]], finale: ends },
    {
      // The waiter begins a new life before it asks for the next post.
      name: "lives",
      threads: [
        [wait(0), reset(0), post(1), wait(0)],
        [post(0), wait(1), post(0)],
      ],
      finale: ends,
    },
    {
      name: "lives-timed",
      threads: [[timedWait(0), reset(0), timedWait(0)], [post(0)]],
      finale: ends,
    },
    {
      name: "crossed",
      threads: [[wait(0), post(1)], [post(0), wait(1)], [post(2)]],
      finale: ends,
    },
  ];
}

function fiberPlans(): readonly Plan[] {
  const plain = batonReference(BATONS);
  const { post, look, stop } = batonOperations(plain);
  const posted = (state: string, ...batons: readonly number[]): boolean =>
    batons.every((baton) => state[baton] === "p");
  /** Ends only when all of these are posted. */
  const whenPosted = (...batons: readonly number[]) => (state: string): readonly Effect[] =>
    posted(state, ...batons) ? [{ state, result: "false" }] : [];
  /** The second baton follows the first. */
  const relayed = batonOperations(
    batonReference(BATONS, (state, baton) => posted(state, baton === 1 ? 0 : baton)),
  );
  const inTime = (state: string): readonly Effect[] =>
    posted(state, 0)
      ? [{ state: `pp${state.slice(2)}`, result: "false" }]
      : [{ state: `t${state[1]}p`, result: "false" }];
  const stopped = (state: string): readonly Effect[] =>
    state.endsWith("s") || posted(state, 0) ? [{ state, result: "false" }] : [];
  const waiter = (baton: number): readonly [string, number] => ["Waiter", baton];
  return [
    {
      name: "fiber-post",
      threads: [[runs([waiter(0)], whenPosted(0))], [post(0)]],
      finale: [look(0)],
    },
    {
      name: "fiber-post-post",
      threads: [[runs([waiter(0)], whenPosted(0))], [post(0)], [post(0)]],
      finale: [look(0)],
    },
    {
      name: "fibers-post-post",
      threads: [
        [runs([waiter(0), waiter(1), waiter(2)], whenPosted(0, 1, 2))],
        [post(1), post(0)],
        [post(2)],
      ],
      finale: [look(0), look(1), look(2)],
    },
    {
      name: "fiber-again",
      threads: [
        [runs([waiter(0)], whenPosted(0)), runs([waiter(1), waiter(2)], whenPosted(1, 2))],
        [post(0), post(1)],
        [post(2)],
      ],
      finale: [look(1)],
    },
    {
      name: "relay-wait",
      threads: [
        [runs([["Relay", 0, 1]], (state) => posted(state, 0) ? [{ state, result: "false" }] : [])],
        [relayed.post(0), relayed.wait(1)],
      ],
      finale: [],
    },
    {
      name: "relay-waiter",
      threads: [
        [runs([["Relay", 0, 1], waiter(1), waiter(2)], whenPosted(0, 2))],
        [post(0)],
        [post(2)],
      ],
      finale: [],
    },
    {
      name: "timed-post",
      threads: [[runs([["Timed", 0, 1, 2]], inTime, true)], [post(0)]],
      finale: [look(1), look(2)],
    },
    {
      name: "timed-post-post",
      threads: [[runs([["Timed", 0, 1, 2]], inTime, true)], [post(0)], [post(0)]],
      finale: [look(0), look(1), look(2)],
    },
    {
      name: "stop",
      threads: [[runs([waiter(0)], stopped)], [stop()]],
      finale: [],
    },
    {
      name: "stop-post",
      threads: [[runs([waiter(0)], stopped)], [stop()], [post(0)]],
      finale: [],
    },
  ];
}

function selectPlans(): readonly Plan[] {
  const { post, look } = batonOperations(batonReference(BATONS));
  const put = (state: string, baton: number, letter: string): string =>
    state.slice(0, baton) + letter + state.slice(baton + 1);
  /** Either of two that are posted may be the one. */
  const chosen = (state: string): readonly Effect[] =>
    [0, 1].filter((baton) => state[baton] === "p")
      .map((baton) => ({ state: put(state, baton, "i"), result: "false" }));
  const picked = (state: string): readonly Effect[] => {
    const effects = chosen(state);
    return effects.length > 0 ? effects : [{ state: put(state, 2, "p"), result: "false" }];
  };
  /** The relay takes the third and posts the second, which is chosen at once. */
  const relayed = (state: string): readonly Effect[] =>
    state[2] === "p" ? chosen(put(state, 1, "p")) : [];
  const chooser = ["Chooser", 0, 1] as const;
  const picker = ["Picker", 0, 1, 2] as const;
  const ends = [look(0), look(1), look(2)];
  return [
    {
      name: "select-post",
      threads: [[runs([chooser], chosen)], [post(1)]],
      finale: ends,
    },
    {
      name: "select-post-post",
      threads: [[runs([chooser], chosen)], [post(0)], [post(1)]],
      finale: ends,
    },
    {
      // What one select leaves, or what comes late, meets the next one.
      name: "select-again",
      threads: [[runs([chooser], chosen), runs([chooser], chosen)], [post(0)], [post(1)]],
      finale: ends,
    },
    {
      name: "select-again-one",
      threads: [[runs([chooser], chosen), post(2), runs([chooser], chosen)], [
        post(1),
        batonOperations(batonReference(BATONS)).wait(2),
        post(1),
      ]],
      finale: ends,
    },
    {
      // A post of one life is told late, while another life is posted.
      name: "select-late",
      threads: [
        [runs([chooser], chosen), runs([chooser], chosen), runs([chooser], chosen)],
        [post(0), post(1)],
        [post(1)],
      ],
      finale: ends,
    },
    {
      name: "select-relay",
      threads: [[runs([chooser, ["Relay", 2, 1]], relayed)], [post(2)]],
      finale: ends,
    },
    {
      name: "pick-post",
      threads: [[runs([picker], picked, true)], [post(1)]],
      finale: ends,
    },
    {
      name: "pick-post-post",
      threads: [[runs([picker], picked, true)], [post(0)], [post(1)]],
      finale: ends,
    },
    {
      name: "pick-again",
      threads: [[runs([picker], picked, true), runs([picker], picked, true)], [post(0), post(1)]],
      finale: ends,
    },
  ];
}
