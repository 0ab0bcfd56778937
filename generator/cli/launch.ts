/** How a person starts things under each runtime: for what a command says to do next. */
import { relative } from "node:path";
import process from "node:process";
import type { Runtime } from "../runtime/runtime.ts";

type RuntimeName = Runtime["name"];

/** Starts a file. */
const RUN: Readonly<Record<RuntimeName, string>> = {
  node: "node",
  deno: "deno run --allow-all",
  bun: "bun",
};

/** Starts the installed command. */
const INSTALLED: Readonly<Record<RuntimeName, string>> = {
  node: "npx amph-gen",
  deno: "deno run --allow-all npm:amph-gen",
  bun: "bunx --bun amph-gen",
};

/** The command line that runs `file`. */
export function runFile(runtime: RuntimeName, file: string): string {
  return `${RUN[runtime]} ${file}`;
}

/** The command line that runs amph-gen as it runs now: from its sources, or installed. */
export function runAmphGen(runtime: RuntimeName, args: string): string {
  const [, script = ""] = process.argv;
  const command = script.endsWith("main.ts")
    ? runFile(runtime, relative(process.cwd(), script).replaceAll("\\", "/"))
    : INSTALLED[runtime];
  return `${command} ${args}`;
}
