/** A spec file's fibers, as syntax: their signatures, and the imports that they may use. */
import { ts } from "ts-morph";
import { type Scalar, SCALARS } from "../../spec/model.ts";
import type { Message } from "../../spec/faults.ts";
import { quote } from "../../spec/messages/wording.ts";
import { isVocabulary } from "../../spec/specifier.ts";
import { hasModifier } from "../machine/syntax.ts";
import * as messages from "./messages.ts";

export interface FiberSource {
  readonly name: string;
  readonly node: ts.FunctionDeclaration;
  readonly body: ts.Block;
  readonly doc: string;
  /** The name of its first parameter. */
  readonly self: string;
  readonly loom: string;
  readonly parameters: readonly { readonly name: ts.Identifier; readonly type: Scalar }[];
  readonly result: Scalar | "void";
}

export interface FileSource {
  readonly file: ts.SourceFile;
  readonly fibers: readonly FiberSource[];
  /** Slot types by the names that the file has for them. */
  readonly slots: ReadonlyMap<string, Scalar>;
  /** The application's imports, by the local names that they bring. */
  readonly imports: ReadonlyMap<string, ts.ImportDeclaration>;
}

export type Report = (node: ts.Node, message: Message) => void;

export function readSource(file: ts.SourceFile, report: Report): FileSource {
  const slots = new Map<string, Scalar>();
  const imports = new Map<string, ts.ImportDeclaration>();
  const fiberTypes = new Set<string>();
  for (const node of file.statements) {
    if (!ts.isImportDeclaration(node)) continue;
    const fromVocabulary = ts.isStringLiteral(node.moduleSpecifier) &&
      isVocabulary(node.moduleSpecifier.text);
    for (const [local, original] of importedNames(node)) {
      const scalar = SCALARS.find((name) => name === original);
      if (!fromVocabulary) imports.set(local, node);
      else if (scalar !== undefined) slots.set(local, scalar);
      else if (original === "Fiber") fiberTypes.add(local);
    }
  }
  readAliases(file, slots);
  const fibers: FiberSource[] = [];
  for (const node of file.statements) {
    if (!ts.isFunctionDeclaration(node)) continue;
    const fiber = readFiber(node, slots, fiberTypes, report);
    if (fiber !== undefined) fibers.push(fiber);
  }
  return { file, fibers, slots, imports };
}

function* importedNames(node: ts.ImportDeclaration): Generator<readonly [string, string]> {
  const { name, namedBindings } = node.importClause ?? {};
  if (name !== undefined) yield [name.text, "default"];
  if (namedBindings === undefined) return;
  if (ts.isNamespaceImport(namedBindings)) yield [namedBindings.name.text, "*"];
  else {
    for (const { name, propertyName } of namedBindings.elements) {
      yield [name.text, (propertyName ?? name).text];
    }
  }
}

/** `type Price = f64;` names a slot type, too. */
function readAliases(file: ts.SourceFile, slots: Map<string, Scalar>): void {
  for (const node of file.statements) {
    if (!ts.isTypeAliasDeclaration(node) || node.typeParameters !== undefined) continue;
    const slot = slotOf(node.type, slots);
    if (slot !== undefined) slots.set(node.name.text, slot);
  }
}

export function slotOf(
  node: ts.TypeNode | undefined,
  slots: ReadonlyMap<string, Scalar>,
): Scalar | undefined {
  if (node === undefined || !ts.isTypeReferenceNode(node)) return undefined;
  return ts.isIdentifier(node.typeName) && node.typeArguments === undefined
    ? slots.get(node.typeName.text)
    : undefined;
}

function readFiber(
  node: ts.FunctionDeclaration,
  slots: ReadonlyMap<string, Scalar>,
  fiberTypes: ReadonlySet<string>,
  report: Report,
): FiberSource | undefined {
  let isSound = true;
  const refuse = (at: ts.Node, what: string, instead: string): void => {
    isSound = false;
    report(at, messages.fiberForm(what, instead));
  };
  const title = node.name === undefined ? "the function" : quote(node.name.text);
  if (node.name === undefined) refuse(node, title + " has no name", "name it");
  if (node.asteriskToken === undefined) {
    refuse(node.name ?? node, `${title} is no generator`, "move it to a module and import it");
    return undefined;
  }
  if (hasModifier(node, ts.SyntaxKind.AsyncKeyword)) {
    refuse(node.name ?? node, `${title} is async`, "remove `async`: a fiber waits by `yield*`");
  }
  const isExported = hasModifier(node, ts.SyntaxKind.ExportKeyword) &&
    !hasModifier(node, ts.SyntaxKind.DefaultKeyword);
  if (!isExported) {
    refuse(node.name ?? node, `${title} is not exported under its name`, "write `export` alone");
  }
  if (node.typeParameters !== undefined) {
    refuse(node.name ?? node, `${title} has type parameters`, "write one fiber for each type");
  }
  const [self, ...others] = node.parameters;
  const selfName = self !== undefined && ts.isIdentifier(self.name) ? self.name.text : undefined;
  const loom = self?.type !== undefined && ts.isTypeReferenceNode(self.type)
    ? self.type.typeName.getText()
    : undefined;
  if (selfName === undefined || loom === undefined || slots.has(loom)) {
    refuse(self ?? node.name ?? node, `${title} does not begin with its loom`, "write it so");
  }
  const parameters = others.flatMap((parameter) => {
    const { name, type } = parameter;
    const slot = slotOf(type, slots);
    const isPlain = parameter.questionToken === undefined && parameter.initializer === undefined &&
      parameter.dotDotDotToken === undefined;
    if (ts.isIdentifier(name) && slot !== undefined && isPlain) return [{ name, type: slot }];
    refuse(
      parameter,
      `the parameter ${quote(parameter.getText())} is not a name with a slot type`,
      "write for example `source: u32`",
    );
    return [];
  });
  const result = resultOf(node.type, slots, fiberTypes);
  if (result === undefined) {
    const written = node.type === undefined ? "nothing" : quote(node.type.getText());
    refuse(
      node.type ?? node.name ?? node,
      `the type of what ${title} returns is ${written}`,
      "write `Fiber`, or `Fiber<f64>` with the slot type of its result, both imported",
    );
  }
  if (node.body === undefined) refuse(node, `${title} has no body`, "write it");
  const isWhole = node.name !== undefined && node.body !== undefined && selfName !== undefined &&
    loom !== undefined && result !== undefined;
  if (!isSound || !isWhole) return undefined;
  const doc = ts.getJSDocCommentsAndTags(node).map(docText).filter((text) => text !== "").join(
    "\n",
  );
  return {
    name: node.name.text,
    node,
    body: node.body,
    doc,
    self: selfName,
    loom,
    parameters,
    result,
  };
}

function resultOf(
  node: ts.TypeNode | undefined,
  slots: ReadonlyMap<string, Scalar>,
  fiberTypes: ReadonlySet<string>,
): Scalar | "void" | undefined {
  if (node === undefined || !ts.isTypeReferenceNode(node)) return undefined;
  if (!ts.isIdentifier(node.typeName) || !fiberTypes.has(node.typeName.text)) return undefined;
  const [argument, another] = node.typeArguments ?? [];
  if (another !== undefined) return undefined;
  if (argument === undefined || argument.kind === ts.SyntaxKind.VoidKeyword) return "void";
  return slotOf(argument, slots);
}

/** The text between the delimiters, without the asterisks. */
function docText(node: ts.Node): string {
  return node.getText().replace(/^\/\*\*|\*\/$/g, "").split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd()).join("\n").trim();
}
