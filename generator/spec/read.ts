/**
 * Reads a spec: parse (TypeScript or JSON) → draft → validate → frozen model. The only entry into
 * this folder for the phases after it.
 */
import { fingerprint, freeze } from "../core/fingerprint.ts";
import { collectFaults } from "./faults.ts";
import { foreignFile } from "./messages/file.ts";
import type { Spec, StructureRules, StructureSpec } from "./model.ts";
import { parseJsonSpec } from "./parse-json.ts";
import { parseTypeScript } from "./parse.ts";
import { requireStructure, validate } from "./validate.ts";

/**
 * The model of the spec `file`, whose contents are `text`; `rules` are those of the structures that
 * a spec may ask for. Throws a `DiagnosticError` with every fault, sorted by place.
 */
export function readSpec(file: string, text: string, rules: readonly StructureRules[]): Spec {
  const faults = collectFaults(file);
  const structures = readStructures(file, text, rules, faults);
  faults.throwIfAny();
  return freeze({
    file: file.replace(/^.*[\\/]/s, ""),
    fingerprint: fingerprint(canonicalJson(structures)),
    structures,
  });
}

function readStructures(
  file: string,
  text: string,
  rules: readonly StructureRules[],
  faults: ReturnType<typeof collectFaults>,
): readonly StructureSpec[] {
  const isJson = /\.layout\.json$/i.test(file);
  if (!isJson && !/\.layout\.[cm]?ts$/i.test(file)) {
    faults.report({ line: 1, column: 1 }, foreignFile(file));
    return [];
  }
  const draft = isJson
    ? parseJsonSpec(text, faults)
    : parseTypeScript(text, rules.map((rule) => rule.structure), faults);
  if (draft === undefined) return [];
  const structures = validate(draft, rules, faults);
  faults.throwIfAny();
  requireStructure(draft, structures, faults);
  return structures;
}

/** Comments and notes describe the model and are no part of it. */
function canonicalJson(structures: readonly StructureSpec[]): string {
  return JSON.stringify(
    structures,
    (key, value: unknown) => key === "doc" || key === "notes" ? undefined : value,
  );
}
