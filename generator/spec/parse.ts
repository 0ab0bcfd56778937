/**
 * The TypeScript form of a spec → draft. The file is parsed and never executed, imports are not
 * resolved and no type checker runs.
 */
import {
  type ImportDeclaration,
  type InterfaceDeclaration,
  Node,
  Project,
  type SourceFile,
  type TypeAliasDeclaration,
} from "ts-morph";
import type { Declaration, Draft } from "./draft.ts";
import type { Faults, Message } from "./faults.ts";
import * as messages from "./messages/file.ts";
import { vocabularyName } from "./messages/names.ts";
import { quote } from "./messages/wording.ts";
import type { Rules } from "./model.ts";
import { vocabularyNames } from "./names.ts";
import { readStructure, structureIn } from "./parse-structures.ts";
import {
  docOf,
  nameOf,
  placeOf,
  readRecord,
  readType,
  type Scope,
  written,
} from "./parse-types.ts";
import { isVocabulary } from "./specifier.ts";

/** Syntax errors beyond these are mostly consequences of the first. */
const MAX_SYNTAX_ERRORS = 3;

/** `undefined`: the file does not parse. `rules` say which structures the vocabulary has. */
export function parseTypeScript(
  text: string,
  rules: readonly Rules[],
  faults: Faults,
): Draft | undefined {
  const source = parseSource(text.replace(/^\ufeff/, ""), faults);
  if (source === undefined) return undefined;

  // `interface A {};` has an empty statement behind it, which means nothing.
  const statements = source.getStatements().filter((node) => !Node.isEmptyStatement(node));
  const meanings = new Map<string, string | undefined>();
  const structures = rules.map(({ structure }) => structure);
  const containers = rules.filter(({ holds }) => holds === "members")
    .map(({ structure }) => structure);
  const vocabulary = vocabularyNames(structures);
  const declared = new Set(
    statements.filter(isTypeStatement).map((node) => nameOf(node.getNameNode()).text),
  );
  const scope: Scope = { meanings, declared, vocabulary, structures, containers };

  for (const node of statements) {
    if (Node.isImportDeclaration(node)) readImport(node, meanings, vocabulary, faults);
    else if (!isTypeStatement(node)) refuseStatement(node, meanings, faults);
  }
  for (const node of statements.filter(isTypeStatement)) {
    const name = nameOf(node.getNameNode());
    const isRenamed = meanings.get(name.text) !== undefined && !vocabulary.includes(name.text);
    if (isRenamed) faults.report(name.at, vocabularyName(name.text));
    if (node.getTypeParameters().length > 0) {
      faults.report(name.at, messages.genericDeclaration(name.text));
      meanings.set(name.text, undefined);
    }
  }
  const declarations = statements
    .filter(isTypeStatement)
    .map((node) => readDeclaration(node, scope, faults));
  return { form: "ts", declarations };
}

/** Reports the first syntax errors, one a line. */
function parseSource(text: string, faults: Faults): SourceFile | undefined {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { noLib: true, noResolve: true },
  });
  const source = project.createSourceFile("/spec.layout.ts", text);
  const lines = new Set<number>();
  for (const diagnostic of project.getProgram().getSyntacticDiagnostics(source)) {
    const at = source.getLineAndColumnAtPos(diagnostic.getStart());
    if (lines.has(at.line) || lines.size === MAX_SYNTAX_ERRORS) continue;
    lines.add(at.line);
    const detail = diagnostic.getMessageText();
    faults.report(
      at,
      messages.notTypeScript(typeof detail === "string" ? detail : detail.getMessageText()),
    );
  }
  return lines.size === 0 ? source : undefined;
}

type TypeStatement = InterfaceDeclaration | TypeAliasDeclaration;

function isTypeStatement(node: Node): node is TypeStatement {
  return Node.isInterfaceDeclaration(node) || Node.isTypeAliasDeclaration(node);
}

