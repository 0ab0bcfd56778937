import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { temporaryFolder } from "./folder.ts";
import { runProcess, runtimeCommand } from "./process.ts";
import { withTimeout } from "./time.ts";

/** The command that runs a script of this text, kept in `folder`, under this runtime. */
function script(folder: string, text: string, ...args: string[]): [string, string[]] {
  const path = join(folder, "script.ts");
  writeFileSync(path, text);
  return runtimeCommand(path, ...args);
}

test("a process gets its arguments, environment and input, and its exit code is returned", async () => {
  using folder = temporaryFolder();
  const text = `
    import process from "node:process";
    let input = "";
    for await (const chunk of process.stdin) input += chunk;
    console.log(process.argv[2], process.env.PLANTED, process.env.HOME ?? "no home", input);
    console.error("to stderr");
    process.exitCode = 3;`;
  const result = await runProcess(...script(folder.path, text, "argument"), {
    timeoutMs: 20_000,
    env: { PLANTED: "variable", HOME: undefined },
    input: "input",
  });
  assert.equal(result.code, 3);
  assert.equal(result.stdout, "argument variable no home input\n");
  assert.match(result.stderr, /to stderr/);
});

test("a command that does not exist is an error", async () => {
  await assert.rejects(
    runProcess("no-such-command", [], { timeoutMs: 1_000 }),
    /^Error: Could not start no-such-command: /,
  );
});

test("a process that hangs is killed with its children", async () => {
  using folder = temporaryFolder();
  // The child's sign of life. Its process id says nothing: it may stay known until it is reaped.
  const beats = join(folder.path, "beats");
  const text = `
    import { spawn } from "node:child_process";
    import { appendFileSync } from "node:fs";
    import process from "node:process";
    const [, script, beats, role] = process.argv;
    if (role === "child") {
      setInterval(() => appendFileSync(beats, "."), 10);
    } else {
      const flags = process.versions.deno === undefined ? [] : ["run", "-A"];
      spawn(process.execPath, [...flags, script, beats, "child"], { stdio: "inherit" });
      console.log("hanging");
      setInterval(() => {}, 1_000);
    }`;
  await assert.rejects(
    runProcess(...script(folder.path, text, beats), { timeoutMs: 2_000 }),
    /did not end within 2000 ms and was killed\. It had printed:\nhanging/,
  );
  const atDeath = readFileSync(beats, "utf8");
  await sleep(100);
  assert.notEqual(atDeath, "", "the child never ran");
  assert.equal(readFileSync(beats, "utf8"), atDeath, "the child is still alive");
});

test("withTimeout passes on what settles in time", async () => {
  assert.equal(await withTimeout(Promise.resolve(1), 1_000, "nothing"), 1);
  await assert.rejects(withTimeout(Promise.reject(new Error("planted")), 1_000, ""), /planted/);
});

test("withTimeout names what did not", async () => {
  await assert.rejects(
    withTimeout(new Promise(() => {}), 20, "The planted promise"),
    /^Error: The planted promise did not finish within 20 ms\.$/,
  );
});
