/** What scenarios of small structures are made of. */
import type { Value } from "../../core/machine.ts";
import type { Answer, Call, Operation, Start } from "../../core/scenario.ts";
import type { MachineProgram } from "../../transform/machine.ts";

/** Long enough to sleep, and to run out. */
export const LIMIT_MS = 5;

type Meaning = Pick<Operation, "effects"> & Partial<Pick<Operation, "idle" | "timed">>;

/** Some calls, one after the other; `resultOf` sees the answer of the last. */
export function callsOf(
  label: string,
  calls: readonly Call[],
  resultOf: (answer: Answer) => string,
  { effects, idle = [], timed = false }: Meaning,
): Operation {
  return {
    label,
    next: (answers) => calls[answers.length],
    resultOf: (answers) => {
      const last = answers.at(-1);
      return last === undefined ? "" : resultOf(last);
    },
    effects,
    idle,
    timed,
  };
}

/** The value that a call has returned, in words, or the name of the error that it has thrown. */
export function outcomeText({ outcome }: Answer, textOf: (value: Value) => string): string {
  return outcome.kind === "throw" ? outcome.name : textOf(outcome.value);
}

/** The memory as `create()` makes it. */
export function freshStart(
  program: MachineProgram,
  initial: string,
  setup: readonly Operation[] = [],
): Start {
  return {
    prepare(memory) {
      new Uint8Array(memory).set(new Uint8Array(program.createMemory()));
    },
    initial,
    setup,
  };
}
