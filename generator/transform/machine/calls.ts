/** Calls: stops of the world, other machines, functions that are called as they are. */
import { ts } from "ts-morph";
import { type Callee, type FunctionContext, isAsync, isGenerator } from "./context.ts";
import { expression, operands } from "./expressions.ts";
import { shown } from "./fault.ts";
import type { FunctionNode } from "./module.ts";
import type { Stop, Token } from "./stops.ts";
import { memberOfThis, unwrap } from "./syntax.ts";

/** What a call is to a machine; undefined: it is called as it is. */
export type Suspension =
  | { readonly kind: "stop"; readonly stop: Stop }
  /** Of a callback, which a scenario may play: then it is given the arguments. */
  | { readonly kind: "visit"; readonly callback: ts.Identifier }
  | { readonly kind: "call"; readonly callee: Callee; readonly args: readonly ts.Expression[] };

export function suspensionOf(
  f: FunctionContext,
  call: ts.CallExpression,
): Suspension | undefined {
  const stop = f.program.rule.call(call, f.names);
  if (stop !== undefined) return { kind: "stop", stop };
  if (isVisit(f, call)) return { kind: "visit", callback: call.expression };
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

/** `visit(item)`, where `visit` is a parameter of the function: `(item: …) => void`. */
function isVisit(
  f: FunctionContext,
  call: ts.CallExpression,
): call is ts.CallExpression & { readonly expression: ts.Identifier } {
  const { expression: callee, questionDotToken } = call;
  if (!ts.isIdentifier(callee) || questionDotToken !== undefined) return false;
  if (call.arguments.length !== 1 || f.lookup(callee.text)?.kind !== "variable") return false;
  return f.callee.node.parameters.some(({ name, type }) =>
    ts.isIdentifier(name) && name.text === callee.text && type !== undefined &&
    ts.isFunctionTypeNode(type) && type.type.kind === ts.SyntaxKind.VoidKeyword
  );
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
  if (suspension.kind === "visit") {
    if (awaited) throw f.fault(call, awaitFault(call, awaited));
    return visit(f, call, suspension.callback);
  }
  const { callee, args } = suspension;
  if (isGenerator(callee.node)) {
    throw f.fault(call, `${shown(call)}: a generator that is used inside the module`);
  }
  if (isAsync(callee.node) !== awaited) throw f.fault(call, awaitFault(call, awaited));
  return invoke(f, call, callee, operands(f, args));
}

function awaitFault(call: ts.CallExpression, awaited: boolean): string {
  return awaited
    ? `await ${shown(call)}: not a promise of this module`
    : `${shown(call)}: a promise that is not awaited at once`;
}

/** Calls a callback, or hands out its argument where a scenario plays it. */
function visit(f: FunctionContext, call: ts.CallExpression, callback: ts.Identifier): string {
  const place = expression(f, callback);
  const [given = ""] = operands(f, call.arguments).map((text) => f.capture(text));
  const [played, called] = [f.block(call), f.block(call)];
  // What is resumed takes its variables from the frame: so nothing else may lead there.
  const [resume, end] = [f.block(call), f.block(call)];
  f.end(
    { kind: "branch", condition: `${place} === m$run.visitor`, yes: played, no: called },
    played,
  );
  f.end({ kind: "give", value: given, resume }, resume);
  f.jump(end, called);
  f.emit(`${place}(${given});`);
  f.jump(end, end);
  return "undefined";
}

/** Hands a value out; the text of what `yield` gives back, since nobody sends anything. */
export function yielded(f: FunctionContext, node: ts.YieldExpression): string {
  if (node.asteriskToken !== undefined) throw f.fault(node, `${shown(node)} has no machine`);
  const given = node.expression === undefined ? "undefined" : expression(f, node.expression);
  const resume = f.block(node);
  f.end({ kind: "give", value: given, resume }, resume);
  return "undefined";
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
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return true;
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