function readImport(
  node: ImportDeclaration,
  meanings: Map<string, string | undefined>,
  vocabulary: readonly string[],
  faults: Faults,
): void {
  const specifier = node.getModuleSpecifierValue();
  const fromVocabulary = isVocabulary(specifier);
  if (!fromVocabulary) {
    faults.report(placeOf(node.getModuleSpecifier()), messages.foreignImport(specifier));
  } else if (
    !node.isTypeOnly() || node.getDefaultImport() !== undefined ||
    node.getNamespaceImport() !== undefined
  ) {
    faults.report(placeOf(node), messages.importForm());
  }
  for (const wrong of [node.getDefaultImport(), node.getNamespaceImport()]) {
    if (wrong !== undefined) meanings.set(written(wrong), undefined);
  }
  for (const part of node.getNamedImports()) {
    const name = written(part.getNameNode());
    const known = fromVocabulary && vocabulary.includes(name);
    if (fromVocabulary && !known) {
      faults.report(placeOf(part), messages.unknownImport(name, vocabulary));
    }
    const local = written(part.getAliasNode() ?? part.getNameNode());
    if (meanings.has(local)) faults.report(placeOf(part), messages.repeatedImport(local));
    meanings.set(local, known ? name : undefined);
  }
}

/** Reports a statement that a spec cannot hold; what it declares counts as declared wrongly. */
function refuseStatement(
  node: Node,
  meanings: Map<string, string | undefined>,
  faults: Faults,
): void {
  faults.report(placeOf(node), refusal(node));
  if (Node.isClassDeclaration(node) || Node.isEnumDeclaration(node)) {
    const name = node.getNameNode();
    if (name !== undefined) meanings.set(written(name), undefined);
  }
}

function refusal(node: Node): Message {
  if (Node.isEnumDeclaration(node)) return messages.enumStatement(node.getName());
  if (Node.isExportAssignment(node)) {
    return messages.exportForm(node.isExportEquals() ? "`export =`" : "`export default`");
  }
  if (Node.isExportDeclaration(node)) return messages.exportForm("a list of exports");
  if (Node.isClassDeclaration(node)) return foreign("the class", node.getName());
  if (Node.isFunctionDeclaration(node)) return foreign("the function", node.getName());
  if (Node.isVariableStatement(node)) {
    return foreign("the variable", node.getDeclarations()[0]?.getName());
  }
  if (Node.isModuleDeclaration(node)) return foreign("the namespace", node.getName());
  return foreign("the statement", written(node));
}

const foreign = (what: string, name: string | undefined): Message =>
  messages.foreignStatement(name === undefined ? what : `${what} ${quote(name)}`);

function readDeclaration(node: TypeStatement, scope: Scope, faults: Faults): Declaration {
  const name = nameOf(node.getNameNode());
  const doc = docOf(node);
  if (Node.isInterfaceDeclaration(node) && node.hasDefaultKeyword()) {
    faults.report(placeOf(node), messages.exportForm("`export default`"));
  }
  if (node.getTypeParameters().length > 0) {
    return { kind: "type", name, doc, type: { kind: "broken", at: name.at } };
  }
  if (Node.isInterfaceDeclaration(node)) {
    const [extended] = node.getExtends();
    if (extended !== undefined) {
      faults.report(placeOf(extended), messages.extendedInterface(name.text));
    }
    return { kind: "type", name, doc, type: readRecord(node, scope, faults) };
  }
  const type = node.getTypeNodeOrThrow();
  if (!Node.isTypeReference(type)) {
    return { kind: "type", name, doc, type: readType(type, scope, faults) };
  }
  const structure = structureIn(type, scope, faults);
  if (structure === undefined) {
    return { kind: "type", name, doc, type: readType(type, scope, faults) };
  }
  if (!node.isExported()) faults.report(name.at, messages.structureNotExported(name.text));
  const parts = readStructure(type, structure, scope, faults);
  return parts === undefined
    ? { kind: "type", name, doc, type: { kind: "broken", at: placeOf(type) } }
    : { kind: "structure", name, doc, ...parts };
}
