/**
 * Every state of a scenario, nearest first: a counter-example has as few steps as any. States are
 * kept exactly as they are, so "complete" means every interleaving, without a chance of error.
 */
import type { Program } from "../core/machine.ts";
import type { Scenario } from "../core/scenario.ts";
import type { Finding } from "./finding.ts";
import { type Choice, createSystem, MOVES, type System } from "./system.ts";
import { createVectorSet } from "./vectors.ts";

export interface Limits {
  /** Interruptions of a thread that could go on; Infinity: as many as there can be. */
  readonly preemptions: number;
  /** Whether threads die, where the scenario says what holds then. */
  readonly kill: boolean;
  readonly seconds: number;
  readonly states: number;
  /** False: each plain access is a step of its own, as in a proof of the reduction itself. */
  readonly isReduced: boolean;
}

export const NO_LIMITS: Limits = {
  preemptions: Infinity,
  kill: false,
  seconds: Infinity,
  states: 20_000_000,
  isReduced: true,
};

export interface Exploration {
  readonly scenario: string;
  readonly finding: Finding | undefined;
  /** The steps that lead to the finding. */
  readonly choices: readonly Choice[];
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  /** What kept the exploration from being complete; undefined: nothing did. */
  readonly bound: string | undefined;
}

/** Called now and then; also the place to let others work. */
export type Progress = (states: number, transitions: number) => void;

const PROGRESS_EVERY = 1 << 14;

export function explore(
  program: Program,
  scenario: Scenario,
  limits: Limits,
  progress: Progress = () => {},
): Exploration {
  const startedMs = performance.now();
  const system = createSystem(program, scenario, limits);
  const graph = createGraph(system.stride);
  const seconds = () => (performance.now() - startedMs) / 1000;
  const result = (
    finding: Finding | undefined,
    choices: readonly Choice[],
    bound?: string,
  ): Exploration => ({
    scenario: scenario.name,
    finding,
    choices,
    states: graph.size(),
    transitions: graph.transitions(),
    seconds: seconds(),
    bound,
  });

  const state = new Int32Array(system.stride);
  const next = new Int32Array(system.stride);
  const finding = system.start(next);
  if (finding !== undefined) return result(finding, []);
  graph.add(next, -1, 0);
  for (let id = 0; id < graph.size(); id++) {
    if (id % PROGRESS_EVERY === PROGRESS_EVERY - 1) {
      progress(graph.size(), graph.transitions());
      if (seconds() > limits.seconds) return result(undefined, [], `${limits.seconds} seconds`);
      if (graph.size() > limits.states) return result(undefined, [], `${limits.states} states`);
    }
    graph.read(id, state);
    graph.open();
    const choices = system.choices(state);
    let canGo = false;
    for (const choice of choices) {
      if (choice.move !== "kill") canGo = true;
      const found = system.step(state, choice, next);
      if (found !== undefined) return result(found, [...graph.path(id), choice]);
      graph.add(next, id, codeOf(choice));
    }
    if (canGo) continue;
    const found = system.end(state);
    if (found !== undefined) return result(found, graph.path(id));
    graph.markEnd(id);
  }
  if (limits.preemptions !== Infinity) {
    return result(undefined, [], `${limits.preemptions} preemptions`);
  }
  const endless = graph.endless();
  if (endless === undefined) return result(undefined, []);
  const path = graph.path(endless);
  return result({
    kind: "no end",
    message: `from step ${path.length} on, no order of steps brings all threads to an end`,
  }, [...path, ...circle(system, graph, endless)]);
}

/** Steps from a state that has no end, each thread in turn, until they come to a state again. */
function circle(system: System, graph: Graph, from: number): Choice[] {
  const state = new Int32Array(system.stride);
  const next = new Int32Array(system.stride);
  const seen = new Set<number>();
  const path: Choice[] = [];
  for (let id = from; !seen.has(id); id = graph.find(next)) {
    seen.add(id);
    graph.read(id, state);
    const choices = system.choices(state).filter(({ move }) => move !== "kill");
    const last = path.at(-1)?.thread ?? -1;
    const choice = choices.find(({ thread }) => thread > last) ?? choices[0];
    if (choice === undefined) break;
    system.step(state, choice, next);
    path.push(choice);
  }
  return path;
}

interface Graph {
  size(): number;
  transitions(): number;
  /** What is added from here on follows the next state in the order of numbers. */
  open(): void;
  add(state: Int32Array, from: number, code: number): void;
  read(id: number, into: Int32Array): void;
  /** The number of a state that is there. */
  find(state: Int32Array): number;
  path(id: number): Choice[];
  markEnd(id: number): void;
  /** The first state from which no end can be reached. */
  endless(): number | undefined;
}

function createGraph(stride: number): Graph {
  const states = createVectorSet(stride);
  const parents = createList();
  const codes = createList();
  /** Successors of all states, in the order of the states, and where each one's begin. */
  const successors = createList();
  const firsts = createList();
  const ends: number[] = [];

  const add = (state: Int32Array, from: number, code: number) => {
    const before = states.size();
    const id = states.add(state);
    if (from >= 0) successors.push(id);
    if (id !== before) return;
    parents.push(from);
    codes.push(code);
  };

  const path = (id: number): Choice[] => {
    const choices: Choice[] = [];
    for (let at = id; parents.at(at) >= 0; at = parents.at(at)) {
      choices.push(choiceOf(codes.at(at)));
    }
    return choices.reverse();
  };

  const endless = (): number | undefined => {
    const size = states.size();
    firsts.push(successors.size());
    const into = new Int32Array(size + 1);
    for (let k = 0; k < successors.size(); k++) into[successors.at(k) + 1]!++;
    for (let id = 0; id < size; id++) into[id + 1]! += into[id]!;
    const sources = new Int32Array(successors.size());
    const fill = into.slice();
    for (let id = 0; id < size; id++) {
      for (let k = firsts.at(id); k < firsts.at(id + 1); k++) {
        sources[fill[successors.at(k)]!++] = id;
      }
    }
    const canEnd = new Uint8Array(size);
    const open = [...ends];
    for (const id of ends) canEnd[id] = 1;
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (let k = into[id]!; k < into[id + 1]!; k++) {
        const source = sources[k]!;
        if (canEnd[source] === 1) continue;
        canEnd[source] = 1;
        open.push(source);
      }
    }
    const found = canEnd.indexOf(0);
    return found === -1 ? undefined : found;
  };

  return {
    size: states.size,
    transitions: successors.size,
    open: () => firsts.push(successors.size()),
    add,
    read: states.read,
    find: states.add,
    path,
    markEnd: (id) => void ends.push(id),
    endless,
  };
}

interface List {
  size(): number;
  push(value: number): void;
  at(index: number): number;
}

/** Numbers in chunks: never copied, four bytes each. */
function createList(): List {
  const LOG2 = 12;
  const chunks: Int32Array[] = [];
  let size = 0;
  return {
    size: () => size,
    push(value) {
      if (size >> LOG2 === chunks.length) chunks.push(new Int32Array(1 << LOG2));
      chunks[size >> LOG2]![size & ((1 << LOG2) - 1)] = value;
      size++;
    },
    at: (index) => chunks[index >> LOG2]![index & ((1 << LOG2) - 1)]!,
  };
}

function codeOf({ thread, move }: Choice): number {
  return thread * MOVES.length + MOVES.indexOf(move);
}

function choiceOf(code: number): Choice {
  return { thread: Math.floor(code / MOVES.length), move: MOVES[code % MOVES.length]! };
}
