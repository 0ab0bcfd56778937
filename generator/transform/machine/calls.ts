/** Calls: stops of the world, other machines, functions that are called as they are. */
import { ts } from "ts-morph";
import { type Callee, type FunctionContext, isAsync } from "./context.ts";
import { expression, operands } from "./expressions.ts";
import { shown } from "./fault.ts";
import type { FunctionNode } from "./module.ts";
import type { Stop, Token } from "./stops.ts";
import { memberOfThis, unwrap } from "./syntax.ts";

/** What a call is to a machine; undefined: it is called as it is. */
export type Suspension =
  | { readonly kind: "stop"; readonly stop: Stop }
  | { readonly kind: "call"; readonly callee: Callee; readonly args: readonly ts.Expression[] };

export function suspensionOf(
  f: FunctionContext,
  call: ts.CallExpression,
): Suspension | undefined {
  const stop = f.program.rule.call(call, f.names);
  if (stop !== undefined) return { kind: "stop", stop };
  const target = functionOf(f, call);
  if (target === undefined) return undefined;
  const { name, node } = target;
  const tokens = call.arguments.map((argument) => f.names.tokenOf(argument));
  const isMethod = ts.isMethodDeclaration(node);
  if (!isMethod && tokens.every((token) => token === undefined)) {
    if (f.program.natives.isNative(name)) return undefined;
  }
  const args = call.arguments.filter((_, k) => tokens[k] === undefined);
  return { kind: "call", callee: { name, node, tokens: trimmed(tokens) }, args };
}

function functionOf(
  f: FunctionContext,
  call: ts.CallExpression,
): { readonly name: string; readonly node: FunctionNode } | undefined {
  const member = memberOfThis(call.expression);
  if (member !== undefined) {
    const node = f.program.methods.get(member);
    return node && { name: `this.${member}`, node };
  }
  const callee = unwrap(call.expression);
  if (!ts.isIdentifier(callee) || f.lookup(callee.text) !== undefined) return undefined;
  const node = f.program.module.functions.get(callee.text);
  return node && { name: callee.text, node };
}

/** Without the undefined ones at the end, so that equal specialisations look equal. */
function trimmed(tokens: readonly (Token | undefined)[]): readonly (Token | undefined)[] {
  return tokens.slice(0, tokens.findLastIndex((token) => token !== undefined) + 1);
}

/** Lowers a call that suspends; the text of its value. */
export function suspend(
  f: FunctionContext,
  call: ts.CallExpression,
  suspension: Suspension,
  awaited: boolean,
): string {
  const spread = call.arguments.find(ts.isSpreadElement);
  if (spread !== undefined) throw f.fault(spread, `${shown(spread)} in a call that can stop`);
  if (suspension.kind === "stop") {
    const { stop } = suspension;
    if (stop.awaited !== awaited) throw f.fault(call, awaitFault(call, awaited));
    return request(f, call, stop.request(operands(f, stop.operands)), stop.answers);
  }
  const { callee, args } = suspension;
  if (isAsync(callee.node) !== awaited) throw f.fault(call, awaitFault(call, awaited));
  return invoke(f, call, callee, operands(f, args));
}

function awaitFault(call: ts.CallExpression, awaited: boolean): string {
  return awaited
    ? `await ${shown(call)}: not a promise of this module`
    : `${shown(call)}: a promise that is not awaited at once`;
}

/** Stops with a request; the text of the answer. */
export function request(
  f: FunctionContext,
  node: ts.Node,
  text: string,
  answers = true,
): string {
  const resume = f.block(node);
  f.end({ kind: "stop", request: text, resume }, resume);
  if (!answers) return "undefined";
  resume.answer = f.temporary();
  return resume.answer;
}

/** Calls another machine; the text of what it returns. */
export function invoke(
  f: FunctionContext,
  node: ts.Node,
  callee: Callee,
  args: readonly string[],
): string {
  const parameters = callee.node.parameters.length -
    callee.tokens.filter((token) => token !== undefined).length;
  if (args.length > parameters) {
    throw f.fault(node, `${args.length} arguments for the ${parameters} of ${callee.name}`);
  }
  const resume = f.block(node);
  const all = Array.from({ length: parameters }, (_, k) => args[k] ?? "undefined");
  f.end({ kind: "call", code: f.program.codeOf(callee), args: all, resume }, resume);
  resume.answer = f.temporary();
  return resume.answer;
}

/** Whether evaluating `node` can stop the machine. */
export function suspends(f: FunctionContext, node: ts.Node): boolean {
  if (ts.isTypeNode(node) || ts.isFunctionLike(node)) return false;
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isCallExpression(node) && suspensionOf(f, node) !== undefined) return true;
  if (ts.isElementAccessExpression(node) && f.names.tokenOf(node.expression) !== undefined) {
    return true;
  }
  if (ts.isPropertyAccessExpression(node) && f.program.getters.has(memberOfThis(node) ?? "")) {
    return true;
  }
  return ts.forEachChild(node, (child) => suspends(f, child) || undefined) ?? false;
}

/** A call of something that is no machine: `Math.min(a, b)`, `list.push(x)`, `visit(item)`. */
export function nativeCall(
  f: FunctionContext,
  call: ts.CallExpression,
  callee: string,
  args: readonly ts.Expression[],
): string {
  f.program.natives.checkChange(call);
  return `${callee}${call.questionDotToken === undefined ? "" : "?."}(${
    operands(f, args).join(", ")
  })`;
}

/** The value of an expression in a function that may be a promise of this module. */
export function returned(f: FunctionContext, node: ts.Expression): string {
  const inner = unwrap(node);
  if (!f.isAsync || !ts.isCallExpression(inner)) return expression(f, node);
  const suspension = suspensionOf(f, inner);
  const isPromise = suspension?.kind === "call" && isAsync(suspension.callee.node);
  if (suspension === undefined || !isPromise) return expression(f, node);
  if (f.tries > 0) throw f.fault(node, "a promise returned from inside `try`: await it");
  return suspend(f, inner, suspension, true);
}
