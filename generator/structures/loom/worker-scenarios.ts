/**
 * Programs over a loom of several workers: threads that run its fibers together, with others that post
 * and stop, in modules with the fibers that FIBERS names.
 */
import type { Effect, Operation, Scenario } from "../../core/scenario.ts";
import type { MachineProgram } from "../../transform/machine.ts";
import { batonReference } from "./reference.ts";
import {
  batonOperations,
  BATONS,
  operation,
  type Plan,
  runs,
  startOf,
} from "./scenario-operations.ts";

/**
 * `marker` posts its baton; `waiter` waits for it; `relay` waits for the first and posts the second;
 * `timed` waits for its first with a limit and posts the second, or the third where it was too late;
 * `chooser` waits for one of two and resets it; `again` does so twice, posts the third, and does so once
 * more; `parent` starts a marker, joins it and posts the second
 * if the first is posted then; `locker` holds mutex 0 across a turn, posts the first while it does, and
 * the second if that was posted already.
 */
const FIBERS = ["Marker", "Waiter", "Relay", "Timed", "Chooser", "Again", "Parent", "Locker"];

/** The last place before the count of a deque changes its sign. */
const LAST_PLACE = 0x7fffffff;

export function workerPlans(
  program: MachineProgram,
  constants: ReadonlyMap<string, number>,
): readonly Scenario[] {
  const workers = constants.get("WORKERS") ?? 0;
  const steals = constants.has("DEQUES_I32");
  if (workers < 2 || !FIBERS.every((name) => program.operations.includes(`spawn${name}`))) {
    return [];
  }
  const wordOf = (name: string): number => constants.get(name) ?? 0;
  const start = startOf(program, constants, (i32) => {
    i32[wordOf("LOCKS_I32") + wordOf("LOCK_KIND")] = wordOf("MUTEX");
  });
  const wrapping = startOf(program, constants, (i32) => {
    for (let worker = 0; worker < workers; worker++) {
      i32[wordOf("BOTTOM_I32") + worker * wordOf("NEXT_BOTTOM_I32")] = LAST_PLACE;
      i32[wordOf("TOP_I32") + worker * wordOf("NEXT_TOP_I32")] = LAST_PLACE;
    }
  });
  const stealing = steals ? [...stealingPlans(workers), ...workers > 2 ? threePlans() : []] : [];
  // Whoever dies holds nobody up for whom there is work in a deque. A fiber that waits with a limit or at
  // a lock may wait for the dead, and a wake-up may go to one that has died in its sleep.
  const deathsOf = (name: string): Scenario["deaths"] =>
    name === "thieves-left" || !stealing.some((plan) => plan.name === name) ? "none" : "anywhere";
  return [
    ...[...stealing, ...movingPlans()]
      .map((plan): Scenario => ({ ...plan, start, deaths: deathsOf(plan.name) })),
    ...stealing.map((plan): Scenario => ({
      ...{ ...plan, name: `${plan.name}-wrap`, start: wrapping },
      deaths: deathsOf(plan.name),
    })),
  ];
}

const reference = batonReference(BATONS);
const { post, look, stop, wait } = batonOperations(reference);
const ENDS = [look(0), look(1), look(2)];

/** Runs what there is until all fibers have ended, which may be at once. */
const help: Operation = operation(
  "proceed",
  [],
  (state) => [{ state: ranIn(state), result: "false" }],
);

/** `w`: a fiber was started that posts the baton. */
const ranIn = (state: string): string => state.replaceAll("w", "p");

const put = (state: string, baton: number, letter: string): string =>
  state.slice(0, baton) + letter + state.slice(baton + 1);

const posting = (...batons: readonly number[]) => (state: string): readonly Effect[] => [{
  state: batons.reduce((next, baton) => put(next, baton, "p"), state),
  result: "false",
}];

const whenPosted = (...batons: readonly number[]) => (state: string): readonly Effect[] =>
  batons.every((baton) => state[baton] === "p") ? [{ state, result: "false" }] : [];

const marker = (baton: number): readonly [string, number] => ["Marker", baton];
const waiter = (baton: number): readonly [string, number] => ["Waiter", baton];

/** Only starts it, for others to run. */
const leave = (baton: number): Operation => ({
  ...operation(
    "spawnMarker",
    [baton],
    (state) => [{ state: put(state, baton, "w"), result: "done" }],
  ),
  resultOf: ([answer]) => answer?.outcome.kind === "throw" ? "throws" : "done",
});

