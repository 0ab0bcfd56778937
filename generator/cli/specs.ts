import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic.ts";
import { fileErrorReason } from "../output/file-error.ts";
import type { GenerateInput } from "../pipeline.ts";

export const SPEC_NAME = /\.layout\.(ts|json)$/;

/**
 * The texts of the specs that a command line names; a folder stands for the specs directly in it.
 * A spec that is named twice is read once. Throws `DiagnosticError` with all that cannot be read.
 */
export function readSpecs(names: readonly string[]): readonly GenerateInput[] {
  const faults: Diagnostic[] = [];
  const inputs = new Map<string, GenerateInput>();
  for (const name of names) {
    try {
      const files = specFiles(name);
      if (files.length === 0) faults.push(noSpecs(name));
      for (const file of files) {
        const key = resolve(file);
        if (!inputs.has(key)) inputs.set(key, { file, text: readFileSync(file, "utf8") });
      }
    } catch (error) {
      faults.push(cannotRead(name, error));
    }
  }
  if (faults.length > 0) throw new DiagnosticError(faults);
  return [...inputs.values()];
}

/** The files that `name` stands for; whether one is a spec is for the parser to say. */
export function specFiles(name: string): readonly string[] {
  if (!statSync(name).isDirectory()) return [name];
  return readdirSync(name)
    .filter((entry) => SPEC_NAME.test(entry))
    .sort()
    .map((entry) => join(name, entry));
}

function noSpecs(file: string): Diagnostic {
  return {
    file,
    line: 1,
    column: 1,
    code: "AMPH906",
    message:
      "the folder holds no spec; expected a name that ends with .layout.ts or .layout.json. " +
      "`amph-gen init` writes a first one",
  };
}

function cannotRead(file: string, error: unknown): Diagnostic {
  return {
    file,
    line: 1,
    column: 1,
    code: "AMPH905",
    message: `cannot read the spec: ${fileErrorReason(error)}; expected a file that ends with ` +
      ".layout.ts or .layout.json, or a folder. `amph-gen init` writes a first one",
  };
}
