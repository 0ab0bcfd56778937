/** A draft and the rules of the structures → the structures and containers of the model. */
import { accessorName } from "../core/identifiers.ts";
import type { Draft, Name, Place, StructureDraft } from "./draft.ts";
import type { Faults } from "./faults.ts";
import { itemBytes } from "./item-size.ts";
import { createMembers } from "./members.ts";
import { noStructure } from "./messages/file.ts";
import { wrongContents } from "./messages/members.ts";
import { sameAccessor } from "./messages/names.ts";
import { unknownStructure } from "./messages/options.ts";
import { itemNotRecord, itemTooLarge } from "./messages/types.ts";
import type { ContainerSpec, Rules, SlotType, StructureRules, StructureSpec } from "./model.ts";
import { checkDeclaredNames, checkFileNames, vocabularyNames } from "./names.ts";
import { checkOptions } from "./options.ts";
import { createResolver } from "./resolve.ts";

export interface Validated {
  readonly structures: readonly StructureSpec[];
  readonly containers: readonly ContainerSpec[];
}

/** A structure with its name, whether it is exported under it or got it as a member. */
export interface NamedStructure {
  readonly name: Name;
  readonly doc: string;
  readonly draft: StructureDraft;
}

/** What comes back counts if nothing was reported. */
export function validate(draft: Draft, rules: readonly Rules[], faults: Faults): Validated {
  const known = rules.map((rule) => rule.structure);
  checkDeclaredNames(draft.declarations, vocabularyNames(known), faults);
  const resolver = createResolver(draft, faults);
  const members = createMembers(draft, resolver, faults);
  const structures: StructureSpec[] = [];
  const containers: ContainerSpec[] = [];

  // Structures that are written in place join at the end.
  const named: NamedStructure[] = draft.declarations.flatMap((declaration) =>
    declaration.kind === "structure"
      ? [{ name: declaration.name, doc: declaration.doc, draft: declaration }]
      : []
  );
  for (const one of named) {
    const { name, doc, draft: { structure, item, members: list } } = one;
    const rule = rules.find((candidate) => candidate.structure === structure.text);
    if (rule === undefined) faults.report(structure.at, unknownStructure(structure.text, known));
    else checkContents(one.draft, rule, faults);
    const type = item && resolver.resolve(item, name.text, "Item");
    const resolved = members.resolve(one, list, rule);
    named.push(...resolved.inPlace);
    if (rule === undefined) continue;
    const common = { structure: structure.text, name: name.text, doc };
    const checked = checkOptions(one.draft, rule, draft.form, faults);
    if (rule.holds === "members") {
      containers.push({ ...common, members: resolved.members, ...checked });
    } else if (type !== undefined && item !== undefined) {
      const isSound = checkItem(type, item.at, one, rule, draft.form, faults);
      if (isSound) structures.push({ ...common, item: type, ...checked });
    }
  }
  checkFileNames(named.map(({ name }) => name), faults);
  return { structures, containers: members.inOrder(containers) };
}

/** Reported after everything else: an empty spec with another fault is more likely a broken one. */
export function requireStructure(
  draft: Draft,
  { structures, containers }: Validated,
  faults: Faults,
): void {
  if (structures.length + containers.length === 0) {
    faults.report({ line: 1, column: 1 }, noStructure(draft.form));
  }
}

/** In JSON, either key can be there. */
function checkContents(
  { structure, item, members }: StructureDraft,
  { holds = "item" }: Rules,
  faults: Faults,
): void {
  const [wanted, other] = holds === "item" ? [item, members] : [members, item];
  if (wanted === undefined) {
    faults.report(structure.at, wrongContents(structure.text, holds, false));
  }
  if (other !== undefined) faults.report(other.at, wrongContents(structure.text, holds, true));
}

function checkItem(
  type: SlotType,
  at: Place,
  { name, draft: { structure } }: NamedStructure,
  { maxItemBytes: maxBytes, itemKind }: StructureRules,
  form: Draft["form"],
  faults: Faults,
): boolean {
  if (itemKind === "record" && type.kind !== "record") {
    faults.report(at, itemNotRecord(structure.text, name.text, form));
    return false;
  }
  const bytes = itemBytes(type);
  if (bytes > maxBytes) {
    const size = { structure: structure.text, name: name.text, bytes, maxBytes };
    faults.report(at, itemTooLarge(size));
    return false;
  }
  checkAccessors(type, at, faults);
  return true;
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
