/** The golden modules: specs of this folder and, beside them, what they give. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadProfile } from "../../generator/host/profile-file.ts";
import { type GeneratedFile, generateModules } from "../../generator/pipeline.ts";

export const FOLDER = fileURLToPath(new URL(".", import.meta.url));

/** Of no machine, so that the modules are the same on all. */
export const PROFILE = fileURLToPath(new URL("../../host-profile.json", import.meta.url));

/** What the generator gives for every spec of the folder now. */
export async function generateGolden(): Promise<readonly GeneratedFile[]> {
  const inputs = names(".layout.ts").map((file) => ({
    file,
    text: readFileSync(join(FOLDER, file), "utf8"),
  }));
  const host = loadProfile(PROFILE);
  const [small] = inputs.filter(({ file }) => file === "polled.layout.ts");
  if (small === undefined) throw new Error(`${FOLDER} has no polled.layout.ts`);
  return [
    ...await generateModules(inputs, { host, emit: "ts" }),
    ...await generateModules([small], { host, emit: "js" }),
  ];
}

/** The golden files that are there. */
export function readGolden(): readonly GeneratedFile[] {
  return [".gen.ts", ".gen.js", ".gen.d.ts"].flatMap(names).map((path) => ({
    path,
    text: readFileSync(join(FOLDER, path), "utf8"),
  }));
}

function names(ending: string): string[] {
  return readdirSync(FOLDER).filter((name) => name.endsWith(ending)).sort();
}
