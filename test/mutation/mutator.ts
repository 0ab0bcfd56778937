/** Every single change of the operations of an emitted module. */
import { ts } from "ts-morph";
import { expressionChanges, type ExpressionKind, type NamedConstant } from "./expressions.ts";
import { statementChanges, type StatementKind } from "./statements.ts";
import {
  applyEdits,
  bodyOf,
  constantName,
  type Edit,
  entryOf,
  headEnd,
  nameOf,
  normalize,
  type Operation,
  operationsOf,
  parse,
  placeOf,
  visit,
} from "./syntax.ts";

export type Kind = ExpressionKind | StatementKind;

export const KINDS: readonly Kind[] = [
  "constant",
  "comparison",
  "arithmetic",
  "logic",
  "condition",
  "statement dropped",
  "statements swapped",
  "atomics",
  "return",
  "jump",
];

export interface Mutation {
  /**
   * The same for the same change of the same line of an operation in another module: constants count
   * by their names, so modules that differ in capacity share most.
   */
  readonly key: string;
  readonly kind: Kind;
  /** The method or getter. */
  readonly operation: string;
  /** The statement in which it is: what runs reach (`reach.ts`). */
  readonly at: string;
  /** 1-based, in the module. */
  readonly line: number;
  /** The statement, or its head, before and after, as `normalize` writes it. */
  readonly before: string;
  readonly after: string;
  readonly edits: readonly Edit[];
}

type Unnumbered = Omit<Mutation, "key">;

/** All changes of the module, or of one operation. */
export function mutationsOf(text: string, only?: string): readonly Mutation[] {
  const file = parse(text);
  const operations = operationsOf(file);
  const constants = constantsIn(operations);
  const chosen = operations.filter((operation) => only === undefined || nameOf(operation) === only);
  return chosen.flatMap((operation) => numbered(mutationsIn(operation, text, constants)));
}

/** Lines that stand in an operation more than once are told apart by their number. */
function numbered(found: readonly Unnumbered[]): readonly Mutation[] {
  const counts = new Map<string, number>();
  return found.map((mutation) => {
    const { operation, kind, before, after } = mutation;
    const change = [operation, kind, before, after].join(" | ");
    const count = counts.get(change) ?? 0;
    counts.set(change, count + 1);
    return { ...mutation, key: `${change} | ${count}` };
  });
}

export function mutate(text: string, { edits }: Mutation): string {
  return applyEdits(text, edits);
}

function mutationsIn(
  operation: Operation,
  text: string,
  constants: readonly NamedConstant[],
): readonly Unnumbered[] {
  const file = operation.getSourceFile();
  const name = nameOf(operation);
  const returns = operation.type?.getText() ?? "";
  const mutations: Unnumbered[] = [];
  const add = (kind: Kind, nodes: readonly ts.Node[], edits: readonly Edit[]) => {
    const first = nodes[0]!;
    const last = nodes.at(-1)!;
    const bodyStart = bodyOf(last)?.getStart() ?? Infinity;
    // The head of a statement with a body is enough, unless more of it is changed.
    const isHead = edits.every(({ end }) => end <= bodyStart);
    const range = { start: first.getStart(), end: isHead ? headEnd(last) : last.getEnd() };
    const changed = applyEdits(
      text.slice(range.start, range.end),
      edits.map((edit) => ({
        ...edit,
        start: edit.start - range.start,
        end: edit.end - range.start,
      })),
    );
    const [before, after] = [normalize(text.slice(range.start, range.end)), normalize(changed)];
    if (before === after) return;
    mutations.push({
      kind,
      operation: name,
      at: ts.isStatement(first) ? placeOf(name, first) : entryOf(name),
      line: file.getLineAndCharacterOfPosition(edits[0]!.start).line + 1,
      before,
      after,
      edits,
    });
  };
  visit(operation, (node) => {
    for (const { kind, nodes, edits } of statementChanges(node, returns)) add(kind, nodes, edits);
    if (isInError(node)) return;
    for (const { kind, node: at, text: by } of expressionChanges(node, constants)) {
      add(kind, [statementOf(at)], [{ start: startOf(at), end: at.getEnd(), text: by }]);
    }
  });
  return mutations;
}

/** A constant begins with its name. */
function startOf(node: ts.Node): number {
  const name = constantName(node);
  const start = node.getStart();
  return name === undefined ? start : node.getSourceFile().text.lastIndexOf(`/* ${name} */`, start);
}

/** The innermost statement around `node`; for a parameter, the parameter. */
function statementOf(node: ts.Node): ts.Node {
  let at = node;
  while (!ts.isStatement(at) && !ts.isParameter(at)) at = at.parent;
  return at;
}

/** What an error says, or which one it is, is no matter of concurrency. */
function isInError(node: ts.Node): boolean {
  for (let up = node.parent; up !== undefined; up = up.parent) {
    if (ts.isThrowStatement(up)) return true;
    if (ts.isStatement(up)) return false;
  }
  return false;
}

function constantsIn(operations: readonly Operation[]): readonly NamedConstant[] {
  const found = new Map<string, number>();
  for (const operation of operations) {
    visit(operation, (node) => {
      if (!ts.isNumericLiteral(node)) return;
      const name = constantName(node);
      if (name !== undefined) found.set(name, Number(node.getText()));
    });
  }
  return [...found].map(([name, value]) => ({ name, value }));
}
