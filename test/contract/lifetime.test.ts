/** Whether a process ends: what waits in the event loop keeps it alive, what is settled does not. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../support/folder.ts";
import { runProcess, runtimeCommand } from "../support/process.ts";
import { everyRole, subjects } from "./variants.ts";

const [one, , , many] = await subjects("u32", everyRole([4], true));
assert.ok(one !== undefined && many !== undefined);

/** A process that has not ended by then is taken for one that never does. */
const TIMEOUT_MS = 20_000;

/** Runs a script that has `queue`; what it prints. */
async function output(subject: typeof one, body: string): Promise<string> {
  using folder = temporaryFolder();
  const script = join(folder.path, "script.mjs");
  assert.ok(subject !== undefined);
  const { className, path } = subject.module;
  writeFileSync(
    script,
    `import { setTimeout } from "node:timers";
import { ${className} as Queue } from ${JSON.stringify(pathToFileURL(path).href)};
const queue = Queue.create();
${body}
`,
  );
  const { code, stdout, stderr } = await runProcess(...runtimeCommand(script), {
    timeoutMs: TIMEOUT_MS,
  });
  assert.equal(code, 0, stderr);
  return stdout.trim();
}

for (const subject of [one, many]) {
  test(`a process lives while a popAsync waits: ${subject.name}`, async () => {
    const body = `setTimeout(() => queue.tryPush(7), 300).unref();
      queue.popAsync().then((item) => console.log("popped", item));`;
    assert.equal(await output(subject, body), "popped 7");
  });

  test(`a process lives while a pushAsync waits: ${subject.name}`, async () => {
    const body = `queue.pushMany([1, 2, 3, 4]);
      setTimeout(() => queue.tryPop(), 300).unref();
      queue.pushAsync(5).then((done) => console.log("pushed", done));`;
    assert.equal(await output(subject, body), "pushed true");
  });

  test(`a process ends when nothing waits any more: ${subject.name}`, async () => {
    // One after the other: who of several waiters gets an item is not promised.
    const body = `const served = queue.popAsync();
      queue.tryPush(7);
      console.log(await served, await queue.popAsync(undefined, { timeoutMs: 5 }));
      const controller = new AbortController();
      const aborted = queue.popAsync(undefined, { signal: controller.signal });
      controller.abort();
      await aborted.catch((error) => console.log(error.name));`;
    assert.equal(await output(subject, body), "7 undefined\nAbortError");
  });
}

test("a process ends where nothing waits, whatever an unreferenced timer would do", async () => {
  const body = `setTimeout(() => console.log("too late"), 3000).unref();`;
  assert.equal(await output(one, body), "");
});
