/**
 * Modules made for a test. They lie in `.amph/test/`, inside the repository, so that every runtime
 * takes them for ES modules, in a folder named after everything that they are made from: test
 * processes that run at once, or later, share them.
 */
import { createHash, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadProfile } from "../../generator/host/profile-file.ts";
import { generateModules } from "../../generator/pipeline.ts";

export interface GenerateTestOptions {
  /** `"ts"` if not given. */
  readonly emit?: "ts" | "js";
}

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Generates the modules of a spec, unless they are there already; absolute paths, sorted. */
export async function generateFiles(
  specText: string,
  { emit = "ts" }: GenerateTestOptions = {},
): Promise<string[]> {
  const folder = join(ROOT, ".amph/test", keyOf(specText, emit));
  if (!existsSync(folder)) {
    const host = loadProfile(join(ROOT, "host-profile.json"));
    const files = await generateModules([{ file: "test.layout.ts", text: specText }], {
      host,
      emit,
    });
    const draft = `${folder}.${randomUUID()}`;
    mkdirSync(draft, { recursive: true });
    for (const { path, text } of files) writeFileSync(join(draft, path), text);
    publish(draft, folder);
  }
  return readdirSync(folder).sort().map((name) => join(folder, name));
}

/** A changed copy of a module, beside nothing else; its absolute path. */
export function plantFile(path: string, text: string): Promise<string> {
  const key = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const folder = join(ROOT, ".amph/test", `mutant-${key}`);
  if (!existsSync(folder)) {
    const draft = `${folder}.${randomUUID()}`;
    mkdirSync(draft, { recursive: true });
    writeFileSync(join(draft, basename(path)), text);
    publish(draft, folder);
  }
  return Promise.resolve(join(folder, basename(path)));
}

/** Another process may have been faster: then its folder stays. */
function publish(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Names everything that the modules depend on: generator, templates, packages, profile, spec. */
function keyOf(specText: string, emit: string): string {
  const hash = createHash("sha256").update(JSON.stringify([specText, emit]));
  const files = ["generator", "templates"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  );
  const alone = ["package-lock.json", "host-profile.json"].map((name) => join(ROOT, name));
  for (const file of [...files.sort(), ...alone]) hash.update(file).update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}
