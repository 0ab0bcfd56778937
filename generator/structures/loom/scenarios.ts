/**
 * Programs over a loom for the model checker: batons between threads, in any module that has three;
 * and a thread that runs fibers, with others that post, wait and stop, in modules with the fibers that
 * FIBERS names.
 */
import type { Answer, Effect, Operation, Scenario, Start } from "../../core/scenario.ts";
import type { MachineProgram } from "../../transform/machine.ts";
import { type BatonReference, batonReference } from "./reference.ts";

/** What the checker makes smaller before it compiles a module; each keeps what it can show. */
export const LOOM_REDUCTIONS = [
  // Each look of a spinning thread is the same: one stands for fifty.
  { constant: "SPINS", value: 1 },
];

const BATONS = 3;

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

interface Plan {
  readonly name: string;
  readonly threads: readonly (readonly Operation[])[];
  readonly finale: readonly Operation[];
}

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
  return plans
    .filter(({ threads }) => threads.length <= limits.threads)
    .map(({ name, threads, finale }) => ({ name, start, threads, finale, deaths: "none" }));
}

/** All batons given out: nobody waits on them. */
function startOf(program: MachineProgram, constants: ReadonlyMap<string, number>): Start {
  const first = constants.get("BATONS_I32") ?? 0;
  return {
    prepare(memory) {
      new Uint8Array(memory).set(new Uint8Array(program.createMemory()));
      const i32 = new Int32Array(memory);
      for (let baton = 0; baton < BATONS; baton++) i32[first + baton * 2] = 0;
    },
    initial: batonReference(BATONS).first,
    setup: [],
  };
}

// ---------------------------------------------------------------- operations

const operation = (
  name: string,
  args: readonly number[],
  effects: (state: string) => readonly Effect[],
  timed = false,
): Operation => ({
  label: `${name}(${args.join(", ")})`,
  next: (answers) => (answers.length === 0 ? { operation: name, args: [...args] } : undefined),
  resultOf: ([answer]) => resultOf(answer),
  effects,
  idle: [],
  timed,
});

function resultOf(answer: Answer | undefined): string {
  if (answer?.outcome.kind === "throw") {
    return `throws ${answer.outcome.name}: ${answer.outcome.message}`;
  }
  if (answer === undefined) return "no answer";
  const { value } = answer.outcome;
  return value === undefined ? "done" : String(value);
}

function batonOperations(reference: BatonReference) {
  return {
    post: (baton: number) => operation("post", [baton], (state) => reference.post(state, baton)),
    reset: (baton: number) => operation("reset", [baton], (state) => reference.reset(state, baton)),
    look: (baton: number) => operation("tryWait", [baton], (s) => reference.tryWait(s, baton)),
    wait: (baton: number) => operation("wait", [baton], (state) => reference.wait(state, baton)),
    timedWait: (baton: number) =>
      operation("wait", [baton, 5], (state) => reference.timedWait(state, baton), true),
    stop: () => operation("stop", [], (state) => reference.stop(state)),
  };
}

/** Starts fibers and runs them to their end, in one go. */
function runs(
  spawns: readonly (readonly [fiber: string, ...args: number[]])[],
  effects: (state: string) => readonly Effect[],
  timed = false,
): Operation {
  const calls = [
    ...spawns.map(([fiber, ...args]) => ({ operation: `spawn${fiber}`, args })),
    { operation: "proceed", args: [] },
  ];
  return {
    label: `run ${spawns.map(([fiber, ...args]) => `${fiber}(${args.join(", ")})`).join(", ")}`,
    next: (answers) => {
      const call = calls[answers.length];
      return call && { operation: call.operation, args: [...call.args] };
    },
    resultOf: (answers) => resultOf(answers.at(-1)),
    effects,
    idle: [],
    timed,
  };
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

/** Constants that are whole numbers, by name, as the module declares them. */
function constantsOf(text: string): ReadonlyMap<string, number> {
  const found = text.matchAll(/^const (?<name>[A-Z]\w*) = (?<value>-?\d+);$/gm);
  return new Map([...found].map(({ groups }) => [groups!["name"]!, Number(groups!["value"])]));
}
