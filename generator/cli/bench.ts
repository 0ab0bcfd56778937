import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { currentRuntime } from "../runtime/runtime.ts";
import { defineCommand } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/** In a checkout; the package has no bench. */
const SCRIPT = fileURLToPath(new URL("../../bench/main.ts", import.meta.url));

export const benchCommand = defineCommand({
  usage: "bench [case..]",
  summary: "Measure the structures against what people use without them (in a checkout only)",
  positionals: {
    case: {
      type: "string",
      array: true,
      default: [] as string[],
      describe: "Parts of the cases' names; all cases if there are none",
    },
  },
  options: {
    runtime: {
      type: "string",
      requiresArg: true,
      describe: "Only under this one: node, deno, bun or chromium",
    },
    against: {
      type: "string",
      requiresArg: true,
      describe: "Only emitted modules and the side whose name contains this",
    },
    repeats: { type: "string", requiresArg: true, describe: "Repetitions of each side" },
    quick: { type: "boolean", default: false, describe: "A first look, in two minutes" },
    json: { type: "string", requiresArg: true, describe: "Write the results to this file" },
  },
  examples: [
    ["bench spsc --runtime bun", "the cases whose name contains spsc, under Bun"],
    ["bench compare before.jsonl after.jsonl", "what became slower; exits 1 if anything did"],
  ],
  run: async ({ case: cases, runtime, against, repeats, quick, json }) => {
    const given = { runtime, against, repeats, json };
    const options = Object.entries(given)
      .flatMap(([name, value]) => value === undefined ? [] : [`--${name}`, value]);
    return await runBench(SCRIPT, [...cases, ...options, ...quick ? ["--quick"] : []]);
  },
});

/** Runs the script under the runtime that runs this; resolves to its exit code. */
export async function runBench(script: string, args: readonly string[]): Promise<number> {
  if (!existsSync(script)) {
    throw new UsageError(
      "the bench compares with other libraries and is not part of the package; clone the " +
        "repository of amph-gen, run npm ci there and then npm run bench",
    );
  }
  const flags = currentRuntime().name === "deno" ? ["run", "--allow-all", "--no-check"] : [];
  const child = spawn(process.execPath, [...flags, script, ...args], { stdio: "inherit" });
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
