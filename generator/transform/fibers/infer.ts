/** Types that are certain without a type checker. */
import { ts } from "ts-morph";
import type { Scalar } from "../../spec/model.ts";
import { unwrap } from "../machine/syntax.ts";
import type { Binding } from "./binder.ts";

/** What an operation of the loom gives; undefined for any other call. */
export type ResultOf = (call: ts.CallExpression) => Scalar | undefined;

/** The slot type of any value that `node` can have. A number is an `f64`, which holds every one. */
export function certainType(
  node: ts.Expression,
  binding: Binding,
  resultOf: ResultOf,
): Scalar | undefined {
  const inner = unwrap(node);
  const typeOf = (part: ts.Expression) => certainType(part, binding, resultOf);
  const isNumber = (part: ts.Expression): boolean => {
    const type = typeOf(part);
    return type !== undefined && type !== "bool" && type !== "u64" && type !== "i64";
  };
  if (ts.isNumericLiteral(inner)) return "f64";
  if (inner.kind === ts.SyntaxKind.TrueKeyword || inner.kind === ts.SyntaxKind.FalseKeyword) {
    return "bool";
  }
  if (ts.isIdentifier(inner)) {
    const type = binding.variables.get(inner)?.type;
    return type === "error" ? undefined : widened(type);
  }
  if (ts.isCallExpression(inner)) return widened(resultOf(inner));
  if (ts.isPrefixUnaryExpression(inner)) {
    if (inner.operator === ts.SyntaxKind.ExclamationToken) return "bool";
    return inner.operator === ts.SyntaxKind.PlusToken || isNumber(inner.operand)
      ? "f64"
      : undefined;
  }
  if (ts.isPostfixUnaryExpression(inner)) return isNumber(inner.operand) ? "f64" : undefined;
  if (ts.isConditionalExpression(inner)) {
    const [yes, no] = [typeOf(inner.whenTrue), typeOf(inner.whenFalse)];
    return yes === no ? yes : undefined;
  }
  return ts.isBinaryExpression(inner) ? binaryType(inner, typeOf, isNumber) : undefined;
}

/** What may become of a value of the type: any number, if it is one. */
export function widened(type: Scalar | undefined): Scalar | undefined {
  if (type === undefined || type === "bool") return type;
  return type === "u64" || type === "i64" ? type : "f64";
}

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.InstanceOfKeyword,
]);

const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.CaretToken,
  ts.SyntaxKind.LessThanLessThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanToken,
]);

function binaryType(
  { operatorToken, left, right }: ts.BinaryExpression,
  typeOf: (part: ts.Expression) => Scalar | undefined,
  isNumber: (part: ts.Expression) => boolean,
): Scalar | undefined {
  const operator = operatorToken.kind;
  if (COMPARISONS.has(operator)) return "bool";
  if (operator === ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken) return "f64";
  if (ARITHMETIC.has(operator)) return isNumber(left) && isNumber(right) ? "f64" : undefined;
  const isLogical = operator === ts.SyntaxKind.AmpersandAmpersandToken ||
    operator === ts.SyntaxKind.BarBarToken;
  return isLogical && typeOf(left) === typeOf(right) ? typeOf(left) : undefined;
}

/** What a value surely is that no frame can hold; undefined: nothing is known. */
export function unsharedKind(node: ts.Expression): string | undefined {
  const inner = unwrap(node);
  if (ts.isObjectLiteralExpression(inner)) return "an object";
  if (ts.isArrayLiteralExpression(inner)) return "an array";
  if (ts.isStringLiteralLike(inner) || ts.isTemplateExpression(inner)) return "a string";
  if (ts.isFunctionLike(inner)) return "a function";
  if (ts.isNewExpression(inner)) return "an object";
  if (ts.isRegularExpressionLiteral(inner)) return "an object";
  return undefined;
}
