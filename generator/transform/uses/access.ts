/** Accesses of typed arrays, as emitted modules write them. */
import { ts } from "ts-morph";

export interface Access {
  readonly index: ts.Expression;
  readonly reads: boolean;
  readonly writes: boolean;
}

const VIEW_BYTES: Readonly<Record<string, number>> = {
  I8: 1,
  U8: 1,
  I16: 2,
  U16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  F64: 8,
  I64: 8,
  U64: 8,
};

/** `TAIL_I32` of 16: byte 64. Undefined for names that are no index; strides are no place either. */
export function bytesOfBase(name: string, value: number): number | undefined {
  const width = widthOf(name);
  return width === undefined || /STRIDE/.test(name) ? undefined : value * width;
}

/** Bytes of the elements that `TAIL_I32` counts in. */
export function widthOf(name: string): number | undefined {
  return VIEW_BYTES[/^[A-Z][A-Z0-9_]*_([IUF]\d+)$/.exec(name)?.[1] ?? ""];
}

/** An operation of `Atomics` on a word, an element of an array, or a run of bytes. */
export function accessOf(node: ts.Node): Access | undefined {
  if (ts.isElementAccessExpression(node)) {
    return { index: node.argumentExpression, ...howElementIsUsed(node) };
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
  const { expression: owner, name } = node.expression;
  const [first, second, third] = node.arguments;
  if (owner.getText() === "Atomics" && second !== undefined) {
    switch (name.text) {
      case "notify":
        return undefined;
      case "load":
      case "wait":
      case "waitAsync":
        return { index: second, reads: true, writes: false };
      case "store":
        return { index: second, reads: false, writes: true };
      default:
        return { index: second, reads: true, writes: true };
    }
  }
  switch (name.text) {
    case "set":
      return second === undefined ? undefined : { index: second, reads: false, writes: true };
    case "fill":
      return second === undefined ? undefined : { index: second, reads: false, writes: true };
    case "copyWithin":
      return third === undefined ? undefined : { index: third, reads: true, writes: true };
    case "subarray":
    case "slice":
      return first === undefined ? undefined : { index: first, ...howRunIsUsed(node) };
    default:
      return undefined;
  }
}

function howElementIsUsed(node: ts.ElementAccessExpression): Omit<Access, "index"> {
  let whole: ts.Node = node;
  while (ts.isNonNullExpression(whole.parent) || ts.isParenthesizedExpression(whole.parent)) {
    whole = whole.parent;
  }
  const { parent } = whole;
  if (ts.isBinaryExpression(parent) && parent.left === whole) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.EqualsToken) return { reads: false, writes: true };
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment &&
      kind <= ts.SyntaxKind.LastAssignment;
    return { reads: true, writes: isAssignment };
  }
  const isStep = ts.isPostfixUnaryExpression(parent) ||
    (ts.isPrefixUnaryExpression(parent) &&
      (parent.operator === ts.SyntaxKind.PlusPlusToken ||
        parent.operator === ts.SyntaxKind.MinusMinusToken));
  return { reads: true, writes: isStep };
}

/** A part of an array that is filled is written; any other is read. */
function howRunIsUsed(node: ts.CallExpression): Omit<Access, "index"> {
  const { parent } = node;
  const isFilled = ts.isPropertyAccessExpression(parent)
    ? ["set", "fill"].includes(parent.name.text)
    : ts.isCallExpression(parent) && /\bencodeInto$/.test(parent.expression.getText());
  return { reads: !isFilled, writes: isFilled };
}
