/**
 * Expressions. What cannot stop stays one JavaScript expression; what can is taken apart in the order
 * of evaluation, and what was evaluated before a stop is put into a variable.
 */
import { ts } from "ts-morph";
import { assign, increment } from "./assignments.ts";
import { invoke, nativeCall, request, suspend, suspends, suspensionOf, yielded } from "./calls.ts";
import type { FunctionContext } from "./context.ts";
import { shown } from "./fault.ts";
import type { Block } from "./ir.ts";
import type { Token } from "./stops.ts";
import { isAssignment, isIncrement, isTypeOnly, memberOfThis, unwrap } from "./syntax.ts";

/** JavaScript text of the value; to be used once, and before anything else is lowered or captured. */
export function expression(f: FunctionContext, node: ts.Expression): string {
  if (isTypeOnly(node)) return expression(f, node.expression);
  const token = f.names.tokenOf(node);
  if (token !== undefined) throw f.fault(node, `${token.what} is used as a value`);
  if (ts.isParenthesizedExpression(node)) return `(${expression(f, node.expression)})`;
  if (ts.isIdentifier(node)) return identifier(f, node);
  if (isLiteral(node)) return node.getText();
  if (ts.isOptionalChain(node) && suspends(f, node)) return optionalChain(f, node);
  if (
    ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node)
  ) return access(f, node);
  if (isAssignment(node)) return assign(f, node);
  if (isIncrement(node)) return increment(f, node);
  if (ts.isBinaryExpression(node)) return binary(f, node);
  if (ts.isConditionalExpression(node)) return conditional(f, node);
  if (ts.isPrefixUnaryExpression(node)) {
    return `(${ts.tokenToString(node.operator)}${spaced(expression(f, node.operand))})`;
  }
  if (ts.isTypeOfExpression(node)) return `(typeof ${expression(f, node.expression)})`;
  if (ts.isVoidExpression(node)) return `(void ${expression(f, node.expression)})`;
  if (ts.isDeleteExpression(node) && !suspends(f, node)) {
    f.program.natives.checkChange(node);
    return `(delete ${expression(f, node.expression)})`;
  }
  if (ts.isTemplateExpression(node)) return template(f, node);
  if (ts.isArrayLiteralExpression(node)) return `[${operands(f, node.elements).join(", ")}]`;
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(f, node);
  if (ts.isNewExpression(node)) return construction(f, node);
  if (ts.isAwaitExpression(node)) return awaited(f, node);
  if (ts.isYieldExpression(node)) return yielded(f, node);
  throw f.fault(node, `${shown(node)}: ${ts.SyntaxKind[node.kind]} has no machine`);
}

/**
 * Texts of several expressions, evaluated from left to right, to be used together: arguments,
 * elements. What `...x` spreads is copied if a stop follows.
 */
export function operands(f: FunctionContext, nodes: readonly ts.Expression[]): string[] {
  const last = nodes.findLastIndex((node) => suspends(f, node));
  return nodes.map((node, k) => {
    if (ts.isSpreadElement(node)) {
      const text = expression(f, node.expression);
      return `...${k < last ? f.capture(`[...${text}]`) : text}`;
    }
    const text = expression(f, node);
    return k < last ? f.capture(text) : text;
  });
}

/** Branches to `yes` or `no`; what follows goes nowhere until the caller says where. */
export function condition(
  f: FunctionContext,
  node: ts.Expression,
  yes: Block,
  no: Block,
): void {
  const inner = unwrap(node);
  if (suspends(f, inner)) {
    if (
      ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken
    ) return condition(f, inner.operand, no, yes);
    if (ts.isBinaryExpression(inner)) {
      const { left, right, operatorToken } = inner;
      const isAnd = operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
      if (isAnd || operatorToken.kind === ts.SyntaxKind.BarBarToken) {
        const second = f.block(right);
        condition(f, left, isAnd ? second : yes, isAnd ? no : second);
        f.current = second;
        return condition(f, right, yes, no);
      }
    }
  }
  f.end({ kind: "branch", condition: expression(f, node), yes, no });
}

