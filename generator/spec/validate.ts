/** A draft and the rules of the structures → the structures of the model. */
import { accessorName } from "../core/identifiers.ts";
import type { Draft, Place, StructureDeclaration } from "./draft.ts";
import type { Faults } from "./faults.ts";
import { itemBytes } from "./item-size.ts";
import { noStructure } from "./messages/file.ts";
import { sameAccessor } from "./messages/names.ts";
import { unknownStructure } from "./messages/options.ts";
import { itemTooLarge } from "./messages/types.ts";
import type { SlotType, StructureRules, StructureSpec } from "./model.ts";
import { checkDeclaredNames, vocabularyNames } from "./names.ts";
import { checkOptions } from "./options.ts";
import { createResolver, type Resolver } from "./resolve.ts";

/** What comes back counts if nothing was reported. */
export function validate(
  draft: Draft,
  rules: readonly StructureRules[],
  faults: Faults,
): readonly StructureSpec[] {
  const known = rules.map((rule) => rule.structure);
  checkDeclaredNames(draft.declarations, vocabularyNames(known), faults);
  const resolver = createResolver(draft, faults);

  return draft.declarations.flatMap((declaration): StructureSpec[] => {
    if (declaration.kind !== "structure") return [];
    const { structure } = declaration;
    const rule = rules.find((candidate) => candidate.structure === structure.text);
    if (rule === undefined) faults.report(structure.at, unknownStructure(structure.text, known));
    const item = resolveItem(declaration, rule, resolver, faults);
    if (rule === undefined) return [];
    const checked = checkOptions(declaration, rule, draft.form, faults);
    if (item === undefined) return [];
    const { name, doc } = declaration;
    return [{ structure: structure.text, name: name.text, doc, item, ...checked }];
  });
}

/** Reported after everything else: an empty spec with another fault is more likely a broken one. */
export function requireStructure(
  draft: Draft,
  structures: readonly StructureSpec[],
  faults: Faults,
): void {
  if (structures.length === 0) faults.report({ line: 1, column: 1 }, noStructure(draft.form));
}

function resolveItem(
  { name, item, structure }: StructureDeclaration,
  rule: StructureRules | undefined,
  resolver: Resolver,
  faults: Faults,
): SlotType | undefined {
  const type = resolver.resolve(item, name.text, "Item");
  if (type === undefined || rule === undefined) return type;
  const bytes = itemBytes(type);
  const { maxItemBytes: maxBytes } = rule;
  if (bytes > maxBytes) {
    const size = { structure: structure.text, name: name.text, bytes, maxBytes };
    faults.report(item.at, itemTooLarge(size));
    return undefined;
  }
  checkAccessors(type, item.at, faults);
  return type;
}

/** Setters of nested fields are named by their whole path: `best.price` meets `bestPrice`. */
function checkAccessors(type: SlotType, at: Place, faults: Faults): void {
  const paths = new Map<string, readonly string[]>();
  for (const path of leafPaths(type, [])) {
    const accessor = accessorName("set", path);
    const other = paths.get(accessor);
    if (other !== undefined) {
      faults.report(at, sameAccessor(path.join("."), other.join("."), accessor));
    }
    paths.set(accessor, path);
  }
}

function leafPaths(type: SlotType, path: readonly string[]): readonly (readonly string[])[] {
  if (type.kind === "array") return leafPaths(type.of, path);
  if (type.kind !== "record") return [path];
  return type.record.fields.flatMap((field) => leafPaths(field.type, [...path, field.name]));
}