/** One worker has fibers, others have none. */
function stealingPlans(workers: number): readonly Plan[] {
  return [
    { name: "steal-last", threads: [[runs([marker(0)], posting(0))], [help]], finale: ENDS },
    {
      name: "steal",
      threads: [[runs([marker(0), marker(1)], posting(0, 1))], [help]],
      finale: ENDS,
    },
    {
      // Two lie in the deque when the list is shared out, behind the first.
      name: "steal-two",
      threads: [
        [runs([marker(0), marker(1), marker(2), marker(0)], posting(0, 1, 2))],
        [help],
      ],
      finale: ENDS,
    },
    // Whoever starts it does not run it: one that sleeps has to be woken.
    { name: "left", threads: [[leave(0)], [help]], finale: ENDS },
    {
      name: "left-twice",
      threads: [[leave(0)], [help, help]],
      finale: ENDS,
    },
    {
      name: "both",
      threads: [[runs([marker(0)], posting(0))], [runs([marker(1)], posting(1))]],
      finale: ENDS,
    },
    {
      name: "again",
      threads: [
        [runs([marker(0)], posting(0)), runs([marker(1), marker(2)], posting(1, 2))],
        [help, help],
      ],
      finale: ENDS,
    },
  ].filter(() => workers === 2);
}

/** Two that steal from one. */
function threePlans(): readonly Plan[] {
  return [
    {
      name: "thieves-last",
      threads: [[runs([marker(0)], posting(0))], [help], [help]],
      finale: ENDS,
    },
    {
      name: "thieves",
      threads: [[runs([marker(0), marker(1)], posting(0, 1))], [help], [help]],
      finale: ENDS,
    },
    { name: "thieves-left", threads: [[leave(0)], [help], [help]], finale: ENDS },
  ];
}

/** Fibers that wait in one worker and go on in another. */
function movingPlans(): readonly Plan[] {
  const chosen = (state: string): readonly Effect[] =>
    [0, 1].filter((baton) => state[baton] === "p")
      .map((baton) => ({ state: put(state, baton, "i"), result: "false" }));
  const inTime = (state: string): readonly Effect[] => [{
    state: state[0] === "p" ? put(state, 1, "p") : put(put(state, 0, "t"), 2, "p"),
    result: "false",
  }];
  const stopped = (state: string): readonly Effect[] =>
    state.endsWith("s") || state[0] === "p" ? [{ state, result: "false" }] : [];
  const locker = ["Locker", 0, 1] as const;
  /** Between the posts that the first two selects take and the one of the third, of which `x` speaks. */
  const both = (state: string): boolean => state[0] === "p" && state[1] === "p";
  const third: Operation = {
    ...post(1),
    effects: (state) => [{ state: put(state, 2, "x"), result: "done" }],
  };
  return [
    {
      name: "moving-post",
      threads: [[runs([waiter(0)], whenPosted(0))], [help], [post(0)]],
      finale: ENDS,
    },
    {
      name: "moving-relay",
      threads: [
        [runs([["Relay", 0, 1], waiter(1)], (state) => state[0] === "p" ? posting(1)(state) : [])],
        [help],
        [post(0)],
      ],
      finale: ENDS,
    },
    {
      name: "moving-timed",
      threads: [[runs([["Timed", 0, 1, 2]], inTime, true)], [help], [post(0)]],
      finale: ENDS,
    },
    {
      name: "moving-select",
      threads: [[runs([["Chooser", 0, 1]], chosen)], [help], [post(1)]],
      finale: ENDS,
    },
    {
      name: "moving-select-both",
      threads: [[runs([["Chooser", 0, 1]], chosen)], [help], [post(0), post(1)]],
      finale: ENDS,
    },
    {
      // A post of the first select comes to its end while the third one waits.
      name: "select-later",
      threads: [
        [runs(
          [["Again", 0, 1, 2]],
          (state) => both(state) && state[2] === "x" ? [{ state: "iip", result: "false" }] : [],
        )],
        [
          post(0),
          { ...wait(2), effects: (state) => both(state) ? [{ state, result: "true" }] : [] },
          third,
        ],
        [post(1)],
      ],
      finale: ENDS,
    },
    { name: "join", threads: [[runs([["Parent", 0, 1]], posting(0, 1))], [help]], finale: ENDS },
    {
      name: "lock",
      threads: [[runs([locker, locker], (state) => [{ state, result: "false" }])], [help]],
      finale: ENDS,
    },
    {
      name: "moving-stop",
      threads: [[runs([waiter(0)], stopped)], [help], [stop()]],
      finale: [],
    },
  ];
}
