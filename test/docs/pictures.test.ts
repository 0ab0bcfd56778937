/** Pictures that the README shows are those that amph-gen draws. */
import assert from "node:assert/strict";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { amphGen } from "../cli/command-line.ts";
import { temporaryFolder } from "../support/folder.ts";
import { UNDER_NODE } from "../support/type-check.ts";
import { ROOT } from "./pages.ts";

test("the picture of the first spec is what explain draws", async () => {
  if (!UNDER_NODE) return;
  using folder = temporaryFolder();
  const { path } = folder;
  copyFileSync(join(ROOT, "host-profile.json"), join(path, "host-profile.json"));
  assert.equal((await amphGen(path, "init", "--no-example")).code, 0);
  const drawn = await amphGen(path, "explain", "specs", "--svg", "readings.svg");
  assert.equal(drawn.code, 0, drawn.stderr);
  assert.ok(
    readFileSync(join(path, "readings.svg"), "utf8") ===
      readFileSync(join(ROOT, "docs/pictures/readings.svg"), "utf8"),
    "docs/pictures/readings.svg is another picture. If the new one is right: `amph-gen init " +
      "--no-example` in a folder with the repository's host-profile.json, `amph-gen explain specs " +
      "--svg readings.svg`, look at it, and copy it",
  );
});