function identifier(f: FunctionContext, node: ts.Identifier): string {
  const binding = f.lookup(node.text);
  if (binding?.kind === "variable") return binding.place;
  if (binding?.kind === "caught") return caught(f, node, binding.place);
  if (binding?.kind === "unborn") throw f.fault(node, `${node.text} is used before it is declared`);
  if (node.text === "arguments") throw f.fault(node, "`arguments` has no machine");
  f.program.natives.checkName(node);
  if (f.program.module.functions.has(node.text) && !f.program.natives.isNative(node.text)) {
    throw f.fault(node, `the function ${node.text}, which can stop, is used as a value`);
  }
  return node.text;
}

/**
 * An error is no plain data: it may be looked at and thrown, not kept. A method of the handle is given
 * what stands for it, and may keep that.
 */
function caught(f: FunctionContext, node: ts.Identifier, place: string): string {
  const user = outside(node);
  if (ts.isCallExpression(user) && memberOfThis(user.expression) !== undefined) return place;
  const isLookedAt = ts.isThrowStatement(user) || ts.isPropertyAccessExpression(user) ||
    ts.isTemplateSpan(user) || ts.isTypeOfExpression(user) ||
    ts.isBinaryExpression(user) && /^(?:instanceof|[!=]==)$/.test(user.operatorToken.getText()) ||
    ts.isCallExpression(user) && ts.isIdentifier(user.expression);
  if (!isLookedAt) throw f.fault(node, `${shown(user)}: keeps ${node.text}, which was caught`);
  return `m$run.thrown(${place})`;
}

function isLiteral(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) || ts.isBigIntLiteral(node) || ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) || ts.isRegularExpressionLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword;
}

/** Keeps `- -x` from becoming `--x`. */
function spaced(text: string): string {
  return /^[-+]/.test(text) ? ` ${text}` : text;
}

type Access =
  | ts.PropertyAccessExpression
  | ts.ElementAccessExpression
  | ts.CallExpression;

/** `nothing`: where an optional chain goes that finds nothing, if it is taken apart. */
function access(f: FunctionContext, node: Access, nothing?: Block): string {
  if (ts.isCallExpression(node)) return callExpression(f, node, nothing);
  const member = memberOfThis(node);
  if (member !== undefined) return memberOf(f, node, member);
  const token = f.names.tokenOf(node.expression);
  if (token !== undefined) return partOfToken(f, node, token);
  let object = part(f, node.expression, nothing);
  let optional = node.questionDotToken === undefined ? "" : "?.";
  if (optional !== "" && nothing !== undefined) {
    object = unlessNothing(f, node, object, nothing);
    optional = "";
  }
  if (ts.isPropertyAccessExpression(node)) return `${object}${optional || "."}${node.name.text}`;
  if (suspends(f, node.argumentExpression)) object = f.capture(object);
  return `${object}${optional}[${expression(f, node.argumentExpression)}]`;
}

/** An element of a view, or a number that a view has. */
function partOfToken(
  f: FunctionContext,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  token: Token,
): string {
  const { rule } = f.program;
  if (ts.isPropertyAccessExpression(node)) {
    const text = rule.property(token, node.name.text);
    if (text === undefined) throw f.fault(node, `${shown(node)} of ${token.what} has no model`);
    return text;
  }
  const text = rule.load(token, expression(f, node.argumentExpression));
  if (text === undefined) throw f.fault(node, `${token.what} has no elements`);
  return request(f, node, text);
}

function memberOf(f: FunctionContext, node: ts.Node, member: string): string {
  const { getters, fields } = f.program;
  const getter = getters.get(member);
  if (getter !== undefined) {
    return invoke(f, node, { name: `this.${member}`, node: getter, tokens: [] }, []);
  }
  const field = fields.indexOf(member);
  if (field === -1) throw f.fault(node, `this.${member} is no field with data`);
  return `m$fields[${field}]`;
}

