import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { temporaryFolder } from "../support/folder.ts";
import { killTree, runtimeCommand } from "../support/process.ts";
import { withTimeout } from "../support/time.ts";
import { MAIN, writeProfile, writeSpec } from "./command-line.ts";

const STEP_MS = 30_000;

/** `amph-gen ...args` that goes on until it is interrupted. */
function start(folder: string, ...args: readonly string[]) {
  const [command, commandArgs] = runtimeCommand(MAIN, ...args);
  const child = spawn(command, commandArgs, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let seen = 0;
  let wake = (): void => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      wake();
    });
  }
  const exited = new Promise<number | null>((resolve) => child.on("exit", resolve));
  return {
    /** Resolves when `text` has been printed after what the last call found. */
    async printed(text: string): Promise<void> {
      const found = async () => {
        while (output.indexOf(text, seen) < 0) {
          await new Promise<void>((resolve) => wake = resolve);
        }
        seen = output.indexOf(text, seen) + text.length;
      };
      await withTimeout(found(), STEP_MS, `waiting for ${JSON.stringify(text)}`).catch((cause) => {
        throw new Error(`It had printed:\n${output}`, { cause });
      });
    },
    /** The exit code after an interrupt. */
    interrupt(): Promise<number | null> {
      // Not child.kill: after that, Deno reports the signal even when the child ended by itself.
      if (child.pid !== undefined) process.kill(child.pid, "SIGINT");
      return withTimeout(exited, STEP_MS, "ending after SIGINT");
    },
    kill(): void {
      if (child.pid !== undefined && child.exitCode === null) killTree(child.pid);
    },
  };
}

test("generate --watch follows edits and replaced files, outlives errors, ends with 0", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  const file = join(path, "a.layout.ts");
  writeProfile(path);
  writeSpec(path, "a.layout.ts", "Trades");
  const watching = start(path, "generate", ".", "--watch");
  try {
    await watching.printed("trades.gen.ts");
    await watching.printed("Ctrl+C ends");

    writeFileSync(file, readFileSync(file, "utf8").replace("capacity: 64", "capacity: 0"));
    await watching.printed("error AMPH");
    await watching.printed("1 error; nothing was written");

    writeSpec(path, "next", "Trades");
    const text = readFileSync(join(path, "next"), "utf8").replace("value: f64", "value: u32");
    writeFileSync(join(path, "next"), text);
    renameSync(join(path, "next"), file);
    await watching.printed("written");
    await watching.printed("trades.gen.ts");

    writeSpec(path, "b.layout.ts", "Orders");
    await watching.printed("orders.gen.ts");
    await watching.printed("watching for the next change");

    const container =
      "export type Hub = Amphetanim<{ orders: Orders; more: Shared<OrdersItem> }>;\n";
    const orders = join(path, "b.layout.ts");
    writeFileSync(
      orders,
      readFileSync(orders, "utf8").replace("{ Queue,", "{ Amphetanim, Queue, Shared,") + container,
    );
    await watching.printed("hub-more.gen.ts");
    await watching.printed("hub.gen.ts");
    await watching.printed("watching for the next change");
    const code = await watching.interrupt();
    // Windows has no signals: there a child that is killed ends with no code of its own.
    if (process.platform !== "win32") assert.equal(code, 0);
  } finally {
    watching.kill();
  }
});
