/** Whether `verify` refutes a change of a module. */
import type { MachineProgram } from "../../generator/transform/machine.ts";
import { compileMachine, MachineError } from "../../generator/transform/machine.ts";
import type { Program, ThreadState } from "../../generator/core/machine.ts";
import type { Scenario } from "../../generator/core/scenario.ts";
import { reduceConstants, type Suite, SUITES } from "../../generator/structures/suites.ts";
import { explore, NO_LIMITS } from "../../generator/verify/explore.ts";
import { mutate, type Mutation } from "./mutator.ts";
import type { Subject } from "./subjects.ts";
import { nameOf, operationsOf, parse } from "./syntax.ts";

export type Verdict =
  /** Refuted. */
  | { readonly outcome: "killed"; readonly scenario: string; readonly finding: string }
  /** Came to many times as many states as the module itself. */
  | { readonly outcome: "grown"; readonly scenario: string }
  /** Has no machine. */
  | { readonly outcome: "not checkable"; readonly reason: string }
  | { readonly outcome: "survived" };

export interface Checker {
  /** Scenarios of at most `states` states, counted for the module itself. */
  check(mutation: Mutation, states: number): Verdict;
}

/** As `amph-gen verify` if it is told nothing. */
const SCENARIO_LIMITS = { threads: 3, operations: 2 };

/** A changed module may come to so many more states than the module itself before it counts as grown. */
const GROWTH = 20;
const LEAST_STATES = 50_000;

interface Baseline {
  readonly states: number;
  readonly reached: ReadonlySet<string>;
}

/** How often a scenario has refuted changes of an operation, over all modules of a run. */
export type Killers = Map<string, number>;

export function createChecker(subject: Subject, killers: Killers = new Map()): Checker {
  const first: Suite | undefined = SUITES[subject.structure];
  if (first === undefined) throw new Error(`there are no scenarios for a ${subject.structure}`);
  const suites = first.also === undefined ? [first] : [first, first.also];
  const checkers = suites.map((suite) => checkerOf(subject, suite, killers));
  return {
    check(mutation, states) {
      const verdicts: Verdict[] = [];
      for (const checker of checkers) {
        const verdict = checker.check(mutation, states);
        if (verdict.outcome === "killed") return verdict;
        verdicts.push(verdict);
      }
      return verdicts.find(({ outcome }) => outcome === "grown") ??
        verdicts.find(({ outcome }) => outcome === "not checkable") ?? { outcome: "survived" };
    },
  };
}

/** One suite of a module, prepared as `amph-gen verify` prepares it. */
function checkerOf({ text, mostStates }: Subject, suite: Suite, killers: Killers): Checker {
  const { standAlone = (same: string) => same, reductions } = suite;
  const compile = (changed: string) =>
    compileMachine(reduceConstants(standAlone(changed), reductions));
  const scenariosOf = (program: MachineProgram) => suite.scenarios(program, text, SCENARIO_LIMITS);
  const original = compile(text);
  const baselines = measure(original, scenariosOf(original), text, mostStates);

  /** Scenarios that come to `operation`: first those that have refuted most, then the smallest. */
  const orderFor = (
    operation: string,
    scenarios: readonly Scenario[],
    most: number,
  ): readonly Scenario[] => {
    const rank = ({ name }: Scenario) => killers.get(`${operation} ${name}`) ?? 0;
    const states = ({ name }: Scenario) => baselines.get(name)!.states;
    return scenarios
      .filter((scenario) =>
        baselines.get(scenario.name)?.reached.has(operation) && states(scenario) <= most
      )
      .sort((a, b) => rank(b) - rank(a) || states(a) - states(b));
  };

  const run = (operation: string, program: MachineProgram, most: number): Verdict => {
    let grown: Verdict | undefined;
    for (const scenario of orderFor(operation, scenariosOf(program), most)) {
      const { name } = scenario;
      const states = Math.max(LEAST_STATES, GROWTH * baselines.get(name)!.states);
      const { finding, bound } = explore(program, scenario, { ...NO_LIMITS, states });
      if (finding !== undefined) {
        const key = `${operation} ${name}`;
        killers.set(key, (killers.get(key) ?? 0) + 1);
        return { outcome: "killed", scenario: name, finding: finding.kind };
      }
      if (bound !== undefined) grown ??= { outcome: "grown", scenario: name };
    }
    return grown ?? { outcome: "survived" };
  };

  return {
    check(mutation, states) {
      let program: MachineProgram;
      try {
        program = compile(mutate(text, mutation));
        const [lost] = program.notCompiled.slice(original.notCompiled.length);
        if (lost !== undefined) return { outcome: "not checkable", reason: lost.reason };
        return run(mutation.operation, program, states);
      } catch (error) {
        if (!(error instanceof MachineError)) throw error;
        return { outcome: "not checkable", reason: error.message };
      }
    },
  };
}

/** How large each scenario is for the module itself, and which operations it comes to. */
function measure(
  program: MachineProgram,
  scenarios: readonly Scenario[],
  text: string,
  mostStates: number,
): ReadonlyMap<string, Baseline> {
  const operationAt = operationsByLine(text);
  const measured = new Map<string, Baseline>();
  for (const scenario of scenarios) {
    const reached = new Set<string>();
    const { states, finding, bound } = explore(
      watched(program, operationAt, reached),
      scenario,
      { ...NO_LIMITS, states: mostStates },
    );
    if (bound !== undefined) continue;
    if (finding !== undefined) {
      throw new Error(`${scenario.name} refutes the module itself: ${finding.message}`);
    }
    measured.set(scenario.name, { states, reached });
  }
  return measured;
}

/** The program, noting the operations in which its threads stop. */
function watched(
  program: Program,
  operationAt: (line: number) => string | undefined,
  reached: Set<string>,
): Program {
  const note = (thread: ThreadState) => {
    for (let depth = 1; depth <= thread.stack.length; depth++) {
      const operation = operationAt(
        program.lineOf({ stack: thread.stack.slice(0, depth), fields: thread.fields }),
      );
      if (operation !== undefined) reached.add(operation);
    }
  };
  return {
    ...program,
    begin(thread, operation, args) {
      program.begin(thread, operation, args);
      note(thread);
    },
    resume(thread, answer) {
      const found = program.resume(thread, answer);
      note(thread);
      return found;
    },
  };
}

function operationsByLine(text: string): (line: number) => string | undefined {
  const file = parse(text);
  const lines: (string | undefined)[] = [];
  for (const operation of operationsOf(file)) {
    const first = file.getLineAndCharacterOfPosition(operation.getStart()).line;
    const last = file.getLineAndCharacterOfPosition(operation.getEnd()).line;
    lines.length = Math.max(lines.length, last + 2);
    lines.fill(nameOf(operation), first + 1, last + 2);
  }
  return (line) => lines[line];
}
