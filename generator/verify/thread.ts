/**
 * One thread of a scenario, as a numbered set of the situations in which it can stand. A machine is
 * deterministic, so what follows from a situation and an answer is computed once and then looked up:
 * exploring costs table look-ups, however slow the machine is.
 */
import type { Program, Request, ThreadState, Value } from "../core/machine.ts";
import type { Answer, Call, Operation } from "../core/scenario.ts";
import { type Range, rangeOf } from "./memory.ts";
import { copyValue, keyOf } from "./values.ts";

/** What the clock shows: within an operation, time stands still until a limit has passed. */
export const EARLY_MS = 0;
export const LATE_MS = 1e9;

/** `new`: not yet asked in this operation; `early`, `late`: what it has shown last. */
type Clock = "new" | "early" | "late";

export interface Situation {
  readonly id: number;
  readonly state: ThreadState;
  /** Index of the present operation; their count when all are over. */
  readonly operation: number;
  /** Whether it has begun in the eyes of others: its first visible step is done. */
  readonly isCalled: boolean;
  readonly answers: readonly Answer[];
  readonly call: Call | undefined;
  /** What the thread does next; undefined when it has ended. */
  readonly request: Request | undefined;
  readonly clock: Clock;
  /** Plain accesses since the last step that other threads can order themselves by. */
  readonly plain: readonly Range[];
  /** Whether the next step has to be tried before and after steps of others. */
  readonly isStop: boolean;
  /** The bytes of the next step, if it is a synchronising access. */
  readonly next: Range | undefined;
  /** What followed, by answer. */
  readonly after: Map<Value, Step>;
}

/** A situation without what follows from it. */
type Draft = Omit<Situation, "id" | "after" | "isStop" | "next">;

/** An operation that has ended. */
export interface Return {
  readonly operation: number;
  readonly result: string;
}

export interface Step {
  readonly to: Situation;
  readonly returns: readonly Return[];
}

export interface Thread {
  readonly operations: readonly Operation[];
  /** Attached to `memory`, before the first operation. */
  start(memory: ArrayBuffer): Step;
  /** What follows when the request of `situation` is answered. */
  advance(situation: Situation, answer: Value): Step;
  situation(id: number): Situation;
  count(): number;
}

/** An operation has several calls at most, and a machine reads a bounded number of words for each. */
const MAX_CALLS = 1000;

export function isSynchronizing(request: Request): boolean {
  switch (request.kind) {
    case "load":
    case "store":
      return request.atomic;
    case "now":
    case "pause":
      return false;
    default:
      return true;
  }
}

/** Whether time may pass at this very step. */
export function hasTimeChoice(
  { request, clock }: Pick<Situation, "request" | "clock">,
  operation: Operation,
): boolean {
  return request?.kind === "now" && clock === "early" && operation.timed;
}

export function createThread(
  program: Program,
  operations: readonly Operation[],
  /** Whether a step that is not synchronising counts as the beginning of an operation. */
  isVisible: (request: Request) => boolean,
): Thread {
  const situations: Situation[] = [];
  const numbers = new Map<string, Situation>();

  /** Takes over `draft`, which nobody else may hold. */
  const intern = (draft: Draft): Situation => {
    const key = keyOfSituation(draft);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const { request } = draft;
    const situation: Situation = {
      ...draft,
      id: situations.length,
      after: new Map(),
      isStop: request === undefined || isVisible(request) ||
        hasTimeChoice(draft, operations[draft.operation]!),
      next: request === undefined ? undefined : synchronizingRange(program, request),
    };
    situations.push(situation);
    numbers.set(key, situation);
    return situation;
  };

  const start = (memory: ArrayBuffer): Step =>
    goOn({
      state: program.attach(memory),
      operation: 0,
      isCalled: false,
      answers: [],
      call: undefined,
      request: undefined,
      clock: "new",
      plain: [],
    }, undefined);

  const advance = (situation: Situation, answer: Value): Step => {
    const known = situation.after.get(answer);
    if (known !== undefined) return known;
    const { request } = situation;
    if (request === undefined) throw new Error("a thread that has ended cannot go on");
    const copies = new Map<object, Value>();
    const step = goOn({
      ...situation,
      state: copyState(situation.state, copies),
      call: situation.call && copyCall(situation.call, copies),
      isCalled: situation.isCalled || isVisible(request),
      clock: clockAfter(situation, request, answer),
      plain: isSynchronizing(request) ? [] : plainAfter(program, situation.plain, request),
    }, answer);
    situation.after.set(answer, step);
    return step;
  };

  /** Runs the machine of `draft` to its next request, through ends and beginnings of operations. */
  const goOn = (draft: Draft, first: Value): Step => {
    const { state } = draft;
    const returns: Return[] = [];
    let { operation, isCalled, answers, call, clock } = draft;
    let answer = first;
    for (let calls = 0; calls < MAX_CALLS; calls++) {
      if (call !== undefined) {
        const found = program.resume(state, answer);
        if (found.kind !== "return" && found.kind !== "throw") {
          const to = { ...draft, operation, isCalled, answers, call, clock, request: found };
          return { to: intern(to), returns };
        }
        answers = [...answers, { ...call, outcome: found, fields: fieldsOf(program, state) }];
      }
      const present = operations[operation];
      if (present === undefined) {
        const to = { ...draft, operation, isCalled, answers, call, clock, request: undefined };
        return { to: intern(to), returns };
      }
      call = present.next(answers);
      answer = undefined;
      if (call !== undefined) {
        program.begin(state, call.operation, call.args);
        continue;
      }
      returns.push({ operation, result: present.resultOf(answers) });
      operation++;
      isCalled = false;
      answers = [];
      clock = "new";
    }
    throw new Error(`${operations[operation]?.label}: no end after ${MAX_CALLS} calls`);
  };

  return {
    operations,
    start,
    advance,
    situation: (id) => situations[id]!,
    count: () => situations.length,
  };
}

