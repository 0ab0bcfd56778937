/** What the whole repository has to pass before any test runs. */
import { add, type Counts, NO_TESTS, ONE_FAILURE } from "./counts.ts";
import { indent, secondsSince } from "./plain-text.ts";
import { superviseProcess } from "./process.ts";
import { type Runtime, testEnvironment } from "./runtimes.ts";

const GATE_LIMIT_MS = 45_000;

/** Each gate: its title and the arguments of `deno`. */
const GATES: readonly (readonly [title: string, args: readonly string[]])[] = [
  ["deno fmt --check", ["fmt", "--check"]],
  ["deno lint", ["lint"]],
  ["deno check", ["check"]],
  [
    "generated/ is what specs/ gives",
    ["run", "--allow-all", "generator/main.ts", "check", "specs", "--out", "generated"],
  ],
];

/** Runs every gate, one line each, and what it printed if it failed. */
export async function runGates(deno: Runtime, root: string): Promise<Counts> {
  let counts = NO_TESTS;
  for (const [title, args] of GATES) {
    const started = performance.now();
    const result = await superviseProcess(deno.path, args, {
      timeoutMs: GATE_LIMIT_MS,
      cwd: root,
      env: testEnvironment(root),
    });
    const passed = result.code === 0;
    const limit = `not done within ${GATE_LIMIT_MS / 1_000} s`;
    const state = passed ? "ok" : `FAILED${result.timedOut ? `, ${limit}` : ""}`;
    console.log(`gates ${title}: ${state} (${secondsSince(started)})`);
    if (!passed) console.log(indent(result.output));
    counts = add(counts, passed ? { ...NO_TESTS, passed: 1 } : ONE_FAILURE);
  }
  return counts;
}
