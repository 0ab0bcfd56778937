/** The layouts of the golden specs, by fingerprint: which there are, and which there were. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseBanner } from "../../generator/output/banner.ts";
import type { GeneratedFile } from "../../generator/pipeline.ts";
import { FOLDER } from "./golden.ts";

export type Fingerprints = Readonly<Record<string, string>>;

const FILE = join(FOLDER, "fingerprints.json");

export function fingerprintsOf(modules: readonly GeneratedFile[]): Fingerprints {
  const entries = modules.flatMap(({ path, text }): readonly (readonly [string, string])[] => {
    const facts = path.endsWith(".gen.ts") ? parseBanner(text) : undefined;
    return facts === undefined ? [] : [[facts.name, facts.layoutFingerprint]];
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => a < b ? -1 : 1));
}

export function readFingerprints(): Fingerprints {
  return JSON.parse(readFileSync(FILE, "utf8"));
}

/** Adds those that are new and takes out those that are gone; one that has changed is left to a person. */
export function updateFingerprints(modules: readonly GeneratedFile[]): boolean {
  const before = readFingerprints();
  const after = Object.fromEntries(
    Object.entries(fingerprintsOf(modules)).map(([name, now]) => [name, before[name] ?? now]),
  );
  const text = `${JSON.stringify(after, null, 2)}\n`;
  if (text === `${JSON.stringify(before, null, 2)}\n`) return false;
  writeFileSync(FILE, text);
  return true;
}
