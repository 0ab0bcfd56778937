/**
 * The part of a spec that is about looms: their type aliases, the generator functions that they run,
 * and the application's imports. It is taken out of the text, in whose place spaces are left, so that
 * what remains is a spec of other structures with every place as it was.
 */
import { type ImportSpecifier, Node, Project, type SourceFile } from "ts-morph";
import type { StructureDeclaration } from "./draft.ts";
import type { Faults } from "./faults.ts";
import { structureNotExported } from "./messages/file.ts";
import { repeatedName } from "./messages/names.ts";
import { typeArguments } from "./messages/types.ts";
import { checkDeclaredNames } from "./names.ts";
import { readOptions } from "./parse-structures.ts";
import { docOf, nameOf, placeOf, written } from "./parse-types.ts";
import { isVocabulary } from "./specifier.ts";

/** What the vocabulary has for looms alone. */
export const LOOM_NAMES = ["Fiber", "Loom"] as const;

export interface SplitSpec {
  /** The spec without its looms and fibers. */
  readonly rest: string;
  /** Whether `rest` declares anything. */
  readonly hasRest: boolean;
  readonly looms: readonly StructureDeclaration[];
}

/** A text that does not parse comes back whole: whoever reads it next reports that. */
export function splitLooms(text: string, faults: Faults): SplitSpec {
  const whole = { rest: text, hasRest: true, looms: [] };
  if (!/\bLoom\b/.test(text)) return whole;
  const source = parse(text);
  const local = localNames(source);
  const loomName = [...local].find(([, name]) => name === "Loom")?.[0];
  if (loomName === undefined) return whole;

  const blanks: [start: number, end: number][] = [];
  const looms: StructureDeclaration[] = [];
  const others = new Map<string, number>();
  let hasRest = false;
  for (const node of source.getStatements()) {
    const span: [number, number] = [node.getStart(), node.getEnd()];
    if (Node.isImportDeclaration(node)) {
      if (!isVocabulary(node.getModuleSpecifierValue())) blanks.push(span);
      else blanks.push(...importBlanks(node.getNamedImports()));
    } else if (Node.isFunctionDeclaration(node) && node.isGenerator()) blanks.push(span);
    else if (Node.isTypeAliasDeclaration(node) && typeNameOf(node.getTypeNode()) === loomName) {
      blanks.push(span);
      const loom = readLoom(node, faults);
      if (loom !== undefined) looms.push(loom);
    } else {
      hasRest ||= !Node.isEmptyStatement(node);
      if (Node.hasName(node)) others.set(node.getName(), node.getStartLineNumber());
    }
  }
  for (const { name } of looms) {
    const line = others.get(name.text);
    if (line !== undefined) faults.report(name.at, repeatedName("name", name.text, line));
  }
  checkDeclaredNames(looms, [...LOOM_NAMES], faults);
  return { rest: blanked(text, blanks), hasRest, looms };
}

function parse(text: string): SourceFile {
  return new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { noLib: true, noResolve: true },
  }).createSourceFile("/spec.layout.ts", text);
}

/** Local names of what is imported from the vocabulary, and what they mean. */
function localNames(source: SourceFile): ReadonlyMap<string, string> {
  const names = source.getImportDeclarations()
    .filter((node) => isVocabulary(node.getModuleSpecifierValue()))
    .flatMap((node) => node.getNamedImports())
    .map((part): [string, string] => [
      written(part.getAliasNode() ?? part.getNameNode()),
      written(part.getNameNode()),
    ]);
  return new Map(names);
}

const typeNameOf = (node: Node | undefined): string | undefined =>
  Node.isTypeReference(node) ? written(node.getTypeName()) : undefined;

function readLoom(node: Node, faults: Faults): StructureDeclaration | undefined {
  if (!Node.isTypeAliasDeclaration(node)) return undefined;
  const type = node.getTypeNode();
  if (!Node.isTypeReference(type)) return undefined;
  const name = nameOf(node.getNameNode());
  const at = placeOf(type);
  const [options, ...more] = type.getTypeArguments();
  if (!node.isExported()) faults.report(name.at, structureNotExported(name.text));
  if (options === undefined || more.length > 0) {
    const usage = "1, its options; write `Loom<{ fibers: 1024 }>`";
    faults.report(at, typeArguments("Loom", type.getTypeArguments().length, usage));
    return undefined;
  }
  return {
    kind: "structure",
    name,
    doc: docOf(node),
    structure: { text: "Loom", at },
    item: undefined,
    members: undefined,
    options: readOptions(options, faults),
  };
}

/** The names of looms alone, each with the comma that goes with it. */
function importBlanks(parts: readonly ImportSpecifier[]): [number, number][] {
  const isOurs = (part: ImportSpecifier | undefined): boolean =>
    part !== undefined && LOOM_NAMES.some((name) => name === written(part.getNameNode()));
  const stay = parts.filter((part) => !isOurs(part));
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (stay.length === 0) return [[first.getStart(), last.getEnd()]];
  return parts.flatMap((part, k): [number, number][] => {
    if (!isOurs(part)) return [];
    const next = parts[k + 1];
    // The comma behind it or, where none of those that stay follows, the one before.
    if (parts.slice(k).some((later) => !isOurs(later))) {
      return [[part.getStart(), next?.getStart() ?? part.getEnd()]];
    }
    return [[parts[k - 1]?.getEnd() ?? part.getStart(), part.getEnd()]];
  });
}

function blanked(text: string, blanks: readonly (readonly [number, number])[]): string {
  let rest = text;
  for (const [start, end] of blanks) {
    const space = rest.slice(start, end).replace(/[^\n\r]/g, " ");
    rest = rest.slice(0, start) + space + rest.slice(end);
  }
  return rest;
}
