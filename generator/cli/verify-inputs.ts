import { readFileSync, statSync } from "node:fs";
import type { Scenario } from "../core/scenario.ts";
import { parseBanner } from "../output/banner.ts";
import { fileErrorReason } from "../output/file-error.ts";
import { generateModules } from "../pipeline.ts";
import { reduceConstants, type ScenarioLimits, type Suite, SUITES } from "../structures/suites.ts";
import { compileMachine, type MachineProgram } from "../transform/machine.ts";
import { chooseHost } from "./host.ts";
import { readSpecs } from "./specs.ts";
import { UsageError } from "./usage-error.ts";

/** A module that can be checked. */
export interface Subject {
  /** As the user named it; for a spec, the file that it gives. */
  readonly file: string;
  readonly structure: string;
  readonly text: string;
  readonly program: MachineProgram;
  readonly scenarios: (limits: ScenarioLimits) => readonly Scenario[];
}

const SPEC_NAME = /\.layout\.(ts|json)$/;

/** Modules as they lie on disk, and what specs give, without writing it. */
export async function readSubjects(names: readonly string[]): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  for (const name of names) {
    for (const { path, text } of await textsOf(name)) subjects.push(subjectOf(path, text));
  }
  return subjects;
}

async function textsOf(
  name: string,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  if (isSpec(name)) {
    return await generateModules(readSpecs([name]), { host: chooseHost(undefined), emit: "ts" });
  }
  try {
    return [{ path: name, text: readFileSync(name, "utf8") }];
  } catch (error) {
    throw new UsageError(
      `${name}: ${fileErrorReason(error)}; expected a generated module (*.gen.ts), a spec, or a ` +
        "folder of specs",
    );
  }
}

function isSpec(name: string): boolean {
  return SPEC_NAME.test(name) ||
    (statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

function subjectOf(file: string, text: string): Subject {
  const banner = parseBanner(text);
  if (banner === undefined) {
    throw new UsageError(`${file} is no module that amph-gen wrote: its first lines are no banner`);
  }
  const { structure } = banner;
  const suite: Suite | undefined = SUITES[structure];
  if (suite === undefined) {
    throw new UsageError(
      `${file}: there are no scenarios for a ${structure}; expected ${
        Object.keys(SUITES).join(", ")
      }`,
    );
  }
  const program = compile(file, reduceConstants(text, suite.reductions));
  return {
    file,
    structure,
    text,
    program,
    scenarios: (limits) => suite.scenarios(program, text, limits),
  };
}

function compile(file: string, text: string): MachineProgram {
  try {
    return compileMachine(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} cannot be checked: ${reason}`);
  }
}
