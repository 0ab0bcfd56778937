/** A module's text, compiled and with its scenarios, as `amph-gen verify` takes it. */
import type { Scenario } from "../../generator/core/scenario.ts";
import { reduceConstants, SUITES } from "../../generator/structures/suites.ts";
import { compileMachine, type MachineProgram } from "../../generator/transform/machine.ts";
import { emittedTexts, nameOf, type Variant } from "./modules.ts";

export interface Checked {
  readonly program: MachineProgram;
  scenarios(threads: number, operations: number): readonly Scenario[];
  scenario(name: string): Scenario;
}

export function checked(text: string): Checked {
  const suite = SUITES["Queue"]!;
  const program = compileMachine(reduceConstants(text, suite.reductions));
  const scenarios = (threads: number, operations: number) =>
    suite.scenarios(program, text, { threads, operations });
  let all: readonly Scenario[] | undefined;
  return {
    program,
    scenarios,
    scenario(name) {
      all ??= scenarios(3, 2);
      const found = all.find((scenario) => scenario.name === name);
      if (found === undefined) throw new Error(`${program.className} has no scenario ${name}`);
      return found;
    },
  };
}

const texts = new Map<string, Promise<string>>();

/** The emitted text of a variant, made once. */
export function textOf(variant: Variant): Promise<string> {
  const name = nameOf(variant);
  const known = texts.get(name);
  if (known !== undefined) return known;
  const made = emittedTexts([variant]).then(([text]) => text!);
  texts.set(name, made);
  return made;
}
