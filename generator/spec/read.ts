/**
 * Reads a spec: parse (TypeScript or JSON) → draft → validate → frozen model. The only entry into
 * this folder for the phases after it.
 */
import { fingerprint, freeze } from "../core/fingerprint.ts";
import { collectFaults } from "./faults.ts";
import { foreignFile } from "./messages/file.ts";
import type { Rules, Spec } from "./model.ts";
import { parseJsonSpec } from "./parse-json.ts";
import { parseTypeScript } from "./parse.ts";
import { requireStructure, validate, type Validated } from "./validate.ts";

/**
 * The model of the spec `file`, whose contents are `text`; `rules` are those of the structures that
 * a spec may ask for. Throws a `DiagnosticError` with every fault, sorted by place.
 */
export function readSpec(file: string, text: string, rules: readonly Rules[]): Spec {
  const faults = collectFaults(file);
  const validated = readValidated(file, text, rules, faults);
  faults.throwIfAny();
  return freeze({
    file: file.replace(/^.*[\\/]/s, ""),
    fingerprint: fingerprint(canonicalJson(validated)),
    ...validated,
  });
}

function readValidated(
  file: string,
  text: string,
  rules: readonly Rules[],
  faults: ReturnType<typeof collectFaults>,
): Validated {
  const nothing: Validated = { structures: [], containers: [] };
  const isJson = /\.layout\.json$/i.test(file);
  if (!isJson && !/\.layout\.[cm]?ts$/i.test(file)) {
    faults.report({ line: 1, column: 1 }, foreignFile(file));
    return nothing;
  }
  const draft = isJson ? parseJsonSpec(text, faults) : parseTypeScript(text, rules, faults);
  if (draft === undefined) return nothing;
  const validated = validate(draft, rules, faults);
  faults.throwIfAny();
  requireStructure(draft, validated, faults);
  return validated;
}

/** Comments and notes describe the model and are no part of it. */
function canonicalJson({ structures, containers }: Validated): string {
  return JSON.stringify(
    containers.length === 0 ? structures : [structures, containers],
    (key, value: unknown) => key === "doc" || key === "notes" ? undefined : value,
  );
}
