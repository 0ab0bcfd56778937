import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DiagnosticError } from "../core/diagnostic.ts";
import { fileErrorReason } from "./file-error.ts";

/** A whole file: where, and what it shall hold. */
export interface Replacement {
  readonly path: string;
  readonly text: string;
}

/**
 * Puts every text in its place, or none: all are written beside their targets first and renamed
 * when the last one is complete, so that no reader ever meets half a file. Missing folders are
 * made. Throws `DiagnosticError` after removing what it wrote beside the targets.
 */
export function replaceFiles(replacements: readonly Replacement[]): void {
  const staged: { readonly temporary: string; readonly target: string }[] = [];
  let at = "";
  try {
    for (const { path, text } of replacements) {
      at = path;
      mkdirSync(dirname(path), { recursive: true });
      const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
      staged.push({ temporary, target: path });
      writeFileSync(temporary, text, { flag: "wx" });
    }
    for (const { temporary, target } of staged) {
      at = target;
      renameSync(temporary, target);
    }
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    throw new DiagnosticError([{
      file: at,
      line: 1,
      column: 1,
      code: "AMPH903",
      message: `cannot write the file: ${fileErrorReason(error)}. ` +
        "Make the folder writable, or name another one",
    }]);
  }
}
