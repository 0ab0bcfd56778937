/** Small questions about syntax trees. */
import { ts } from "ts-morph";

/** Without parentheses and what only the type checker reads: `(a as B)!` is `a`. */
export function unwrap(node: ts.Expression): ts.Expression {
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || isTypeOnly(inner)) inner = inner.expression;
  return inner;
}

/** `a as B`, `a!`, `a satisfies B`, `<B>a`. */
export function isTypeOnly(
  node: ts.Node,
): node is ts.AsExpression | ts.NonNullExpression | ts.SatisfiesExpression | ts.TypeAssertion {
  return ts.isAsExpression(node) || ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node);
}

/** The name in `this.name` and `this.#name`, as written; undefined for anything else. */
export function memberOfThis(node: ts.Expression): string | undefined {
  const inner = unwrap(node);
  return ts.isPropertyAccessExpression(inner) &&
      unwrap(inner.expression).kind === ts.SyntaxKind.ThisKeyword
    ? inner.name.text
    : undefined;
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false);
}

/** Names that `node` assigns somewhere, by `=`, `+=`, `++` and the like, whatever they stand for. */
export function assignedNames(node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (inner: ts.Node): void => {
    if (isAssignment(inner)) add(inner.left);
    if (isIncrement(inner)) add(inner.operand);
    ts.forEachChild(inner, visit);
  };
  const add = (target: ts.Expression): void => {
    const place = unwrap(target);
    if (ts.isIdentifier(place)) names.add(place.text);
  };
  visit(node);
  return names;
}

export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
}

export function isIncrement(
  node: ts.Node,
): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression {
  return (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken ||
      node.operator === ts.SyntaxKind.MinusMinusToken);
}

/** JavaScript text of an expression that stands for itself: types removed. */
export function javaScriptOf(node: ts.Expression): string {
  const { outputText } = ts.transpileModule(`(${node.getText()})`, {
    compilerOptions: { target: ts.ScriptTarget.ESNext, removeComments: true },
  });
  return outputText.replace(/^"use strict";\s*/, "").trim().replace(/;$/, "");
}
