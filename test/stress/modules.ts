/** Emitted text as a file that every runtime imports. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fingerprint } from "../../generator/core/fingerprint.ts";

const FOLDER = fileURLToPath(new URL("../../.amph/test/stress/", import.meta.url));

/** Writes the text unless it is there, in a folder named after it; returns what to import. */
export function hrefOf(text: string): string {
  const folder = join(FOLDER, fingerprint(text));
  const file = join(folder, "module.gen.ts");
  const draft = `${file}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(draft, text);
  renameSync(draft, file);
  return pathToFileURL(file).href;
}
