/**
 * A scenario as a transition system. A state is a short vector of numbers: contents of the memory, who
 * sleeps, what the judge has to remember, who has died, and where each thread stands; all of them
 * exact. A step is one access that can order threads, with the plain accesses behind it.
 */
import type { Program, Request, Value } from "../core/machine.ts";
import type { Operation, Scenario } from "../core/scenario.ts";
import { prepare } from "./alone.ts";
import {
  afterDeath,
  afterMove,
  type Context,
  hasDead,
  interruptions,
  isDead,
  lastMover,
} from "./context.ts";
import type { Finding } from "./finding.ts";
import { createMemory, rangeOf } from "./memory.ts";
import { attempt, createReferee, type Position } from "./referee.ts";
import { createSleepers } from "./sleepers.ts";
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

// Places in a state.
const MEMORY = 0;
const SLEEPERS = 1;
const GHOST = 2;
const CONTEXT = 3;
const THREADS = 4;

/** Plain accesses in a row beside several to each byte; more means a loop that has no end. */
const MAX_PLAIN = 10_000;
const MAX_PLAIN_PER_BYTE = 4;

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
  const referee = createReferee(program, scenario);
  const maxPlain = MAX_PLAIN + MAX_PLAIN_PER_BYTE * program.totalBytes;
  // Of the state that is read, or being made.
  const present: Situation[] = [];
  const sleepers = createSleepers();
  let ghost = 0;
  let listener: ((event: Event) => void) | undefined;

  const start = (
    into: Int32Array,
    tell?: (event: Event) => void,
  ): Finding | undefined => {
    listener = tell;
    sleepers.restore(0);
    into.fill(0);
    return attempt(() => {
      const prepared = prepare(program, memory, scenario.start);
      if (prepared.finding !== undefined) return prepared.finding;
      memory.freeze();
      ghost = referee.first(prepared.states);
      const steps = threads.map((thread) => thread.start(memory.buffer));
      steps.forEach((step, t) => present[t] = step.to);
      let finding: Finding | undefined;
      for (const [t, step] of steps.entries()) finding ??= settle(t, step, 0);
      const race = referee.race(position(0), threads.map((_, t) => t));
      if (race !== undefined || finding !== undefined) return race ?? finding;
      write(into);
      return undefined;
    });
  };

  const write = (into: Int32Array) => {
    into[MEMORY] = memory.save();
    into[SLEEPERS] = sleepers.save();
    into[GHOST] = ghost;
    for (let t = 0; t < threads.length; t++) into[THREADS + t] = present[t]!.id;
  };

  const read = (state: Int32Array) => {
    for (let t = 0; t < threads.length; t++) {
      present[t] = threads[t]!.situation(state[THREADS + t]!);
    }
    sleepers.restore(state[SLEEPERS]!);
    ghost = state[GHOST]!;
  };

  const position = (context: Context): Position => ({
    present,
    isAsleep: sleepers.has,
    ghost,
    context,
  });

  /** Whether the thread needs nobody else to go on. */
  const canGo = (t: number, context: Context): boolean => {
    const { request } = present[t]!;
    if (request === undefined || isDead(context, t)) return false;
    return !sleepers.has(t) || (request.kind === "wait" && request.timeoutMs !== Infinity);
  };

  const choices = (state: Int32Array): readonly Choice[] => {
    read(state);
    const context = state[CONTEXT]!;
    const last = lastMover(context);
    const mayInterrupt = interruptions(context) < preemptions || last === -1 ||
      !canGo(last, context);
    const found: Choice[] = [];
    for (let t = 0; t < threads.length; t++) {
      const situation = present[t]!;
      const asleep = sleepers.has(t);
      if (canGo(t, context) && (mayInterrupt || t === last)) {
        if (asleep) found.push({ thread: t, move: "time" });
        else {
          found.push({ thread: t, move: "go" });
          if (hasTimeChoice(situation, operationOf(t))) found.push({ thread: t, move: "time" });
        }
      }
      if (
        !hasDead(context) && situation.request !== undefined &&
        // Who sleeps has called, be it at its first step: others have to wake it.
        (situation.isCalled || asleep) &&
        (deaths === "anywhere" || deaths === "unnoticed" || (deaths === "asleep" && asleep))
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
      const race = referee.race(position(context), moved);
      if (race !== undefined || finding !== undefined) return race ?? finding;
      write(into);
      return undefined;
    });
  };

  const contextAfter = (context: Context, thread: number, move: Move): Context => {
    if (move === "kill") return afterDeath(context, thread, sleepers.has(thread));
    if (preemptions === Infinity) return context;
    const last = lastMover(context);
    return afterMove(context, thread, last !== -1 && last !== thread && canGo(last, context));
  };

  /** Does the next step of `thread`; adds those that it wakes to `moved`. */
  const execute = (
    thread: number,
    move: Move,
    context: Context,
    moved: number[],
  ): Finding | undefined => {
    const { request } = present[thread]!;
    if (request === undefined) throw new Error("a thread that has ended cannot move");
    if (move === "time") {
      if (request.kind === "now") return answer(thread, LATE_MS, context, "time has passed");
      sleepers.remove(thread);
      return answer(thread, "timed-out", context, "time is up");
    }
    switch (request.kind) {
      case "wait": {
        const { start } = rangeOf(program, request, false);
        const found = memory.peek(request.view, request.index);
        if (found !== request.expected) return answer(thread, "not-equal", context, "");
        if (request.timeoutMs <= 0) return answer(thread, "timed-out", context, "");
        sleepers.add(thread, start);
        emit(thread, undefined, "sleeps");
        return undefined;
      }
      case "notify": {
        const { start } = rangeOf(program, request, false);
        const woken = sleepers.wake(start, request.count);
        const finding = answer(thread, woken.length, context, "");
        if (finding !== undefined) return finding;
        for (const sleeper of woken) {
          if (isDead(context, sleeper)) continue;
          moved.push(sleeper);
          const found = answer(sleeper, "ok", context, "wakes");
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
    context: Context,
    note: string,
  ): Finding | undefined => {
    emit(thread, value, note);
    return settle(thread, threads[thread]!.advance(present[thread]!, value), context);
  };

  const settle = (thread: number, first: Step, context: number): Finding | undefined => {
    let step = first;
    for (let plain = 0; plain < maxPlain; plain++) {
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
      message:
        `${operationOf(thread).label} makes more than ${maxPlain} plain accesses in a row: ` +
        "a loop without an end, or one that polls with plain reads, which an engine may hoist",
    };
  };

  const judgeReturn = (
    thread: number,
    operation: number,
    result: string,
    context: Context,
  ): Finding | undefined => {
    const { label } = scenario.threads[thread]![operation]!;
    listener?.({
      thread,
      operation: label,
      line: 0,
      request: undefined,
      answer: undefined,
      note: `${label} → ${result}`,
    });
    const next = referee.returned(position(context), thread, operation, result);
    if (typeof next !== "number") return next;
    ghost = next;
    return undefined;
  };

  const end = (state: Int32Array): Finding | undefined => {
    read(state);
    memory.restore(state[MEMORY]!);
    return referee.end(position(state[CONTEXT]!), state[MEMORY]!, memory.buffer);
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
