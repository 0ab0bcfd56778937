/** The parts of an emitted module that are changed: the operations over shared memory. */
import { ts } from "ts-morph";

export type Operation = ts.MethodDeclaration | ts.GetAccessorDeclaration;

/** A replacement in the text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits made; they do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits].sort((a, b) => b.start - a.start)
    .reduce(
      (changed, { start, end, text: by }) => changed.slice(0, start) + by + changed.slice(end),
      text,
    );
}

export function parse(text: string): ts.SourceFile {
  return ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest, true);
}

/**
 * The methods and getters of the module's structure that touch shared memory, that call such ones,
 * or that are called by them. What makes and opens the memory is static, and stays as it is.
 */
export function operationsOf(file: ts.SourceFile): readonly Operation[] {
  const members = structureOf(file).members.filter((member): member is Operation =>
    (ts.isMethodDeclaration(member) || ts.isGetAccessorDeclaration(member)) &&
    member.body !== undefined &&
    !member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
  );
  const names = new Set(members.map(nameOf));
  const callees = new Map(members.map((member) => [nameOf(member), callsOf(member, names)]));
  const chosen = new Set(members.filter(touchesMemory).map(nameOf));
  for (let before = -1; before !== chosen.size;) {
    before = chosen.size;
    for (const [name, called] of callees) {
      if (called.some((callee) => chosen.has(callee))) chosen.add(name);
    }
  }
  for (const name of [...chosen]) for (const callee of callees.get(name) ?? []) chosen.add(callee);
  return members.filter((member) => chosen.has(nameOf(member)));
}

/** The exported class that is no error. */
function structureOf(file: ts.SourceFile): ts.ClassDeclaration {
  for (const statement of file.statements) {
    if (
      ts.isClassDeclaration(statement) && statement.heritageClauses === undefined &&
      statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    ) return statement;
  }
  throw new Error("the module exports no structure: expected the text of an emitted module");
}

export function nameOf(operation: Operation): string {
  return operation.name.getText();
}

function callsOf(operation: Operation, names: ReadonlySet<string>): readonly string[] {
  const called: string[] = [];
  visit(operation, (node) => {
    if (
      ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword &&
      names.has(node.name.text)
    ) called.push(node.name.text);
  });
  return called;
}

/** Emitted modules name their views after the elements: `i32`, `#f64`. */
const VIEW = /^(?:this\.#)?[iuf]\d+$/;

function touchesMemory(operation: Operation): boolean {
  let found = false;
  visit(operation, (node) => {
    if (ts.isElementAccessExpression(node) && VIEW.test(node.expression.getText())) found = true;
    if (atomicsCall(node) !== undefined) found = true;
  });
  return found;
}

/** `Atomics.name(…)` */
export function atomicsCall(
  node: ts.Node,
): { readonly name: string; readonly args: readonly string[] } | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) {
    return undefined;
  }
  const { expression, name } = node.expression;
  if (expression.getText() !== "Atomics") return undefined;
  return { name: name.text, args: node.arguments.map(textOf) };
}

/** With the name of a constant that it begins with. */
export function textOf(node: ts.Node): string {
  return node.getFullText().trim();
}

const MOST_NAME = 80;

/** The name in the comment before an inlined constant. */
export function constantName(node: ts.Node): string | undefined {
  const start = node.getStart();
  const before = node.getSourceFile().text.slice(Math.max(0, start - MOST_NAME), start);
  return /\/\* (\w+) \*\/\s+$/.exec(before)?.[1];
}

/** What a statement has a head before. */
export function bodyOf(node: ts.Node): ts.Statement | undefined {
  if (ts.isIfStatement(node)) return node.thenStatement;
  return ts.isIterationStatement(node, false) ? node.statement : undefined;
}

/** Where the head of a statement ends; its own end where it has no body. */
export function headEnd(node: ts.Node): number {
  return bodyOf(node)?.getFullStart() ?? node.getEnd();
}

/** A statement of an operation by its head: the same in each module that has it. */
export function placeOf(operation: string, statement: ts.Node): string {
  const head = statement.getSourceFile().text.slice(statement.getStart(), headEnd(statement));
  return `${operation} | ${normalize(head)}`;
}

/** The operation as it is called, before its first statement. */
export function entryOf(operation: string): string {
  return `${operation} |`;
}

/** Every node below `root` that is no type. */
export function visit(root: ts.Node, see: (node: ts.Node) => void): void {
  root.forEachChild((node) => {
    if (ts.isTypeNode(node)) return;
    see(node);
    visit(node, see);
  });
}

/** Text as a report shows it: constants by name alone, no class in an error, no comments, one line. */
export function normalize(text: string): string {
  return text
    .replace(/\/\*\*[^]*?\*\//g, "")
    .replace(/\/\/.*/g, "")
    .replace(/\/\* ([^*]+) \*\/\s+-?\d+n?/g, (_, name: string) => name)
    .replace(/`[A-Z]\w*: /g, "`…: ")
    .replace(/\s+/g, " ")
    .replace(/([([]) | (?=[)\]])/g, (_, open: string | undefined) => open ?? "")
    .replace(/,(?=[)\]])/g, "")
    .trim();
}
