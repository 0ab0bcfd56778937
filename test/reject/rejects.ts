import assert from "node:assert/strict";
import { test } from "node:test";
import { DiagnosticError } from "../../generator/core/diagnostic.ts";
import type { Rules } from "../../generator/spec/model.ts";
import { readSpec } from "../../generator/spec/read.ts";
import { QUEUE_RULES } from "./rules.ts";

/** A test that `spec` is refused with exactly `errors`, each `line:column - error AMPHnnn: message`. */
export function rejects(
  title: string,
  spec: string,
  errors: readonly string[],
  file = "bad.layout.ts",
  rules: readonly Rules[] = [QUEUE_RULES],
): void {
  test(`rejects ${title}`, () => assert.deepEqual(errorsOf(file, spec, rules), errors));
}

/** The diagnostics of `spec` without the file name; `[]` where it is accepted. */
export function errorsOf(
  file: string,
  spec: string,
  rules: readonly Rules[] = [QUEUE_RULES],
): readonly string[] {
  try {
    readSpec(file, spec, rules);
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.message.split("\n").map((line) => line.replace(`${file}:`, ""));
  }
}