function copyState({ stack, fields }: ThreadState, copies: Map<object, Value>): ThreadState {
  return {
    stack: stack.map(({ code, pc, locals }) => ({
      code,
      pc,
      locals: locals.map((value) => copyValue(value, copies)),
    })),
    fields: fields.map((value) => copyValue(value, copies)),
  };
}

function copyCall({ operation, args }: Call, copies: Map<object, Value>): Call {
  return { operation, args: args.map((value) => copyValue(value, copies)) };
}

function clockAfter({ clock }: Situation, request: Request, answer: Value): Clock {
  if (request.kind === "wait" && answer === "timed-out") return "late";
  if (request.kind === "now") return answer === LATE_MS ? "late" : "early";
  return clock;
}

function plainAfter(
  program: Program,
  plain: readonly Range[],
  request: Request,
): readonly Range[] {
  if (request.kind !== "load" && request.kind !== "store") return plain;
  let joined = rangeOf(program, request, request.kind === "store");
  const others: Range[] = [];
  for (const range of plain) {
    const touches = range.writes === joined.writes && range.start <= joined.end &&
      joined.start <= range.end;
    if (!touches) others.push(range);
    else {
      joined = {
        start: Math.min(range.start, joined.start),
        end: Math.max(range.end, joined.end),
        writes: joined.writes,
      };
    }
  }
  return [...others, joined].sort((a, b) =>
    a.start - b.start || Number(a.writes) - Number(b.writes)
  );
}

/** The word that a synchronising request reads or changes; a notify does neither. */
function synchronizingRange(program: Program, request: Request): Range | undefined {
  switch (request.kind) {
    case "load":
    case "store":
      return request.atomic ? rangeOf(program, request, request.kind === "store") : undefined;
    case "wait":
      return rangeOf(program, request, false);
    case "rmw":
    case "compareExchange":
      return rangeOf(program, request, true);
    default:
      return undefined;
  }
}

function fieldsOf(program: Program, { fields }: ThreadState): Record<string, Value> {
  return Object.fromEntries(program.fields.map((name, k) => [name, fields[k]]));
}

function keyOfSituation(draft: Draft): string {
  const seen = new Map<object, number>();
  const { state, operation, isCalled, answers, call, request, clock, plain } = draft;
  const parts: (string | number)[] = [operation, isCalled ? 1 : 0, clock];
  for (const { code, pc, locals } of state.stack) parts.push(code, pc, keyOf(locals, seen));
  parts.push(keyOf(state.fields, seen));
  for (const { args, outcome } of answers) {
    parts.push(keyOf([...args], seen), keyOf({ ...outcome }, seen));
  }
  if (call !== undefined) parts.push(call.operation, keyOf([...call.args], seen));
  if (request !== undefined) parts.push(keyOf({ ...request }, seen));
  for (const { start, end, writes } of plain) parts.push(`${start}-${end}${writes ? "w" : "r"}`);
  return parts.join("|");
}
