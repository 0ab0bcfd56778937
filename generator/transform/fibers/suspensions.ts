/** `yield* self.op(…)` and `yield* fiber(self, …)`: where they may stand, and what they mean. */
import { ts } from "ts-morph";
import type { Scalar } from "../../spec/model.ts";
import * as messages from "./messages.ts";
import type { Operation } from "./model.ts";
import type { FiberSource, Report } from "./source.ts";

/** What the fibers of one file can call. */
export interface Callables {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly fibers: ReadonlyMap<string, FiberSource>;
  /** Names that the file imports from the application. */
  readonly imported: ReadonlySet<string>;
}

export interface Call {
  readonly kind: "operation" | "fiber";
  readonly name: string;
  /** Without `self`. */
  readonly args: readonly ts.Expression[];
  readonly result: Scalar | "void";
}

export function withoutParentheses(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node;
}

/** What stands around `node`, parentheses aside. */
export function aroundParentheses(node: ts.Node): ts.Node {
  let outer = node.parent;
  while (ts.isParenthesizedExpression(outer)) outer = outer.parent;
  return outer;
}

/** The `yield*` that an expression is, parentheses aside. */
export function yieldOf(node: ts.Expression | undefined): ts.YieldExpression | undefined {
  if (node === undefined) return undefined;
  const inner = withoutParentheses(node);
  return ts.isYieldExpression(inner) ? inner : undefined;
}

/** Whether `node` suspends; functions within it do not count. */
export function suspends(node: ts.Node): boolean {
  if (ts.isYieldExpression(node)) return true;
  if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return false;
  return ts.forEachChild(node, suspends) ?? false;
}

/** Whether a `yield*` stands where one may. */
export function checkPosition(node: ts.YieldExpression, report: Report): void {
  if (node.asteriskToken === undefined) return report(node, messages.plainYield());
  const outer = aroundParentheses(node);
  if (ts.isExpressionStatement(outer) || ts.isReturnStatement(outer)) return;
  if (ts.isVariableDeclaration(outer)) {
    if (!ts.isIdentifier(outer.name)) report(outer.name, messages.suspendedPattern());
    return;
  }
  const left = ts.isBinaryExpression(outer) && ts.isExpressionStatement(outer.parent) &&
      outer.operatorToken.kind === ts.SyntaxKind.EqualsToken && outer.left.pos < node.pos
    ? outer.left
    : undefined;
  if (left !== undefined && ts.isIdentifier(left)) return;
  const isPattern = left !== undefined &&
    (ts.isArrayLiteralExpression(left) || ts.isObjectLiteralExpression(left));
  report(node, isPattern ? messages.suspendedPattern() : messages.yieldPosition(node.getText()));
}

/** What a `yield*` calls; undefined: reported. */
export function readCall(
  node: ts.YieldExpression,
  self: string,
  { operations, fibers }: Callables,
  report: Report,
): Call | undefined {
  const call = node.expression === undefined ? undefined : withoutParentheses(node.expression);
  const unknown = (): undefined => {
    const written = call?.getText() ?? node.getText();
    return void report(call ?? node, messages.unknownSuspension(written, self));
  };
  if (call === undefined || !ts.isCallExpression(call)) return unknown();
  const name = operationName(call.expression, self);
  if (name !== undefined) {
    const operation = operations.get(name);
    if (operation === undefined) {
      const known = [...operations.values()].filter(({ kind }) => kind === "suspend");
      return void report(
        call.expression,
        messages.unknownOperation(name, known.map((one) => one.name)),
      );
    }
    if (operation.kind !== "suspend") {
      return void report(node, messages.wrongCall(`${self}.${name}`, "it without `yield*`"));
    }
    const { parameters } = operation;
    const shown = parameters.map((one) => one.optional ? `${one.name}?` : one.name).join(", ");
    const least = parameters.filter(({ optional }) => optional !== true).length;
    const usage = `${self}.${name}(${shown})`;
    if (!checkArguments(call, parameters.length, usage, report, least)) return undefined;
    return { kind: "operation", name, args: call.arguments, result: operation.result };
  }
  const callee = ts.isIdentifier(call.expression) ? fibers.get(call.expression.text) : undefined;
  if (callee === undefined) return unknown();
  const usage = `${callee.name}(${
    [self, ...callee.parameters.map((one) => one.name.text)].join(", ")
  })`;
  const [first, ...args] = call.arguments;
  if (first === undefined || !ts.isIdentifier(first) || first.text !== self) {
    return void report(call, messages.wrongCall(callee.name, `\`yield* ${usage}\``));
  }
  if (!checkArguments(call, callee.parameters.length + 1, usage, report)) return undefined;
  return { kind: "fiber", name: callee.name, args, result: callee.result };
}

/** The name in `self.name`. */
export function operationName(node: ts.Expression, self: string): string | undefined {
  return ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) &&
      node.expression.text === self
    ? node.name.text
    : undefined;
}

export function checkArguments(
  call: ts.CallExpression,
  count: number,
  usage: string,
  report: Report,
  least = count,
): boolean {
  const spread = call.arguments.find(ts.isSpreadElement);
  if (spread !== undefined) report(spread, messages.spreadArgument());
  else if (call.arguments.length < least || call.arguments.length > count) {
    report(call, messages.argumentCount(`\`${usage}\``, call.arguments.length));
  } else return true;
  return false;
}
