/** Changes of whole statements. */
import { ts } from "ts-morph";
import { type Edit, visit } from "./syntax.ts";

export type StatementKind =
  | "statement dropped"
  | "statements swapped"
  | "condition"
  | "return"
  | "jump";

export interface StatementChange {
  readonly kind: StatementKind;
  /** What the change is shown in. */
  readonly nodes: readonly ts.Node[];
  readonly edits: readonly Edit[];
}

/** All changes of `node` as a statement, and of the list of statements that it is. */
export function statementChanges(node: ts.Node, returns: string): readonly StatementChange[] {
  if (ts.isBlock(node)) {
    return [
      ...node.statements.filter(canBeDropped).map((statement) => dropped(statement)),
      ...node.statements.slice(1).flatMap((second, k) => swapped(node.statements[k]!, second)),
    ];
  }
  if (ts.isIfStatement(node)) return conditionChanges(node);
  if (ts.isReturnStatement(node)) return returnChanges(node, returns);
  if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) {
    const isBreak = ts.isBreakStatement(node);
    return isInSwitch(node) ? [] : [{
      kind: "jump",
      nodes: [node],
      edits: [edit(node, isBreak ? "continue;" : "break;")],
    }];
  }
  return [];
}

function edit(node: ts.Node, text: string): Edit {
  return { start: node.getStart(), end: node.getEnd(), text };
}

function canBeDropped(statement: ts.Statement): boolean {
  return !ts.isVariableStatement(statement) && !ts.isTryStatement(statement) &&
    !ts.isBlock(statement);
}

function dropped(statement: ts.Statement): StatementChange {
  return { kind: "statement dropped", nodes: [statement], edits: [edit(statement, ";")] };
}

/** Where one needs what the other declares, or does not come back, the order is no choice. */
function swapped(first: ts.Statement, second: ts.Statement): readonly StatementChange[] {
  if (isJump(first) || isJump(second) || commute(first, second)) return [];
  if (needs(first, second) || needs(second, first)) return [];
  return [{
    kind: "statements swapped",
    nodes: [first, second],
    edits: [edit(first, second.getText()), edit(second, first.getText())],
  }];
}

/** Whether the order makes no difference: one of them computes only, and neither sees the other. */
function commute(first: ts.Statement, second: ts.Statement): boolean {
  if (!isComputation(first) && !isComputation(second)) return false;
  const [a, b] = [first, second].map(namesIn) as [Names, Names];
  const meets = (left: ReadonlySet<string>, right: ReadonlySet<string>) =>
    [...left].some((name) => right.has(name));
  const isSeen = (one: Names, other: Names) =>
    one.callsOwn && [...other.read, ...other.written].some((name) => name.startsWith("#"));
  return !isSeen(a, b) && !isSeen(b, a) && !meets(a.written, b.read) &&
    !meets(a.read, b.written) && !meets(a.written, b.written);
}

/** Neither calls, nor touches memory, nor leaves. */
function isComputation(statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement) && !ts.isExpressionStatement(statement)) return false;
  let found = true;
  visit(statement, (node) => {
    if (ts.isCallExpression(node) && !node.expression.getText().startsWith("Math.")) found = false;
    if (ts.isElementAccessExpression(node) || ts.isAwaitExpression(node)) found = false;
  });
  return found;
}

interface Names {
  readonly read: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
  /** Whether it calls the structure's own methods: they may do anything with its fields. */
  readonly callsOwn: boolean;
}

/** Variables and private fields; views never change. */
function namesIn(statement: ts.Statement): Names {
  const read = new Set<string>();
  const written = new Set<string>();
  let callsOwn = false;
  visit(statement, (node) => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) read.add(node.text);
    if (ts.isVariableDeclaration(node)) written.add(node.name.getText());
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      written.add(node.left.getText().replace("this.", ""));
    }
    if (ts.isPostfixUnaryExpression(node)) written.add(node.operand.getText().replace("this.", ""));
    if (ts.isCallExpression(node) && node.expression.getText().startsWith("this.")) {
      callsOwn = true;
    }
  });
  for (const name of read) if (/^#[iuf]\d+$/.test(name)) read.delete(name);
  return { read, written, callsOwn };
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isJump(statement: ts.Statement): boolean {
  return ts.isReturnStatement(statement) || ts.isThrowStatement(statement) ||
    ts.isBreakStatement(statement) || ts.isContinueStatement(statement);
}

/** Whether `user` mentions a variable that `declaring` declares. */
function needs(user: ts.Statement, declaring: ts.Statement): boolean {
  if (!ts.isVariableStatement(declaring)) return false;
  const names = new Set(
    declaring.declarationList.declarations.map(({ name }) => name.getText()),
  );
  let found = false;
  visit(user, (node) => {
    if (ts.isIdentifier(node) && names.has(node.text)) found = true;
  });
  return found;
}

function conditionChanges(node: ts.IfStatement): readonly StatementChange[] {
  const { expression } = node;
  const change = (text: string): StatementChange => ({
    kind: "condition",
    nodes: [node],
    edits: [edit(expression, text)],
  });
  // The negation of a comparison is a change of its operator.
  const isComparison = ts.isBinaryExpression(expression) &&
    /^([<>]=?|[!=]==)$/.test(expression.operatorToken.getText());
  const isNegation = ts.isPrefixUnaryExpression(expression);
  return [
    ...(isComparison || isNegation ? [] : [change(`!(${expression.getText()})`)]),
    change("true"),
  ];
}

/** The opposite of a truth value; zero, or nothing, for a number. */
function returnChanges(node: ts.ReturnStatement, returns: string): readonly StatementChange[] {
  const { expression } = node;
  if (expression === undefined || ts.isLiteralExpression(expression)) return [];
  const change = (text: string): StatementChange => ({
    kind: "return",
    nodes: [node],
    edits: [edit(expression, text)],
  });
  if (/^(Promise<)?boolean>?$/.test(returns)) {
    const isConstant = expression.kind === ts.SyntaxKind.TrueKeyword ||
      expression.kind === ts.SyntaxKind.FalseKeyword;
    return isConstant ? [] : [change(`!(${expression.getText()})`)];
  }
  if (returns === "number") return [change("0")];
  if (/undefined/.test(returns) && expression.getText() !== "undefined") {
    return [change("undefined")];
  }
  return [];
}

function isInSwitch(node: ts.Node): boolean {
  for (let up = node.parent; up !== undefined; up = up.parent) {
    if (ts.isSwitchStatement(up)) return true;
    if (ts.isIterationStatement(up, false) || ts.isFunctionLike(up)) return false;
  }
  return false;
}
