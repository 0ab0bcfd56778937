import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { replaceFiles } from "../output/replace.ts";
import { currentRuntime, type Runtime } from "../runtime/runtime.ts";
import { defineCommand } from "./command.ts";
import { firstProgram } from "./first-program.ts";
import { FIRST_SPEC } from "./first-spec.ts";
import { runAmphGen, runFile } from "./launch.ts";
import { answer } from "./report.ts";
import { UsageError } from "./usage-error.ts";

const FILE_NAME = "first.layout.ts";

export const initCommand = defineCommand({
  usage: "init [where]",
  summary: "Write a first spec with comments, and a program of two workers that uses it",
  positionals: {
    where: {
      type: "string",
      default: "specs",
      describe: `A folder, which gets ${FILE_NAME}, or a file that ends with .layout.ts`,
    },
  },
  options: {
    example: {
      type: "boolean",
      default: true,
      describe: "Write the program to this folder; --no-example leaves it out",
    },
    runtime: {
      choices: ["node", "deno", "bun"],
      describe: "The runtime that the next steps are for [default: the one in use]",
    },
  },
  examples: [
    ["init", `writes specs/${FILE_NAME}, main.ts and worker.ts`],
    ["init src/feed.layout.ts --no-example", "writes that file"],
  ],
  run: ({ where, example, runtime = currentRuntime().name }) => {
    if (where.endsWith(".layout.json")) {
      throw new UsageError(`init writes TypeScript; expected a name that ends with .layout.ts`);
    }
    const spec = where.endsWith(".layout.ts") ? where : join(where, FILE_NAME);
    const extension = runsTypeScript(runtime) ? "ts" : "js";
    const program = example ? Object.entries(firstProgram(extension)) : [];
    const files = [[spec, FIRST_SPEC], ...program].map(([path = "", text = ""]) => ({
      path,
      text,
    }));
    refuseExisting(files.map(({ path }) => path), spec);
    replaceFiles(files);
    for (const { path } of files) answer(`written  ${path}`);
    answer("\nnext:");
    for (const step of nextSteps(runtime, spec, extension, example)) answer(`  ${step}`);
    return 0;
  },
});

/** All or nothing: half an example is of no use. */
function refuseExisting(paths: readonly string[], spec: string): void {
  const existing = paths.filter((path) => existsSync(path));
  if (existing.length === 0) return;
  const remedies = [
    ...existing.includes(spec) ? ["name another file or folder for the spec"] : [],
    ...existing.some((path) => path !== spec) ? ["--no-example writes the spec alone"] : [],
  ];
  const verb = existing.length === 1 ? "exists and is" : "exist and are";
  throw new UsageError(
    `${existing.join(", ")} ${verb} not overwritten; ${remedies.join("; ")}`,
  );
}

/** Node strips types from 22.18 on; another Node than the one in use is taken to be as new. */
function runsTypeScript(runtime: Runtime["name"]): boolean {
  if (runtime !== "node" || currentRuntime().name !== "node") return true;
  return Boolean(Reflect.get(process.features, "typescript"));
}

function nextSteps(
  runtime: Runtime["name"],
  spec: string,
  extension: "ts" | "js",
  example: boolean,
): readonly string[] {
  const file = spec.replaceAll("\\", "/");
  const emit = extension === "js" ? " --emit js" : "";
  return [
    ...runtime === "node" && isNoModulePackage() ? ["npm pkg set type=module"] : [],
    runAmphGen(runtime, `generate ${file}${emit}`),
    ...example ? [runFile(runtime, `main.${extension}`)] : [],
  ];
}

/** Whether the nearest `package.json` makes Node take modules for CommonJS, or guess. */
function isNoModulePackage(): boolean {
  for (let folder = resolve(".");; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) return !/"type"\s*:\s*"module"/.test(readFileSync(file, "utf8"));
    if (folder === dirname(folder)) return false;
  }
}
