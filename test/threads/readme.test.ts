/** The README's five minutes, as a reader would do them: in a folder of its own, file by file. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../support/folder.ts";
import { runProcess, runtimeCommand } from "../support/process.ts";

const ROOT = new URL("../../", import.meta.url);

/** The README's blocks that begin with a comment of their file name. */
function namedBlocks(markdown: string): Map<string, string> {
  const blocks = markdown.matchAll(/^```ts\n(\/\/ ([\w.]+\.ts)\n[\s\S]*?)^```$/gm);
  return new Map([...blocks].map(([, text = "", name = ""]) => [name, text]));
}

test("the README's program moves ten million records between two workers", async () => {
  using folder = temporaryFolder();
  const blocks = namedBlocks(readFileSync(new URL("README.md", ROOT), "utf8"));
  assert.deepEqual([...blocks.keys()], ["orders.layout.ts", "main.ts", "worker.ts"]);
  for (const [name, text] of blocks) writeFileSync(join(folder.path, name), text);
  const run = async (script: string, ...args: string[]) => {
    const options = { cwd: folder.path, timeoutMs: 60_000 };
    const { code, output, stdout } = await runProcess(
      ...runtimeCommand(script, ...args),
      options,
    );
    assert.equal(code, 0, output);
    return stdout;
  };
  const generator = fileURLToPath(new URL("generator/main.ts", ROOT));
  assert.match(await run(generator, "generate", "orders.layout.ts"), /generated.orders\.gen\.ts/);
  assert.match(await run(join(folder.path, "main.ts")), /^10000000 orders, each one right/);
});
