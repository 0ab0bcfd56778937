import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { temporaryFolder } from "./folder.ts";
import { runProcess, runtimeCommand } from "./process.ts";

/** One runtime is enough for what does not depend on the runtime: such tests return at once elsewhere. */
export const UNDER_NODE = process.versions["deno"] === undefined &&
  process.versions["bun"] === undefined;

/**
 * The strictest options that a user's project is likely to have. `Atomics.waitAsync` needs the
 * library es2024 or later, `Atomics.pause` esnext; `WebAssembly.Memory` comes with dom.
 */
const COMPILER_OPTIONS = {
  noEmit: true,
  strict: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  noUnusedLocals: true,
  noImplicitReturns: true,
  allowImportingTsExtensions: true,
  target: "esnext",
  module: "esnext",
  moduleResolution: "bundler",
  moduleDetection: "force",
  lib: ["esnext", "dom"],
  types: [],
};

/**
 * Type-checks modules by their absolute paths, in one run of `tsc`. Returns one line for each error,
 * `file(line,column): error TSnnnn: message`. Meant for the test run under Node.
 */
export async function typeCheck(files: readonly string[]): Promise<string[]> {
  if (files.length === 0) throw new Error("typeCheck was given no file.");
  using folder = temporaryFolder();
  const project = join(folder.path, "tsconfig.json");
  writeFileSync(project, JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files }));
  const typescript = createRequire(import.meta.url).resolve("typescript/package.json");
  const { code, output } = await runProcess(
    ...runtimeCommand(
      join(dirname(typescript), "bin/tsc"),
      "--project",
      project,
      "--pretty",
      "false",
    ),
    { timeoutMs: 60_000, cwd: folder.path },
  );
  const lines = output.split("\n").filter((line) => line !== "");
  if (code !== 0 && lines.length === 0) throw new Error(`tsc ended with exit code ${code}.`);
  // Further lines of a message are indented.
  return lines.filter((line) => !line.startsWith(" "));
}
