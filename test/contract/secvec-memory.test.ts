/** Vectors and the machine's memory: what an empty one costs, and what happens where there is no more. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { runProcess, runtimeCommand } from "../support/process.ts";
import { importVectors } from "../support/vectors.ts";

const vectors = await importVectors(`import type { f64, SecVec } from "amph-gen/spec";
export type Values = SecVec<f64, { maxLength: 100_000_000; shrink: false }>;`);

/** Limits are set by a tool of Linux. */
function hasLimits(): boolean {
  try {
    execFileSync("prlimit", ["--version"], { stdio: "ignore" });
    return process.platform === "linux";
  } catch {
    return false;
  }
}

async function program(...args: readonly string[]) {
  const script = new URL("secvec-memory-program.ts", import.meta.url);
  const { code, stdout, output } = await runProcess(
    ...runtimeCommand(script, vectors("Values").path, ...args),
    { timeoutMs: 60_000 },
  );
  assert.equal(code, 0, output);
  return JSON.parse(stdout);
}

test("an empty vector for 100,000,000 numbers costs next to nothing", async (t) => {
  if (process.platform !== "linux") return t.skip("there is no /proc");
  const { residentMebibytes } = await program("empty");
  // Ten of them, with the code that makes them.
  assert.ok(residentMebibytes < 20, `${residentMebibytes} MiB`);
});

test("memory that is not there fails at the push that needs it, and the vector goes on", async (t) => {
  if (!hasLimits()) return t.skip("there is no prlimit");
  if (process.versions["bun"] !== undefined) {
    return t.skip("Bun ends the process where the operating system refuses memory");
  }
  const { failure, again, length, seen, next, size, last } = await program();
  assert.equal(failure, "OutOfMemoryError");
  assert.deepEqual(again, ["OutOfMemoryError", "OutOfMemoryError", "OutOfMemoryError"]);
  // As much as there was room for has been pushed, and nothing else.
  assert.ok(length > 1_000_000 && length < 20_000_000, `${length} elements`);
  assert.deepEqual(seen, { size: length, others: length, last: length - 4096 });
  // With memory again, it goes on where it was.
  assert.equal(next, length);
  assert.equal(size, length + 4096);
  assert.equal(last, 7);
});