/** The object of an access, which may be a part of the same optional chain. */
function part(f: FunctionContext, node: ts.Expression, nothing: Block | undefined): string {
  if (nothing !== undefined && ts.isOptionalChain(node)) {
    if (ts.isNonNullChain(node)) return part(f, node.expression, nothing);
    return access(f, node, nothing);
  }
  const text = expression(f, node);
  return /^[\d.]+$/.test(text) ? `(${text})` : text;
}

function unlessNothing(f: FunctionContext, node: ts.Node, text: string, nothing: Block): string {
  const object = f.capture(text);
  branchIfNothing(f, node, object, nothing);
  return object;
}

function branchIfNothing(f: FunctionContext, node: ts.Node, text: string, nothing: Block): void {
  const next = f.block(node);
  const condition = `(${text} === undefined || ${text} === null)`;
  f.end({ kind: "branch", condition, yes: nothing, no: next }, next);
}

/** A chain in which something can stop: `a?.b[stop()]`. */
function optionalChain(f: FunctionContext, node: ts.OptionalChain): string {
  const result = f.variable();
  const nothing = f.block(node);
  const end = f.block(node);
  f.emit(`${result} = ${part(f, node, nothing)};`);
  f.jump(end, nothing);
  f.emit(`${result} = undefined;`);
  f.jump(end, end);
  return result;
}

function callExpression(
  f: FunctionContext,
  node: ts.CallExpression,
  nothing: Block | undefined,
): string {
  const suspension = suspensionOf(f, node);
  if (suspension !== undefined) return suspend(f, node, suspension, false);
  const token = node.arguments.map((argument) => f.names.tokenOf(argument)).find(Boolean);
  if (token !== undefined) throw f.fault(node, `${token.what} is given to ${shown(node)}`);
  const callee = unwrap(node.expression);
  const called = ts.isIdentifier(callee) ? f.program.module.functions.get(callee.text) : undefined;
  if (called?.type?.getText().endsWith("Error") && !ts.isThrowStatement(outside(node))) {
    throw f.fault(node, `${shown(node)}: an error that is not thrown at once is no plain data`);
  }
  if (memberOfThis(callee) !== undefined) {
    throw f.fault(node, `${shown(callee)} is no method that can be called`);
  }
  const stopsInArguments = node.arguments.some((argument) => suspends(f, argument));
  if (nothing === undefined && !stopsInArguments && !suspends(f, callee)) {
    return nativeCall(f, node, part(f, node.expression, undefined), node.arguments);
  }
  f.program.natives.checkChange(node);
  let text: string;
  if (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)) {
    let object = part(f, callee.expression, nothing);
    object = callee.questionDotToken !== undefined && nothing !== undefined
      ? unlessNothing(f, node, object, nothing)
      : f.capture(`m$run.object(${object})`);
    // The method is looked up again at the call: a function is no plain data.
    text = ts.isPropertyAccessExpression(callee)
      ? `${object}.${callee.name.text}`
      : `${object}[${f.capture(expression(f, callee.argumentExpression))}]`;
  } else text = f.capture(part(f, node.expression, nothing));
  if (node.questionDotToken !== undefined && nothing !== undefined) {
    branchIfNothing(f, node, text, nothing);
  }
  return `${text}(${operands(f, node.arguments).join(", ")})`;
}

function binary(f: FunctionContext, node: ts.BinaryExpression): string {
  const { left, right, operatorToken } = node;
  const operator = operatorToken.getText();
  const isShort = operator === "&&" || operator === "||" || operator === "??";
  if (!isShort || !suspends(f, right)) {
    const [a = "", b = ""] = operands(f, [left, right]);
    return `(${a} ${operator} ${b})`;
  }
  const result = f.variable();
  const second = f.block(right);
  const end = f.block(node);
  f.emit(`${result} = ${expression(f, left)};`);
  f.end(shortCircuit(operator, result, second, end), second);
  f.emit(`${result} = ${expression(f, right)};`);
  f.jump(end, end);
  return result;
}

