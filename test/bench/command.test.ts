import assert from "node:assert/strict";
import { test } from "node:test";
import { runBench } from "../../generator/cli/bench.ts";
import { MAIN } from "../cli/command-line.ts";
import { runProcess, runtimeCommand } from "../support/process.ts";

test("amph-gen bench hands its arguments to the bench, and its exit code back", {
  timeout: 60_000,
}, async () => {
  const args = ["bench", "spsc-u32-1", "no-such-case", "--runtime", "bun", "--quick"];
  const { code, stderr } = await runProcess(...runtimeCommand(MAIN, ...args), {
    timeoutMs: 55_000,
  });
  assert.equal(code, 2);
  assert.match(stderr, /^no-such-case: no case has that in its name\./);
});

test("where there is no bench, as in the package, the command says where it can be had", async () => {
  await assert.rejects(runBench("no/bench/main.ts", []), {
    name: "UsageError",
    message: /not part of the package; clone the repository of amph-gen, run npm ci there/,
  });
});
