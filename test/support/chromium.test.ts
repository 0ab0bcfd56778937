import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { findChromium } from "./chromium.ts";
import { temporaryFolder } from "./folder.ts";

/** What is found where `AMPH_CHROMIUM` names a program that prints `output`. */
async function foundFor(output: string): Promise<string | undefined> {
  using folder = temporaryFolder();
  const path = join(folder.path, "chromium");
  writeFileSync(path, `#!/bin/sh\necho "${output}"\n`);
  chmodSync(path, 0o755);
  return await found(path);
}

async function found(path: string): Promise<string | undefined> {
  const before = process.env["AMPH_CHROMIUM"];
  process.env["AMPH_CHROMIUM"] = path;
  try {
    return (await findChromium())?.version;
  } finally {
    if (before === undefined) delete process.env["AMPH_CHROMIUM"];
    else process.env["AMPH_CHROMIUM"] = before;
  }
}

test("a browser that is new enough is found with its version", async () => {
  if (process.platform === "win32") return;
  assert.equal(await foundFor("Chromium 156.0.8078.79 built on Debian"), "156.0.8078.79");
  assert.equal(await foundFor("Google Chrome 140.0.1.2"), "140.0.1.2");
});

test("one that is too old, says nothing or is not there is not found", async () => {
  if (process.platform === "win32") return;
  assert.equal(await foundFor("Chromium 90.0.1.2"), undefined);
  assert.equal(await foundFor("no version"), undefined);
  assert.equal(await found("/nowhere/chromium"), undefined);
});
