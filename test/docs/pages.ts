/** Runs the blocks of pages in the order in which they stand, as a reader would who copies them. */
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { superviseProcess } from "../support/process.ts";
import { testEnvironment } from "../support/runtimes.ts";
import { typeCheck } from "../support/type-check.ts";
import type { Block } from "./blocks.ts";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const COMMAND_LIMIT_MS = 60_000;

/** Characters of what a command has printed, at its end. */
const MAX_SHOWN = 2_000;

const VERSION: string = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version;

/** Where the pages are followed. */
export interface Place {
  /** An empty folder for each page, beside a checkout that has packed the package. */
  readonly folderOf: (page: string) => string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Packs the package and installs it for the pages in `path`, an empty folder. */
export async function preparePlace(path: string): Promise<Place> {
  const checkout = join(path, "amph-gen");
  mkdirSync(checkout);
  for (const name of ["generator", "node_modules", "templates", "package.json", "deno.json"]) {
    symlinkSync(join(ROOT, name), join(checkout, name));
  }
  const env = testEnvironment(ROOT);
  const dist = join(checkout, "dist");
  await must(ROOT, env, process.execPath, "package/build.ts", "--pack", "--out", dist);
  const pages = join(path, "pages");
  mkdirSync(pages);
  writeFileSync(join(pages, "package.json"), '{ "type": "module", "private": true }\n');
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const tarball = join(dist, `amph-gen-${VERSION}.tgz`);
  await must(pages, env, npm, "install", "--no-audit", "--no-fund", "--prefer-offline", tarball);
  const bin = join(pages, "node_modules/.bin");
  return {
    folderOf(page) {
      // README.md installs the package itself.
      const folder = join(
        page === "README.md" ? path : pages,
        page.replace(/\.md$/, "").replaceAll("/", "-").toLowerCase(),
      );
      mkdirSync(folder);
      return folder;
    },
    env: {
      ...env,
      PATH: [env["PATH"] ?? "", bin].join(delimiter),
      npm_config_prefer_offline: "true",
    },
  };
}

async function must(
  cwd: string,
  env: Place["env"],
  command: string,
  ...args: readonly string[]
): Promise<void> {
  const { code, output } = await superviseProcess(command, args, {
    cwd,
    env,
    timeoutMs: COMMAND_LIMIT_MS,
  });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")}: ${output}`);
}

/** What is wrong with the blocks of some pages, one line or more for each fault. */
export async function followPages(
  pages: ReadonlyMap<string, readonly Block[]>,
  place: Place,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const snippets: string[] = [];
  for (const [page, blocks] of pages) {
    const state: PageState = { folder: place.folderOf(page), printed: "", snippets };
    for (const block of blocks) {
      const fault = await follow(block, state, place);
      if (fault === undefined) continue;
      faults.push(`${block.page}:${block.line}: ${fault}`);
      break; // what comes after it may need what it did not do
    }
  }
  return snippets.length === 0 ? faults : [...faults, ...await typeCheck(snippets)];
}

interface PageState {
  readonly folder: string;
  /** By the commands so far, on the standard output. */
  printed: string;
  /** Files that are compiled when all pages are done. */
  readonly snippets: string[];
}

async function follow(
  { page, text, line, action }: Block,
  state: PageState,
  { env }: Place,
): Promise<string | undefined> {
  const { folder } = state;
  const run = async (command: string, ...args: readonly string[]) => {
    const { code, stdout, output, timedOut } = await superviseProcess(command, args, {
      cwd: folder,
      env,
      timeoutMs: COMMAND_LIMIT_MS,
    });
    state.printed += stdout;
    if (code === 0) return undefined;
    const end = `exit code ${code}: ${output.slice(-MAX_SHOWN)}`;
    return timedOut ? `not done within ${COMMAND_LIMIT_MS} ms: ${end}` : end;
  };
  switch (action.kind) {
    case "nothing":
      return undefined;
    case "run":
      return await run("bash", "-euo", "pipefail", "-c", shortened(page) + text);
    case "json":
      JSON.parse(text);
      return undefined;
    case "file":
      write(folder, action.name, text);
      return undefined;
    case "copy":
      for (const name of ["generator", "templates", "test/support", "package.json", "deno.json"]) {
        cpSync(join(ROOT, name), join(folder, name), { recursive: true });
      }
      symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
      return undefined;
    case "insert":
      return insert(join(folder, action.name), action.behind, text);
    case "spec": {
      const file = `specs/line-${line}.layout.ts`;
      write(folder, file, action.context + text);
      return await run("amph-gen", "generate", file);
    }
    case "type-check":
      state.snippets.push(write(folder, `line-${line}.ts`, `export {};\n${action.context}${text}`));
      return undefined;
    case "excerpt": {
      const file = [folder, ROOT].map((root) => join(root, action.name)).find((one) =>
        existsSync(one)
      );
      if (file === undefined) return `there is no ${action.name} to be an excerpt of`;
      return pattern(text).test(readFileSync(file, "utf8"))
        ? undefined
        : `${action.name} does not have these lines`;
    }
    case "output":
      return pattern(text).test(state.printed)
        ? undefined
        : `this was not printed, but:\n${state.printed.slice(-MAX_SHOWN)}`;
    case "checkout":
      return missingInCheckout(text);
  }
}

/** npx takes as long to start as amph-gen; that it finds the command is shown by the README. */
function shortened(page: string): string {
  return page === "README.md" ? "" : 'npx() { command "$@"; }\n';
}

function write(folder: string, name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Puts `text` behind the first line that has `behind` in it. */
function insert(file: string, behind: string, text: string): string | undefined {
  const before = readFileSync(file, "utf8");
  const start = before.indexOf(behind);
  if (start === -1) return `the file has no line with ${behind}`;
  const end = before.indexOf("\n", start) + 1;
  writeFileSync(file, before.slice(0, end) + text + before.slice(end));
  return undefined;
}

/** Matches `text` wherever blanks are as wide as they like, and anything where it has an ellipsis. */
function pattern(text: string): RegExp {
  const parts = text.split("…").map((part) =>
    part.trim().split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join(
      "\\s+",
    )
  );
  return new RegExp(parts.join("[^]*?"));
}

/** Scripts and files of commands that are for the repository itself. */
function missingInCheckout(text: string): string | undefined {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const known = ["ci", "install", ...Object.keys(scripts)];
  const commands = text.split("\n").map((line) => line.replace(/(?:^|\s)#.*$/, ""));
  for (const command of commands.flatMap((line) => line.split("&&"))) {
    const script = /\bnpm (?:run )?([\w:-]+)/.exec(command)?.[1];
    if (script !== undefined && !known.includes(script)) return `there is no script ${script}`;
    const paths = command.match(/(?<![\w./*-])[\w.-]+(?:\/[\w.-]+)*\/[\w.-]*\.\w+/g) ?? [];
    const missing = paths.find((path) => !existsSync(join(ROOT, path)));
    if (missing !== undefined) return `there is no file ${missing}`;
  }
  return undefined;
}
