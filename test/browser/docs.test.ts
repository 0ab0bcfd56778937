/** The example of docs/browsers.md, as it stands there: its server, its page, its worker. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { temporaryFolder } from "../support/folder.ts";
import { runProcess } from "../support/process.ts";
import { withTimeout } from "../support/time.ts";
import { readBlocks } from "../docs/blocks.ts";
import { openBrowser, ROOT } from "./browser.ts";

const PAGE = "docs/browsers.md";
const LIMIT_MS = 30_000;

test("the page of the example says the sum that its worker has pushed", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  const files = readBlocks(PAGE, readFileSync(join(ROOT, PAGE), "utf8"))
    .flatMap(({ text, action }) => action.kind === "file" ? [{ name: action.name, text }] : []);
  assert.equal(files.length, 5);
  for (const { name, text } of files) writeFileSync(join(path, name), text);
  writeFileSync(join(path, "package.json"), '{ "type": "module" }');
  const generate = [join(ROOT, "generator/main.ts"), "generate", "readings.layout.ts"];
  const generated = await runProcess(
    process.execPath,
    [...generate, "--out", ".", "--emit", "js", "--host", join(ROOT, "host-profile.json")],
    { timeoutMs: LIMIT_MS, cwd: path },
  );
  assert.equal(generated.code, 0, generated.output);

  const server = spawn(process.execPath, ["serve.js"], {
    cwd: path,
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const browser = await openBrowser();
  try {
    const address = new Promise<string>((resolve) => {
      server.stdout.setEncoding("utf8").on("data", (text: string) => resolve(text.trim()));
    });
    const page = await browser.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    await page.goto(await withTimeout(address, LIMIT_MS, "the server"));
    await page.getByText(/^sum \d+$/).waitFor();
    assert.equal(await page.locator("output").innerText(), "sum 25002500");
    const expected = /the page says `(sum \d+)`/.exec(readFileSync(join(ROOT, PAGE), "utf8"))?.[1];
    assert.equal(expected, "sum 25002500");
  } finally {
    await browser.close();
    server.kill();
  }
});