/** Goes to `second` where the operator has to look at its right side. */
export function shortCircuit(operator: string, left: string, second: Block, end: Block) {
  const kind = "branch" as const;
  if (operator.startsWith("&&")) return { kind, condition: left, yes: second, no: end };
  if (operator.startsWith("||")) return { kind, condition: left, yes: end, no: second };
  const condition = `(${left} === undefined || ${left} === null)`;
  return { kind, condition, yes: second, no: end };
}

function conditional(f: FunctionContext, node: ts.ConditionalExpression): string {
  const { condition: test, whenTrue, whenFalse } = node;
  if (!suspends(f, whenTrue) && !suspends(f, whenFalse)) {
    const [text = ""] = operands(f, [test]);
    return `(${text} ? ${expression(f, whenTrue)} : ${expression(f, whenFalse)})`;
  }
  const result = f.variable();
  const [yes, no, end] = [f.block(whenTrue), f.block(whenFalse), f.block(node)];
  condition(f, test, yes, no);
  f.current = yes;
  f.emit(`${result} = ${expression(f, whenTrue)};`);
  f.jump(end, no);
  f.emit(`${result} = ${expression(f, whenFalse)};`);
  f.jump(end, end);
  return result;
}

function template(f: FunctionContext, node: ts.TemplateExpression): string {
  const spans = node.templateSpans;
  const texts = operands(f, spans.map((span) => span.expression));
  const tails = spans.map((span, k) => `${texts[k]}${span.literal.getText()}`);
  return `${node.head.getText()}${tails.join("")}`;
}

function objectLiteral(f: FunctionContext, node: ts.ObjectLiteralExpression): string {
  const last = node.properties.findLastIndex((property) => suspends(f, property));
  const parts = node.properties.map((property, k) => {
    const value = (text: string) => k < last ? f.capture(text) : text;
    if (ts.isShorthandPropertyAssignment(property)) {
      return `${property.name.text}: ${value(expression(f, property.name))}`;
    }
    if (ts.isSpreadAssignment(property)) {
      const text = expression(f, property.expression);
      return `...${k < last ? f.capture(`({ ...${text} })`) : text}`;
    }
    if (!ts.isPropertyAssignment(property)) {
      throw f.fault(property, "a method or accessor of an object has no machine");
    }
    if (ts.isComputedPropertyName(property.name)) {
      const name = expression(f, property.name.expression);
      const key = k <= last ? f.capture(`m$run.key(${name})`) : name;
      return `[${key}]: ${value(expression(f, property.initializer))}`;
    }
    return `${property.name.getText()}: ${value(expression(f, property.initializer))}`;
  });
  return `({ ${parts.join(", ")} })`;
}

/** New arrays and errors; an object of another class is no plain data. */
function construction(f: FunctionContext, node: ts.NewExpression): string {
  const name = unwrap(node.expression);
  if (!ts.isIdentifier(name) || f.lookup(name.text) !== undefined) {
    throw f.fault(node, `${shown(node)}: expected the name of a class`);
  }
  f.program.natives.checkName(name);
  const isArray = name.text.endsWith("Array");
  const isError = name.text.endsWith("Error") || f.program.module.classes.has(name.text);
  if (!isArray && !(isError && ts.isThrowStatement(outside(node)))) {
    throw f.fault(node, `${shown(node)} is no plain data`);
  }
  return `new ${name.text}(${operands(f, node.arguments ?? []).join(", ")})`;
}

/** The next node around `node` that is no parenthesis. */
function outside(node: ts.Node): ts.Node {
  let outer = node.parent;
  while (ts.isParenthesizedExpression(outer) || isTypeOnly(outer)) outer = outer.parent;
  return outer;
}

function awaited(f: FunctionContext, node: ts.AwaitExpression): string {
  const inner = unwrap(node.expression);
  const suspension = ts.isCallExpression(inner) ? suspensionOf(f, inner) : undefined;
  if (!ts.isCallExpression(inner) || suspension === undefined) {
    throw f.fault(node, `${shown(node)}: not a promise of this module`);
  }
  return suspend(f, inner, suspension, true);
}
