/**
 * A scenario as a transition system. A state is a short vector of numbers: contents of the memory, who
 * sleeps, what the judge has to remember, who has died, and where each thread stands; all of them
 * exact. A step is one access that can order threads, with the plain accesses behind it.
 */
import type { Program, Request, Value } from "../core/machine.ts";
import type { Operation, Scenario } from "../core/scenario.ts";
import { prepare, runAlone } from "./alone.ts";
import { type Finding, quoteStates, threadName } from "./finding.ts";
import { createJudge } from "./judge.ts";
import { createMemory, OutsideError, rangeOf } from "./memory.ts";
import { findRace } from "./race.ts";
import {
  createThread,
  EARLY_MS,
  hasTimeChoice,
  isSynchronizing,
  LATE_MS,
  type Situation,
  type Step,
  type Thread,
} from "./thread.ts";

/** `go`: the next step. `time`: its limit passes. `kill`: the thread stops for ever. */
export type Move = "go" | "time" | "kill";
export const MOVES: readonly Move[] = ["go", "time", "kill"];

export interface Choice {
  readonly thread: number;
  readonly move: Move;
}

/** One access as it happened, for a report. */
export interface Event {
  readonly thread: number;
  /** The operation's label. */
  readonly operation: string;
  readonly line: number;
  readonly request: Request | undefined;
  readonly answer: Value;
  /** `sleeps`, `wakes`, `stops for ever`, `returns …`. */
  readonly note: string;
}

export interface SystemOptions {
  /** Plain accesses join the step before them; false makes each a step of its own. */
  readonly isReduced: boolean;
  /** How often a thread that could go on may be interrupted; Infinity: always. */
  readonly preemptions: number;
  /** Whether threads die where the scenario says what holds then. */
  readonly kill: boolean;
}

export interface System {
  readonly threads: readonly Thread[];
  /** Numbers in a state. */
  readonly stride: number;
  /** The first state, or what is wrong already. */
  start(into: Int32Array, tell?: (event: Event) => void): Finding | undefined;
  /** What can happen in `state`; none: nothing can happen any more. */
  choices(state: Int32Array): readonly Choice[];
  /** The state after `choice`, or what is wrong then. */
  step(
    state: Int32Array,
    choice: Choice,
    into: Int32Array,
    tell?: (event: Event) => void,
  ): Finding | undefined;
  /** What is wrong with a state in which nothing can happen. */
  end(state: Int32Array): Finding | undefined;
}

interface Sleeper {
  readonly thread: number;
  /** Byte of the word. */
  readonly start: number;
}

// Places in a state.
const MEMORY = 0;
const SLEEPERS = 1;
const GHOST = 2;
const CONTEXT = 3;
const THREADS = 4;

// The context: who is dead (plus one), whether it slept, who moved last (plus one), interruptions.
const DEAD = 0xf;
const DEAD_ASLEEP = 0x10;
const LAST_SHIFT = 8;
const LAST = 0xf00;
const INTERRUPTIONS_SHIFT = 12;

/** Plain accesses in a row; more means a loop that polls with plain reads. */
const MAX_PLAIN = 1_000_000;

