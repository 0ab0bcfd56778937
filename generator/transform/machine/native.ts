import { ts } from "ts-morph";
import { CompileFault } from "./fault.ts";
import { type FunctionNode, isDeclared, type ModuleParts } from "./module.ts";
import type { StopRule } from "./stops.ts";
import { hasModifier, isAssignment, isIncrement, unwrap } from "./syntax.ts";

/** Globals whose results depend on their arguments alone. */
const PURE_GLOBALS = new Set(
  ("undefined NaN Infinity Math Number String Boolean BigInt Array Object JSON Symbol " +
    "Error TypeError RangeError ReferenceError SyntaxError ArrayBuffer DataView Map Set " +
    "isNaN isFinite parseInt parseFloat TextEncoder TextDecoder " +
    "Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array " +
    "Float32Array Float64Array BigInt64Array BigUint64Array").split(" "),
);

const CHANGES_ITS_OBJECT = new Set(
  ("push pop shift unshift splice sort reverse fill copyWithin set add delete clear").split(" "),
);

/** Which parts of a module a machine may use as they are. */
export interface Natives {
  /**
   * Whether the module's function can be called as it is: neither it nor what it calls stops. Throws
   * CompileFault where it uses what a model cannot have.
   */
  isNative(name: string): boolean;
  /** Throws CompileFault unless `name` is a constant, a class of errors or a pure global. */
  checkName(identifier: ts.Identifier): void;
  /** Throws CompileFault where `node` changes a constant of the module. */
  checkChange(node: ts.Node): void;
}

export function nativesOf(module: ModuleParts, rule: StopRule): Natives {
  const functions = new Map<string, boolean>();
  const checked = new Set<string>();
  const names = {
    tokenOf: () => undefined,
    constant: (name: string) => module.constants.get(name),
    isGlobal: (name: string) => !isDeclared(module, name),
  };

  const checkChange = (node: ts.Node): void => {
    const root = rootOf(changedBy(node));
    if (root !== undefined && isDeclared(module, root.text) && !isLocal(root)) {
      throw new CompileFault(node, `changes ${root.text}, which all threads would share`);
    }
  };

  const checkName = (identifier: ts.Identifier): void => {
    const name = identifier.text;
    const { parent } = identifier;
    if (module.variables.has(name)) {
      throw new CompileFault(identifier, `${name} is a variable that all threads would share`);
    }
    if (
      name === "Math" && ts.isPropertyAccessExpression(parent) && parent.name.text === "random"
    ) throw new CompileFault(identifier, "Math.random: a model has to be deterministic");
    if (module.functions.has(name)) return;
    const declaration = module.classes.get(name);
    const isError = declaration?.heritageClauses !== undefined;
    const body = isError ? declaration : module.constants.get(name);
    if (body === undefined) {
      if (!isDeclared(module, name) && PURE_GLOBALS.has(name)) return;
      throw new CompileFault(identifier, `${name} has no model`);
    }
    if (checked.has(name)) return;
    checked.add(name);
    if (isFlag(body)) return;
    if (!isFree(body)) throw new CompileFault(identifier, `${name} has no model: it can stop`);
  };

  /** Whether `body` neither stops nor calls what does. */
  const isFree = (body: ts.Node): boolean => {
    if (ts.isTypeNode(body) || ts.isHeritageClause(body)) return true;
    if (ts.isCallExpression(body) && canStop(body)) return false;
    checkChange(body);
    if (ts.isIdentifier(body) && isReference(body) && !isLocal(body)) {
      if (module.functions.has(body.text)) return isNative(body.text);
      checkName(body);
    }
    return !(ts.forEachChild(body, (child) => !isFree(child) || undefined) ?? false);
  };

  const canStop = (call: ts.CallExpression): boolean => {
    const callee = unwrap(call.expression);
    const isAtomic = ts.isPropertyAccessExpression(callee) &&
      unwrap(callee.expression).getText() === "Atomics";
    return isAtomic || rule.call(call, names) !== undefined;
  };

  const isNative = (name: string): boolean => {
    const known = functions.get(name);
    if (known !== undefined) return known;
    // A function that calls itself is as native as the rest of it.
    functions.set(name, true);
    const node = module.functions.get(name);
    const native = node !== undefined && !isSuspended(node) && isFree(node);
    // What was found out while this one was taken for native may be wrong.
    if (!native) { for (const [other, found] of functions) if (found) functions.delete(other); }
    functions.set(name, native);
    return native;
  };

  return { isNative, checkName, checkChange };
}

/** A constant declared as boolean: computed when the module is loaded, before any memory is shared. */
function isFlag(initializer: ts.Node): boolean {
  const { parent } = initializer;
  return ts.isVariableDeclaration(parent) && parent.type?.kind === ts.SyntaxKind.BooleanKeyword;
}

/** The place that an assignment, an increment, a deletion or a call of `push` and the like changes. */
function changedBy(node: ts.Node): ts.Expression | undefined {
  if (isAssignment(node)) return node.left;
  if (isIncrement(node)) return node.operand;
  if (ts.isDeleteExpression(node)) return node.expression;
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) &&
      CHANGES_ITS_OBJECT.has(node.expression.name.text)
    ? node.expression.expression
    : undefined;
}

/** Async functions and generators. */
function isSuspended(node: FunctionNode): boolean {
  return hasModifier(node, ts.SyntaxKind.AsyncKeyword) ||
    ("asteriskToken" in node && node.asteriskToken !== undefined);
}

/** `a` of `a.b[c].d`. */
function rootOf(target: ts.Expression | undefined): ts.Identifier | undefined {
  if (target === undefined) return undefined;
  let place = unwrap(target);
  while (ts.isPropertyAccessExpression(place) || ts.isElementAccessExpression(place)) {
    place = unwrap(place.expression);
  }
  return ts.isIdentifier(place) ? place : undefined;
}

/** Whether an identifier is read or written as a variable: no property, label or declaration. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  if ("propertyName" in parent && parent.propertyName === node) return false;
  return !("name" in parent && parent.name === node);
}

/** Whether a function around `node` declares its name. */
function isLocal(node: ts.Identifier): boolean {
  for (let outer: ts.Node = node.parent; !ts.isSourceFile(outer); outer = outer.parent) {
    if (ts.isFunctionLike(outer) && declares(outer, node.text)) return true;
  }
  return false;
}

/** Whether a declaration inside `node` has this name, whichever block it is in. */
function declares(node: ts.Node, name: string): boolean {
  return ts.forEachChild(node, (child): true | undefined => {
    const isNamed = (ts.isVariableDeclaration(child) || ts.isParameter(child) ||
      ts.isBindingElement(child) || ts.isFunctionDeclaration(child)) &&
      child.name !== undefined && ts.isIdentifier(child.name) && child.name.text === name;
    return isNamed || declares(child, name) ? true : undefined;
  }) ?? false;
}
