/** Whether `verify` refutes a change of a module. */
import type { MachineProgram } from "../../generator/transform/machine.ts";
import { compileMachine, MachineError } from "../../generator/transform/machine.ts";
import type { Scenario } from "../../generator/core/scenario.ts";
import { reduceConstants, type Suite, SUITES } from "../../generator/structures/suites.ts";
import { explore, type Limits, NO_LIMITS } from "../../generator/verify/explore.ts";
import { mutate, type Mutation } from "./mutator.ts";
import { watchPlaces, withReach } from "./reach.ts";
import type { Subject } from "./subjects.ts";

export type Verdict =
  /** Refuted. */
  | { readonly outcome: "killed"; readonly scenario: string; readonly finding: string }
  /** Came to many times as many states as the module itself. */
  | { readonly outcome: "grown"; readonly scenario: string }
  /** Has no machine. */
  | { readonly outcome: "not checkable"; readonly reason: string }
  | { readonly outcome: "survived" };

/** `quick`: scenarios of few states, and not all of them; `rest`: those that this leaves out. */
export type Effort = "quick" | "rest";

export interface Checker {
  check(mutation: Mutation, effort: Effort): Verdict;
}

/** As `amph-gen verify` if it is told nothing. */
const SCENARIO_LIMITS = { threads: 3, operations: 2 };

/** What is quick: of scenarios up to so many states each, so many states together. */
const QUICK_SCENARIO_STATES = 2000;
const QUICK_STATES = 40_000;

/** And then of so many together, in each module. */
const REST_STATES = 4_000_000;

/** A changed module may come to so many more states than the module itself before it counts as grown. */
const GROWTH = 8;
const LEAST_STATES = 20_000;

/** More scenarios that have grown say nothing more. */
const MOST_GROWN = 3;

/** Of what has more states than are counted, so many times more are looked at than were counted. */
const PART = 3;

interface Baseline {
  readonly states: number;
  /** False: these are the nearest to the start only. */
  readonly isWhole: boolean;
  /** Places, as `reach.ts` has them. */
  readonly reached: ReadonlySet<string>;
}

/** How often a scenario has refuted changes of a statement or of an operation, over all modules. */
export type Killers = Map<string, number>;

/** That it has refuted changes of the same statement says more. */
const SAME_STATEMENT = 1000;

export function createChecker(subject: Subject, killers: Killers = new Map()): Checker {
  const first: Suite | undefined = SUITES[subject.structure];
  if (first === undefined) throw new Error(`there are no scenarios for a ${subject.structure}`);
  const suites = first.also === undefined ? [first] : [first, first.also];
  const checkers = suites.map((suite) => checkerOf(subject, suite, killers));
  return {
    check(mutation, effort) {
      const verdicts: Verdict[] = [];
      for (const checker of checkers) {
        const verdict = checker.check(mutation, effort);
        if (verdict.outcome === "killed") return verdict;
        verdicts.push(verdict);
      }
      return verdicts.find(({ outcome }) => outcome === "grown") ??
        verdicts.find(({ outcome }) => outcome === "not checkable") ?? { outcome: "survived" };
    },
  };
}

/** One suite of a module, prepared as `amph-gen verify` prepares it. */
function checkerOf({ text, mostStates, kill }: Subject, suite: Suite, killers: Killers): Checker {
  const { standAlone = (same: string) => same, reductions } = suite;
  const compile = (changed: string) =>
    compileMachine(reduceConstants(standAlone(changed), reductions));
  const scenariosOf = (program: MachineProgram) => suite.scenarios(program, text, SCENARIO_LIMITS);
  const original = compile(withReach(text));
  const limits = { ...NO_LIMITS, kill };
  const baselines = measure(original, scenariosOf(original), { ...limits, states: mostStates });
  const statesOf = ({ name }: Scenario) => baselines.get(name)!.states;

  /** Scenarios that come to the statement: first those that have refuted most, then the smallest. */
  const orderFor = (
    { at, operation }: Mutation,
    scenarios: readonly Scenario[],
    effort: Effort,
  ): readonly Scenario[] => {
    const rank = ({ name }: Scenario) =>
      SAME_STATEMENT * (killers.get(`${at} ${name}`) ?? 0) +
      (killers.get(`${operation} ${name}`) ?? 0);
    const reaching = scenarios
      .filter(({ name }) => baselines.get(name)?.reached.has(at))
      .sort((a, b) => statesOf(a) - statesOf(b));
    let states = 0;
    const isQuick = (scenario: Scenario) =>
      statesOf(scenario) <= QUICK_SCENARIO_STATES && (states += statesOf(scenario)) <= QUICK_STATES;
    return reaching
      .filter((scenario) => isQuick(scenario) === (effort === "quick"))
      .sort((a, b) => rank(b) - rank(a) || statesOf(a) - statesOf(b));
  };

  const run = (mutation: Mutation, program: MachineProgram, effort: Effort): Verdict => {
    const grown: Verdict[] = [];
    let explored = 0;
    for (const scenario of orderFor(mutation, scenariosOf(program), effort)) {
      const { name } = scenario;
      if (explored > REST_STATES) break;
      explored += statesOf(scenario);
      const { isWhole } = baselines.get(name)!;
      const states = Math.max(LEAST_STATES, (isWhole ? GROWTH : PART) * statesOf(scenario));
      const { finding, bound } = explore(program, scenario, { ...limits, states });
      if (finding !== undefined) {
        for (const about of [mutation.at, mutation.operation]) {
          const key = `${about} ${name}`;
          killers.set(key, (killers.get(key) ?? 0) + 1);
        }
        return { outcome: "killed", scenario: name, finding: finding.kind };
      }
      if (bound !== undefined && isWhole) grown.push({ outcome: "grown", scenario: name });
      if (grown.length === MOST_GROWN) break;
    }
    return grown[0] ?? { outcome: "survived" };
  };

  /** Whether any scenario comes to the statement: without one the machine need not be made. */
  const isReached = ({ at }: Mutation) =>
    [...baselines.values()].some(({ reached }) => reached.has(at));

  return {
    check(mutation, effort) {
      if (!isReached(mutation)) return { outcome: "survived" };
      let program: MachineProgram;
      try {
        program = compile(mutate(text, mutation));
        const [lost] = program.notCompiled.slice(original.notCompiled.length);
        if (lost !== undefined) return { outcome: "not checkable", reason: lost.reason };
        return run(mutation, program, effort);
      } catch (error) {
        if (!(error instanceof MachineError)) throw error;
        return { outcome: "not checkable", reason: error.message };
      }
    },
  };
}

/** How large each scenario is for the module itself, and which statements it comes to. */
function measure(
  program: MachineProgram,
  scenarios: readonly Scenario[],
  limits: Limits,
): ReadonlyMap<string, Baseline> {
  const measured = new Map<string, Baseline>();
  for (const scenario of scenarios) {
    const reached = new Set<string>();
    watchPlaces(reached);
    const { states, finding, bound } = explore(program, scenario, limits);
    if (finding !== undefined) {
      throw new Error(`${scenario.name} refutes the module itself: ${finding.message}`);
    }
    measured.set(scenario.name, { states, reached, isWhole: bound === undefined });
  }
  return measured;
}
