/**
 * Writes the golden modules anew: `node test/golden/update.ts`. Ends with exit code 1 where it has
 * changed anything, so that no run which updates them passes for a test: read the difference.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { updateFingerprints } from "./fingerprints.ts";
import { FOLDER, generateGolden, readGolden } from "./golden.ts";

const before = new Map(readGolden().map(({ path, text }) => [path, text]));
const generated = await generateGolden();
const after = new Map(generated.map(({ path, text }) => [path, text]));

for (const path of new Set([...before.keys(), ...after.keys()])) {
  const text = after.get(path);
  if (before.get(path) === text) continue;
  if (text === undefined) rmSync(join(FOLDER, path));
  else writeFileSync(join(FOLDER, path), text);
  console.log(`${text === undefined ? "removed" : "written"} ${path}`);
  process.exitCode = 1;
}

if (updateFingerprints(generated)) {
  console.log("written fingerprints.json");
  process.exitCode = 1;
}
