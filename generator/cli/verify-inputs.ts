import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Scenario } from "../core/scenario.ts";
import { parseBanner, parsePlainBanner } from "../output/banner.ts";
import { fileErrorReason } from "../output/file-error.ts";
import { generateModules } from "../pipeline.ts";
import {
  NOTHING_TO_EXPLORE,
  reduceConstants,
  type ScenarioLimits,
  type Suite,
  SUITES,
} from "../structures/suites.ts";
import { compileMachine, type MachineProgram } from "../transform/machine.ts";
import { chooseHost } from "./host.ts";
import { readSpecs } from "./specs.ts";
import { UsageError } from "./usage-error.ts";

/** A module that can be checked. */
export interface Subject {
  /** As the user named it; for a spec, the file that it gives. */
  readonly file: string;
  readonly structure: string;
  /** The module as it is explored: `lowered` says in which numbers it is smaller than the file. */
  readonly text: string;
  readonly lowered: string | undefined;
  readonly program: MachineProgram;
  readonly scenarios: (limits: ScenarioLimits) => readonly Scenario[];
}

const SPEC_NAME = /\.layout\.(ts|json)$/;
const MODULE_NAME = /\.gen\.ts$/;

/** Modules as they lie on disk, and what specs give, without writing it. */
export async function readSubjects(names: readonly string[]): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  for (const name of names) {
    for (const { path, text } of await textsOf(name)) subjects.push(...subjectsOf(path, text));
  }
  return subjects;
}

interface ModuleText {
  readonly path: string;
  readonly text: string;
}

async function textsOf(name: string): Promise<readonly ModuleText[]> {
  if (SPEC_NAME.test(name)) return await modulesOfSpecs(name);
  if (isFolder(name)) return await textsOfFolder(name);
  try {
    return [{ path: name, text: readFileSync(name, "utf8") }];
  } catch (error) {
    throw new UsageError(
      `${name}: ${fileErrorReason(error)}; expected a generated module (*.gen.ts), a spec, or a ` +
        "folder of either",
    );
  }
}

/** A folder stands for the modules directly in it or, where there are none, for its specs. */
async function textsOfFolder(name: string): Promise<readonly ModuleText[]> {
  const entries = readdirSync(name).toSorted();
  const modules = entries.filter((entry) => MODULE_NAME.test(entry));
  if (modules.length > 0) {
    return modules.map((entry) => join(name, entry))
      .map((path) => ({ path, text: readFileSync(path, "utf8") }))
      .filter(canBeExplored);
  }
  if (entries.some((entry) => SPEC_NAME.test(entry))) return await modulesOfSpecs(name);
  throw new UsageError(
    `${name}: the folder holds nothing to verify; expected generated modules (*.gen.ts) or specs ` +
      "(*.layout.ts, *.layout.json) directly in it",
  );
}

async function modulesOfSpecs(name: string): Promise<readonly ModuleText[]> {
  const options = { host: chooseHost(undefined), emit: "ts" } as const;
  return (await generateModules(readSpecs([name]), options)).filter(canBeExplored);
}

/** What was named by its folder or its spec is left out; what was named itself is refused. */
function canBeExplored({ text }: ModuleText): boolean {
  return NOTHING_TO_EXPLORE[parseBanner(text)?.structure ?? ""] === undefined &&
    parsePlainBanner(text) === undefined;
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** One for each suite of the structure. */
function subjectsOf(file: string, text: string): readonly Subject[] {
  const banner = parseBanner(text);
  if (parsePlainBanner(text) !== undefined) {
    throw new UsageError(
      `${file}: there is nothing to explore in it: it shares no memory with other threads`,
    );
  }
  if (banner === undefined) {
    throw new UsageError(`${file} is no module that amph-gen wrote: its first lines are no banner`);
  }
  const { structure } = banner;
  const suite: Suite | undefined = SUITES[structure];
  const nothing = NOTHING_TO_EXPLORE[structure];
  if (nothing !== undefined) {
    throw new UsageError(`${file}: there is nothing to explore in an ${structure}: ${nothing}`);
  }
  if (suite === undefined) {
    throw new UsageError(
      `${file}: there are no scenarios for a ${structure}; expected ${
        Object.keys(SUITES).join(", ")
      }`,
    );
  }
  const suites = suite.also === undefined ? [suite] : [suite, suite.also];
  return suites.map((one) => subjectOf(file, structure, text, one));
}

function subjectOf(file: string, structure: string, whole: string, suite: Suite): Subject {
  const { standAlone = (same: string) => same, reductions } = suite;
  const smaller = suite.smaller?.(whole);
  const text = smaller?.text ?? whole;
  const program = compile(file, reduceConstants(standAlone(text), reductions));
  return {
    file,
    structure,
    text,
    lowered: smaller?.what,
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
