/** Operations by one thread with nobody beside it: what stands before and after the threads. */
import type { Outcome, Program, Request, Value } from "../core/machine.ts";
import type { Answer, Operation, Start } from "../core/scenario.ts";
import { type Finding, quoteStates } from "./finding.ts";
import { createMemory, type Memory } from "./memory.ts";
import { EARLY_MS } from "./thread.ts";

/** Steps of a call beside several to each byte; more means a loop that has no end. */
const MAX_STEPS = 100_000;
const MAX_STEPS_PER_BYTE = 64;

interface Ending {
  /** Of the reference, afterwards. */
  readonly states: readonly string[];
  readonly finding: Finding | undefined;
}

/** What a start comes to; scenarios that share it need not fill a large queue again. */
interface Prepared extends Ending {
  readonly bytes: Uint8Array;
}

const preparedStarts = new WeakMap<Program, WeakMap<Start, Prepared>>();

/** Puts `memory` to where `start` leads. */
export function prepare(program: Program, memory: Memory, start: Start): Ending {
  const known = preparedStarts.get(program) ?? new WeakMap<Start, Prepared>();
  preparedStarts.set(program, known);
  let prepared = known.get(start);
  if (prepared === undefined) {
    const own = createMemory(program);
    const ending = prepareMemory(start, own.buffer) ??
      runAlone(program, own, start.setup, [start.initial]);
    prepared = { ...ending, bytes: new Uint8Array(own.buffer) };
    known.set(start, prepared);
  }
  new Uint8Array(memory.buffer).set(prepared.bytes);
  return prepared;
}

/** A start may run operations of the module itself, over real memory: they may leave it. */
function prepareMemory({ prepare, initial }: Start, buffer: ArrayBuffer): Ending | undefined {
  try {
    prepare(buffer);
    return undefined;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const finding: Finding = { kind: "outside the structure", message: error.message };
    return { states: [initial], finding };
  }
}

/**
 * Runs `operations` on a handle of their own. What they answer must be what the reference does from
 * one of `states`, without excuses: nobody else is busy.
 */
export function runAlone(
  program: Program,
  memory: Memory,
  operations: readonly Operation[],
  states: readonly string[],
): Ending {
  const handle = program.attach(memory.buffer);
  let possible = states;
  for (const operation of operations) {
    const answers: Answer[] = [];
    for (let call = operation.next(answers); call; call = operation.next(answers)) {
      program.begin(handle, call.operation, call.args);
      const outcome = finish(program, memory, handle);
      if (outcome === "waits" || outcome === "goes on for ever") {
        return ending(possible, `${operation.label} ${outcome}, with nobody else at work`);
      }
      const fields = Object.fromEntries(program.fields.map((name, k) => [name, handle.fields[k]]));
      answers.push({ ...call, outcome, fields });
    }
    const result = operation.resultOf(answers);
    const next = possible.flatMap((state) => operation.effects(state))
      .filter((effect) => effect.result === result)
      .map(({ state }) => state);
    if (next.length === 0) {
      return ending(
        possible,
        `${operation.label}, with nobody else at work, ends with "${result}"; ` +
          `the reference is ${quoteStates(possible)}`,
      );
    }
    possible = [...new Set(next)];
  }
  return { states: possible, finding: undefined };
}

function ending(states: readonly string[], message: string): Ending {
  return { states, finding: { kind: "wrong end", message } };
}

/** Runs the call that has begun, unless it goes to sleep or comes to no end. */
function finish(
  program: Program,
  memory: Memory,
  handle: ReturnType<Program["attach"]>,
): Outcome | "waits" | "goes on for ever" {
  const maxSteps = MAX_STEPS + MAX_STEPS_PER_BYTE * program.totalBytes;
  let answer: Value;
  for (let step = 0; step < maxSteps; step++) {
    const found: Request | Outcome = program.resume(handle, answer);
    switch (found.kind) {
      case "return":
      case "throw":
        return found;
      case "wait":
        if (memory.peek(found.view, found.index) === found.expected) return "waits";
        answer = "not-equal";
        break;
      case "notify":
        answer = 0;
        break;
      case "now":
        answer = EARLY_MS;
        break;
      case "pause":
        answer = undefined;
        break;
      default:
        answer = memory.perform(found);
    }
  }
  return "goes on for ever";
}
