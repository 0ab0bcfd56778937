/** What the programs over a loom are made of: where they start, and what their threads do. */
import type { Answer, Effect, Operation, Start } from "../../core/scenario.ts";
import type { MachineProgram } from "../../transform/machine.ts";
import { type BatonReference, batonReference } from "./reference.ts";

export const BATONS = 3;

export interface Plan {
  readonly name: string;
  readonly threads: readonly (readonly Operation[])[];
  readonly finale: readonly Operation[];
}

/** All batons given out: nobody waits on them. `more` changes the words of the structure further. */
export function startOf(
  program: MachineProgram,
  constants: ReadonlyMap<string, number>,
  more: (i32: Int32Array) => void = () => {},
): Start {
  const first = constants.get("BATONS_I32") ?? 0;
  return {
    prepare(memory) {
      new Uint8Array(memory).set(new Uint8Array(program.createMemory()));
      const i32 = new Int32Array(memory);
      for (let baton = 0; baton < BATONS; baton++) i32[first + baton * 2] = 0;
      more(i32);
    },
    initial: batonReference(BATONS).first,
    setup: [],
  };
}

export const operation = (
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

export function batonOperations(reference: BatonReference) {
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
export function runs(
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

/** Constants that are whole numbers, by name, as the module declares them. */
export function constantsOf(text: string): ReadonlyMap<string, number> {
  const found = text.matchAll(/^const (?<name>[A-Z]\w*) = (?<value>-?\d+);$/gm);
  return new Map([...found].map(({ groups }) => [groups!["name"]!, Number(groups!["value"])]));
}
