/** `probe --browser`: the command under each runtime, the experiment in Chromium. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parseProfile } from "../../generator/host/profile-file.ts";
import { temporaryFolder } from "../support/folder.ts";
import { findRuntime, RUNTIMES } from "../support/runtimes.ts";
import { withTimeout } from "../support/time.ts";
import { openBrowser, ROOT } from "./browser.ts";

const browser = await openBrowser();
after(() => browser.close());

const LIMIT_MS = 45_000;

for (const name of RUNTIMES) {
  test(`the profile of the browser, by a command under ${name}`, async () => {
    const runtime = await findRuntime(name, ROOT);
    assert.ok(runtime !== undefined);
    using folder = temporaryFolder();
    const out = join(folder.path, "profile.json");
    const flags = name === "deno" ? ["run", "--allow-all", "--no-check"] : [];
    const child = spawn(
      runtime.path,
      [...flags, "generator/main.ts", "probe", "--browser", "--json", "--out", out],
      { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] },
    );
    try {
      let stdout = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => stdout += text);
      const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
      const address = await withTimeout(addressIn(child.stderr), LIMIT_MS, "the address");
      const page = await browser.newPage();
      await page.goto(address);
      assert.equal(await withTimeout(ended, LIMIT_MS, "the command"), 0);
      const profile = parseProfile(stdout, "stdout");
      assert.equal(readFileSync(out, "utf8"), stdout);
      assert.match(profile.name, /^browser-chromium-\d+/);
      assert.ok(profile.evidence.some(({ detail }) => /Chrome\/\d+/.test(detail)));
      const experiment = profile.evidence.find(({ source }) =>
        source.startsWith("experiment in a")
      );
      assert.ok(experiment !== undefined);
      console.log(`${experiment.source}: ${experiment.lineBytes} (${experiment.detail})`);
      // Whether there is an answer depends on who else is at work; that there was a curve does not.
      if (availableParallelism() > 1) assert.match(experiment.detail, /ns at 4 bytes/);
      await page.getByText("Done.").waitFor({ timeout: LIMIT_MS });
      assert.deepEqual(parseProfile(await page.locator("pre").innerText(), "page"), profile);
      await page.close();
    } finally {
      child.kill();
    }
  });
}

function addressIn(stderr: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    stderr.on("data", (part) => {
      text += String(part);
      const found = /http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//.exec(text)?.[0];
      if (found !== undefined) resolve(found);
    });
  });
}
