/**
 * The contract tests over changed modules, in one process for many changes. The test files are taken
 * as they are: hooks of the module loader give them this folder's `test`, and the changed text of each
 * module that has the line in question.
 */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseBanner } from "../../generator/output/banner.ts";
import { collected } from "./contract-tests.ts";
import { applyEdits, normalize } from "./syntax.ts";
import { type Mutation, mutationsOf } from "./mutator.ts";

export interface ContractMutation extends Pick<Mutation, "key" | "operation" | "before"> {
  /** Modules of others stay as they are, also where they have the line. */
  readonly structure: string;
}

export interface ContractTask {
  readonly files: readonly string[];
  /** None: the modules as they are. */
  readonly mutation: ContractMutation | undefined;
}

export type ContractAnswer =
  | { readonly outcome: "ready" }
  | { readonly outcome: "killed"; readonly test: string }
  /** `changed`: how many modules the tests saw changed. */
  | { readonly outcome: "survived"; readonly changed: number };

interface Module {
  readonly text: string;
  readonly className: string;
  readonly structure: string | undefined;
  readonly normalized: string;
}

const TEST_FILE = /\/test\/(contract|property)\//;
const ROUND = "?round=";
/** A module that the contract tests have generated. */
const EMITTED = /\/\.amph\/test\/(?!mutant-)[^/]+\/[^/]+\.gen\.ts$/;

let round = 0;
let mutation: ContractTask["mutation"];
/** Edits by the URL of the module; undefined: the change does not concern it. */
let edits = new Map<string, Mutation["edits"] | undefined>();
const modules = new Map<string, Module>();
const killers = new Map<string, number>();

/** The text of a module, as it is and as changes show it. */
function readModule(url: string): Module {
  const known = modules.get(url);
  if (known !== undefined) return known;
  const text = readFileSync(fileURLToPath(url), "utf8");
  const className = /^export class (\w+) \{/m.exec(text)?.[1] ?? "";
  const structure = parseBanner(text)?.structure;
  const made = { text, className, structure, normalized: normalize(text) };
  modules.set(url, made);
  return made;
}

function editsOf(url: string): Mutation["edits"] | undefined {
  if (edits.has(url)) return edits.get(url);
  const { text, structure, normalized } = readModule(url);
  const wanted = mutation;
  const found = wanted !== undefined && structure === wanted.structure &&
      normalized.includes(wanted.before)
    ? mutationsOf(text, wanted.operation).find(({ key }) => key === wanted.key)?.edits
    : undefined;
  edits.set(url, found);
  return found;
}

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "node:test" && TEST_FILE.test(context.parentURL ?? "")) {
      return next(new URL("./contract-tests.ts", import.meta.url).href, context);
    }
    const found = next(specifier, context);
    return EMITTED.test(found.url) && editsOf(found.url) !== undefined
      ? { ...found, url: `${found.url}${ROUND}${round}` }
      : found;
  },
  load(url, context, next) {
    const [plain = ""] = url.split(ROUND);
    const change = url === plain || !EMITTED.test(plain) ? undefined : editsOf(plain);
    if (change === undefined) return next(url, context);
    const { text } = readModule(plain);
    return { format: "module-typescript", source: applyEdits(text, change), shortCircuit: true };
  },
});

/** How often a file or a test has noticed a change: of this operation, and at all. */
function rank(about: string): number {
  return 1000 * (killers.get(`${mutation?.operation} ${about}`) ?? 0) + (killers.get(about) ?? 0);
}

function count(about: string): void {
  for (const key of [about, `${mutation?.operation} ${about}`]) {
    killers.set(key, (killers.get(key) ?? 0) + 1);
  }
}

function sorted<T>(all: readonly T[], nameOf: (one: T) => string): readonly T[] {
  return [...all].sort((a, b) => rank(nameOf(b)) - rank(nameOf(a)));
}

async function run(task: ContractTask): Promise<ContractAnswer> {
  round++;
  mutation = task.mutation;
  edits = new Map();
  for (const file of sorted(task.files, (name) => name)) {
    collected.length = 0;
    await import(`${file}${ROUND}${round}`);
    const unchanged = new Set(
      [...edits].flatMap(([url, change]) =>
        change === undefined ? [readModule(url).className] : []
      ),
    );
    for (const { name, run: test } of sorted([...collected], ({ name }) => name)) {
      // Named after a module that is as it was.
      if (mutation !== undefined && unchanged.has(name.split(" ")[0] ?? "")) continue;
      try {
        await test();
      } catch (error) {
        for (const about of [file, name]) count(about);
        if (mutation === undefined) console.error(error);
        return { outcome: "killed", test: name };
      }
    }
  }
  const changed = [...edits.values()].filter((change) => change !== undefined).length;
  return { outcome: "survived", changed };
}

process.on("message", (task: ContractTask) => {
  void run(task).catch((error): ContractAnswer => ({
    outcome: "killed",
    test: `a test file does not load: ${error instanceof Error ? error.message : error}`,
  })).then((answer) => process.send?.(answer));
});
// What a change breaks in the background is no end of this process.
process.on("unhandledRejection", () => {});
process.on("uncaughtException", () => {});
process.on("disconnect", () => process.exit());
process.send?.({ outcome: "ready" } satisfies ContractAnswer);