export function createSystem(
  program: Program,
  scenario: Scenario,
  options: SystemOptions,
): System {
  const { isReduced, preemptions } = options;
  const deaths = options.kill ? scenario.deaths : "none";
  const memory = createMemory(program);
  const isVisible = (request: Request) => !isReduced || isSynchronizing(request);
  const threads = scenario.threads.map((operations) =>
    createThread(program, operations, isVisible)
  );
  const judge = createJudge(scenario.threads);
  const sleeperLists: (readonly Sleeper[])[] = [[]];
  const sleeperNumbers = new Map<string, number>([["", 0]]);
  const present: Situation[] = [];
  /** Of the state that is being made. */
  let sleepers: readonly Sleeper[] = [];
  let ghost = 0;
  let listener: ((event: Event) => void) | undefined;

  const internSleepers = (list: readonly Sleeper[]): number => {
    const key = list.map(({ thread, start }) => `${thread}@${start}`).join();
    const known = sleeperNumbers.get(key);
    if (known !== undefined) return known;
    sleeperNumbers.set(key, sleeperLists.length);
    return sleeperLists.push(list) - 1;
  };

  const start = (
    into: Int32Array,
    tell?: (event: Event) => void,
  ): Finding | undefined => {
    listener = tell;
    sleepers = [];
    into.fill(0);
    return attempt(() => {
      const prepared = prepare(program, memory, scenario.start);
      if (prepared.finding !== undefined) return prepared.finding;
      memory.freeze();
      ghost = judge.of(prepared.states);
      const steps = threads.map((thread) => thread.start(memory.buffer));
      steps.forEach((step, t) => present[t] = step.to);
      let finding: Finding | undefined;
      for (const [t, step] of steps.entries()) finding ??= settle(t, step, 0);
      const race = raceOf(threads.map((_, t) => t), 0);
      if (race !== undefined || finding !== undefined) return race ?? finding;
      write(into);
      return undefined;
    });
  };

  const write = (into: Int32Array) => {
    into[MEMORY] = memory.save();
    into[SLEEPERS] = internSleepers(sleepers);
    into[GHOST] = ghost;
    for (let t = 0; t < threads.length; t++) into[THREADS + t] = present[t]!.id;
  };

  const read = (state: Int32Array) => {
    for (let t = 0; t < threads.length; t++) {
      present[t] = threads[t]!.situation(state[THREADS + t]!);
    }
    sleepers = sleeperLists[state[SLEEPERS]!]!;
    ghost = state[GHOST]!;
  };

  const isAsleep = (t: number) => sleepers.some(({ thread }) => thread === t);

  /** Who sleeps has called, be it at its first step: others have to wake it. */
  const hasCalled = (t: number) => present[t]!.isCalled || isAsleep(t);

  const isDead = (context: number, t: number) => (context & DEAD) === t + 1;

  /** Whether the thread needs nobody else to go on. */
  const canGo = (t: number, context: number): boolean => {
    const { request } = present[t]!;
    if (request === undefined || isDead(context, t)) return false;
    return !isAsleep(t) || (request.kind === "wait" && request.timeoutMs !== Infinity);
  };

  const choices = (state: Int32Array): readonly Choice[] => {
    read(state);
    const context = state[CONTEXT]!;
    const last = ((context & LAST) >> LAST_SHIFT) - 1;
    const interruptions = context >> INTERRUPTIONS_SHIFT;
    const mayInterrupt = interruptions < preemptions || last === -1 || !canGo(last, context);
    const found: Choice[] = [];
    for (let t = 0; t < threads.length; t++) {
      const situation = present[t]!;
      const asleep = isAsleep(t);
      if (canGo(t, context) && (mayInterrupt || t === last)) {
        if (asleep) found.push({ thread: t, move: "time" });
        else {
          found.push({ thread: t, move: "go" });
          if (hasTimeChoice(situation, operationOf(t))) found.push({ thread: t, move: "time" });
        }
      }
      if (
        (context & DEAD) === 0 && situation.request !== undefined && hasCalled(t) &&
        (deaths === "anywhere" || (deaths === "asleep" && asleep))
      ) found.push({ thread: t, move: "kill" });
    }
    return found;
  };

  const operationOf = (t: number): Operation => threads[t]!.operations[present[t]!.operation]!;

  const step = (
    state: Int32Array,
    { thread, move }: Choice,
    into: Int32Array,
    tell?: (event: Event) => void,
  ): Finding | undefined => {
    read(state);
    listener = tell;
    const context = contextAfter(state[CONTEXT]!, thread, move);
    into[CONTEXT] = context;
    if (move === "kill") {
      emit(thread, undefined, "stops for ever");
      for (let k = 0; k < THREADS + threads.length; k++) if (k !== CONTEXT) into[k] = state[k]!;
      return undefined;
    }
    memory.restore(state[MEMORY]!);
    const moved = [thread];
    return attempt(() => {
      const finding = execute(thread, move, context, moved);
      // A race explains a wrong result, and not the other way round.
      const race = raceOf(moved, context);
      if (race !== undefined || finding !== undefined) return race ?? finding;
      write(into);
      return undefined;
    });
  };

  const contextAfter = (context: number, thread: number, move: Move): number => {
    if (move === "kill") return context | (thread + 1) | (isAsleep(thread) ? DEAD_ASLEEP : 0);
    if (preemptions === Infinity) return context;
    const last = ((context & LAST) >> LAST_SHIFT) - 1;
    const isInterruption = last !== -1 && last !== thread && canGo(last, context);
    return (context & ~LAST | ((thread + 1) << LAST_SHIFT)) +
      (isInterruption ? 1 << INTERRUPTIONS_SHIFT : 0);
  };

  /** Does the next step of `thread`; adds those that it wakes to `moved`. */
  const execute = (
    thread: number,
    move: Move,
    context: number,
    moved: number[],
  ): Finding | undefined => {
    const { request } = present[thread]!;
    if (request === undefined) throw new Error("a thread that has ended cannot move");
    if (move === "time") {
      if (request.kind === "now") return answer(thread, LATE_MS, context, "time has passed");
      sleepers = sleepers.filter((sleeper) => sleeper.thread !== thread);
      return answer(thread, "timed-out", context, "time is up");
    }
    switch (request.kind) {
      case "wait": {
        const { start } = rangeOf(program, request, false);
        const found = memory.peek(request.view, request.index);
        if (found !== request.expected) return answer(thread, "not-equal", context, "");
        if (request.timeoutMs <= 0) return answer(thread, "timed-out", context, "");
        sleepers = [...sleepers, { thread, start }];
        emit(thread, undefined, "sleeps");
        return undefined;
      }
      case "notify": {
        const { start } = rangeOf(program, request, false);
        const woken = sleepers.filter((sleeper) => sleeper.start === start)
          .slice(0, request.count);
        sleepers = sleepers.filter((sleeper) => !woken.includes(sleeper));
        const finding = answer(thread, woken.length, context, "");
        if (finding !== undefined) return finding;
        for (const sleeper of woken) {
          if (isDead(context, sleeper.thread)) continue;
          moved.push(sleeper.thread);
          const found = answer(sleeper.thread, "ok", context, "wakes");
          if (found !== undefined) return found;
        }
        return undefined;
      }
      default:
        return answer(thread, perform(thread, request), context, "");
    }
  };

  /** The answer to a request that needs nobody else. */
  const perform = (thread: number, request: Request): Value => {
    switch (request.kind) {
      case "now":
        return present[thread]!.clock === "late" ? LATE_MS : EARLY_MS;
      case "pause":
        return undefined;
      case "wait":
      case "notify":
        throw new Error(`${request.kind} concerns other threads`);
      default:
        return memory.perform(request);
    }
  };

  /** Lets `thread` go on with `value` up to its next step. */
  const answer = (
    thread: number,
    value: Value,
    context: number,
    note: string,
  ): Finding | undefined => {
    emit(thread, value, note);
    return settle(thread, threads[thread]!.advance(present[thread]!, value), context);
  };

  const settle = (thread: number, first: Step, context: number): Finding | undefined => {
    let step = first;
    for (let plain = 0; plain < MAX_PLAIN; plain++) {
      present[thread] = step.to;
      for (const { operation, result } of step.returns) {
        const finding = judgeReturn(thread, operation, result, context);
        if (finding !== undefined) return finding;
      }
      const { request } = step.to;
      if (request === undefined || step.to.isStop) return undefined;
      const value = perform(thread, request);
      emit(thread, value, "");
      step = threads[thread]!.advance(step.to, value);
    }
    return {
      kind: "no end",
      message: `${operationOf(thread).label} polls with plain reads: an engine may hoist them`,
    };
  };

  const judgeReturn = (
    thread: number,
    operation: number,
    result: string,
    context: number,
  ): Finding | undefined => {
    const { label } = scenario.threads[thread]![operation]!;
    if (listener !== undefined) {
      listener({
        thread,
        operation: label,
        line: 0,
        request: undefined,
        answer: undefined,
        note: `${label} → ${result}`,
      });
    }
    const running = runningNow(context);
    running[thread] = operation;
    const next = judge.returned(ghost, thread, result, running);
    if (next === undefined) {
      return {
        kind: "wrong result",
        message: `${label} of ${threadName(thread)} ends with "${result}", which no order of the ` +
          `operations explains; before it the reference was ${quoteStates(judge.states(ghost))}`,
      };
    }
    ghost = next;
    return undefined;
  };

  /** What each thread has called; a thread that died in its sleep is out of the game. */
  const runningNow = (context: number): number[] =>
    present.map(({ operation, request }, t) =>
      request === undefined || !hasCalled(t) ||
        (isDead(context, t) && (context & DEAD_ASLEEP) !== 0)
        ? -1
        : operation
    );

  const raceOf = (moved: readonly number[], context: number): Finding | undefined => {
    for (const t of moved) {
      for (let other = 0; other < threads.length; other++) {
        if (other === t) continue;
        const message = findRace(present[t]!, present[other]!, {
          first: isDead(context, t),
          second: isDead(context, other),
        });
        if (message !== undefined) {
          return {
            kind: "data race",
            message: `${threadName(t)} and ${threadName(other)}: ${message}`,
          };
        }
      }
    }
    return undefined;
  };

  const end = (state: Int32Array): Finding | undefined => {
    read(state);
    const context = state[CONTEXT]!;
    const stuck = threads.flatMap((_, t) =>
      present[t]!.request === undefined || isDead(context, t) ? [] : [t]
    );
    const hasDead = (context & DEAD) !== 0;
    if (hasDead && (context & DEAD_ASLEEP) === 0) return undefined;
    if (stuck.length > 0) {
      if (judge.mayAllWait(ghost, runningNow(context))) return undefined;
      const labels = stuck.map((t) => `${threadName(t)} in ${operationOf(t).label}`);
      return {
        kind: "lost wake-up",
        message: `${labels.join(" and ")}: asleep for ever, though the reference, ` +
          `${quoteStates(judge.states(ghost))}, lets it go on`,
      };
    }
    if (hasDead) return undefined;
    return judgeEnd(state[MEMORY]!);
  };

  /** Ends that were found to be right: contents and ghost. */
  const rightEnds = new Set<string>();
  const alone = createMemory(program);

  const judgeEnd = (contents: number): Finding | undefined => {
    const key = `${contents} ${ghost}`;
    if (rightEnds.has(key)) return undefined;
    memory.restore(contents);
    new Uint8Array(alone.buffer).set(new Uint8Array(memory.buffer));
    const finding = attempt(() =>
      runAlone(program, alone, scenario.finale, judge.states(ghost)).finding
    );
    if (finding === undefined) rightEnds.add(key);
    return finding;
  };

  const emit = (thread: number, value: Value, note: string) => {
    if (listener === undefined) return;
    const situation = present[thread]!;
    listener({
      thread,
      operation: operationOf(thread).label,
      line: program.lineOf(situation.state),
      request: situation.request,
      answer: value,
      note,
    });
  };

  return { threads, stride: THREADS + threads.length, start, choices, step, end };
}

/** An access outside the structure is a finding, wherever it happens. */
function attempt(work: () => Finding | undefined): Finding | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return { kind: "outside the structure", message: error.message };
  }
}
