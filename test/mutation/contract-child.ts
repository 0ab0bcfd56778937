/**
 * The contract tests over changed modules, in one process for many changes. The test files are taken
 * as they are: hooks of the module loader give them this folder's `test`, and the changed text of each
 * module that has the line in question. A first round, over the modules as they are, says which
 * statements each test comes to.
 */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseBanner } from "../../generator/output/banner.ts";
import { collected } from "./contract-tests.ts";
import { applyEdits, normalize } from "./syntax.ts";
import { type Mutation, mutationsOf } from "./mutator.ts";
import { watchPlaces, withReach } from "./reach.ts";

export interface ContractMutation extends Pick<Mutation, "key" | "operation" | "before" | "at"> {
  /** Modules of others stay as they are, also where they have the line. */
  readonly structure: string;
}

/** Tests of one file, in the order in which they are to run. */
export interface ContractFile {
  readonly file: string;
  readonly tests: readonly string[];
}

export type ContractTask =
  | { readonly kind: "watch"; readonly files: readonly string[] }
  | {
    readonly kind: "try";
    readonly files: readonly ContractFile[];
    readonly mutation: ContractMutation;
  };

/** What a test comes to in modules as they are: a structure and a place in it. */
export interface Watched {
  readonly file: string;
  readonly test: string;
  readonly places: readonly string[];
  readonly ms: number;
}

export type ContractAnswer =
  | { readonly outcome: "ready" }
  /** Not the end: the next test begins. */
  | { readonly outcome: "goes on" }
  | { readonly outcome: "watched"; readonly tests: readonly Watched[] }
  | { readonly outcome: "killed"; readonly test: string }
  /** `changed`: how many modules the tests saw changed. */
  | { readonly outcome: "survived"; readonly changed: number };

interface Module {
  readonly text: string;
  readonly className: string;
  readonly structure: string | undefined;
  readonly normalized: string;
  /** Edits by operation and key of the change. */
  readonly edits: Map<string, ReadonlyMap<string, Mutation["edits"]>>;
}

const TEST_FILE = /\/test\/(contract|property)\//;
const ROUND = "?round=";
/** A module that the contract tests have generated. */
const EMITTED = /\/\.amph\/test\/(?!mutant-)[^/]+\/[^/]+\.gen\.ts$/;

let round = 0;
let task: ContractTask | undefined;
/** By the URL of the module; undefined: this round leaves it as it is. */
let texts = new Map<string, string | undefined>();
const modules = new Map<string, Module>();

function readModule(url: string): Module {
  const known = modules.get(url);
  if (known !== undefined) return known;
  const text = readFileSync(fileURLToPath(url), "utf8");
  const className = /^export class (\w+) \{/m.exec(text)?.[1] ?? "";
  const structure = parseBanner(text)?.structure;
  const made = { text, className, structure, normalized: normalize(text), edits: new Map() };
  modules.set(url, made);
  return made;
}

/** The module as tests see it in this round, if that is not how it is. */
function textOf(url: string): string | undefined {
  if (texts.has(url)) return texts.get(url);
  const module = readModule(url);
  const text = task?.kind === "watch"
    ? withReach(module.text, `${module.structure} `)
    : task?.kind === "try"
    ? changedText(module, task.mutation)
    : undefined;
  texts.set(url, text);
  return text;
}

function changedText(module: Module, wanted: ContractMutation): string | undefined {
  const { text, structure, normalized } = module;
  if (structure !== wanted.structure || !normalized.includes(wanted.before)) return undefined;
  let edits = module.edits.get(wanted.operation);
  if (edits === undefined) {
    const found = mutationsOf(text, wanted.operation);
    edits = new Map(found.map((mutation) => [mutation.key, mutation.edits]));
    module.edits.set(wanted.operation, edits);
  }
  const found = edits.get(wanted.key);
  return found === undefined ? undefined : applyEdits(text, found);
}

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "node:test" && TEST_FILE.test(context.parentURL ?? "")) {
      return next(new URL("./contract-tests.ts", import.meta.url).href, context);
    }
    const found = next(specifier, context);
    return EMITTED.test(found.url) && textOf(found.url) !== undefined
      ? { ...found, url: `${found.url}${ROUND}${round}` }
      : found;
  },
  load(url, context, next) {
    const [plain = ""] = url.split(ROUND);
    const source = url === plain || !EMITTED.test(plain) ? undefined : textOf(plain);
    return source === undefined
      ? next(url, context)
      : { format: "module-typescript", source, shortCircuit: true };
  },
});

function tell(answer: ContractAnswer): void {
  process.send?.(answer);
}

async function load(file: string): Promise<void> {
  tell({ outcome: "goes on" });
  collected.length = 0;
  await import(`${file}${ROUND}${round}`);
}

/** All tests of all files; throws what a test throws. */
async function watch(files: readonly string[]): Promise<ContractAnswer> {
  const tests: Watched[] = [];
  for (const file of files) {
    const loaded = new Set<string>();
    watchPlaces(loaded);
    await load(file);
    for (const { name, run } of [...collected]) {
      const places = new Set(loaded);
      watchPlaces(places);
      const startedMs = performance.now();
      tell({ outcome: "goes on" });
      await run();
      tests.push({ file, test: name, places: [...places], ms: performance.now() - startedMs });
    }
  }
  return { outcome: "watched", tests };
}

async function tryMutation(files: readonly ContractFile[]): Promise<ContractAnswer> {
  for (const { file, tests } of files) {
    await load(file);
    const runs = new Map(collected.map(({ name, run }) => [name, run]));
    const unchanged = new Set(
      [...texts].flatMap(([url, text]) => text === undefined ? [readModule(url).className] : []),
    );
    for (const name of tests) {
      // Named after a module that is as it was.
      if (unchanged.has(name.split(" ")[0] ?? "")) continue;
      tell({ outcome: "goes on" });
      try {
        await runs.get(name)?.();
      } catch {
        return { outcome: "killed", test: name };
      }
    }
  }
  return {
    outcome: "survived",
    changed: [...texts.values()].filter((text) => text !== undefined).length,
  };
}

async function answerTo(asked: ContractTask): Promise<ContractAnswer> {
  round++;
  task = asked;
  texts = new Map();
  try {
    return await (asked.kind === "watch" ? watch(asked.files) : tryMutation(asked.files));
  } catch (error) {
    if (asked.kind === "watch") console.error(error);
    return {
      outcome: "killed",
      test: `a test file does not load: ${error instanceof Error ? error.message : error}`,
    };
  }
}

process.on("message", (asked: ContractTask) => {
  void answerTo(asked).then(tell);
});
// What a change breaks in the background is no end of this process.
process.on("unhandledRejection", () => {});
process.on("uncaughtException", () => {});
process.on("disconnect", () => process.exit());
tell({ outcome: "ready" });
