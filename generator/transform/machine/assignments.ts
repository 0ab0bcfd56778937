/** `=`, `+=`, `&&=`, `++` and the like, on variables, fields, properties and elements of views. */
import { ts } from "ts-morph";
import { request, suspends } from "./calls.ts";
import type { FunctionContext } from "./context.ts";
import { expression, operands, shortCircuit } from "./expressions.ts";
import { shown } from "./fault.ts";
import type { Token } from "./stops.ts";
import { memberOfThis, unwrap } from "./syntax.ts";

/** Where a value goes. */
type Place =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "element"; readonly token: Token; readonly index: string }
  /** A field that is no data, set by the constructor. */
  | { readonly kind: "token" };

/** `used`: whether anybody looks at the expression's value. */
export function assign(f: FunctionContext, node: ts.BinaryExpression, used = true): string {
  f.program.natives.checkChange(node);
  const { left, right } = node;
  const operator = node.operatorToken.getText();
  if (!suspends(f, node) && !isTokenField(f, left)) {
    const place = placeOf(f, left, false);
    if (place.kind !== "text") throw f.fault(left, `${shown(left)} cannot be assigned`);
    const text = `${place.text} ${operator} ${expression(f, right)}`;
    return used ? `(${text})` : text;
  }
  const place = placeOf(f, left, used || operator !== "=" || suspends(f, right));
  if (place.kind === "token") return "undefined";
  if (operator === "=") {
    const text = expression(f, right);
    const value = used ? f.capture(text) : text;
    write(f, node, place, value);
    return used ? value : "";
  }
  const old = f.capture(read(f, left, place));
  const binary = operator.slice(0, -1);
  if (binary !== "&&" && binary !== "||" && binary !== "??") {
    const value = f.capture(`(${old} ${binary} ${expression(f, right)})`);
    write(f, node, place, value);
    return value;
  }
  const result = f.variable();
  const [second, end] = [f.block(right), f.block(node)];
  f.emit(`${result} = ${old};`);
  f.end(shortCircuit(binary, result, second, end), second);
  f.emit(`${result} = ${expression(f, right)};`);
  write(f, node, place, result);
  f.jump(end, end);
  return result;
}

export function increment(
  f: FunctionContext,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
): string {
  f.program.natives.checkChange(node);
  const operator = node.operator === ts.SyntaxKind.PlusPlusToken ? "++" : "--";
  const isPrefix = ts.isPrefixUnaryExpression(node);
  const place = placeOf(f, node.operand, suspends(f, node));
  if (place.kind === "token") throw f.fault(node, `${shown(node.operand)} cannot be assigned`);
  if (place.kind === "text" && !suspends(f, node)) {
    return isPrefix ? `(${operator}${place.text})` : `(${place.text}${operator})`;
  }
  const next = f.variable();
  f.emit(`${next} = ${read(f, node, place)};`);
  const old = f.capture(`${next}${operator}`);
  write(f, node, place, next);
  return isPrefix ? next : old;
}

/** `fixed`: the parts of the place are put into variables, since something follows that stops. */
function placeOf(f: FunctionContext, target: ts.Expression, fixed: boolean): Place {
  const node = unwrap(target);
  const keep = (text: string) => fixed ? f.capture(text) : text;
  if (ts.isIdentifier(node)) {
    const binding = f.lookup(node.text);
    if (binding?.kind === "unborn") {
      throw f.fault(node, `${node.text} is used before it is declared`);
    }
    if (binding?.kind !== "variable" || binding.isConstant) {
      throw f.fault(node, `${node.text} cannot be assigned`);
    }
    return { kind: "text", text: binding.place };
  }
  const member = memberOfThis(node);
  if (member !== undefined) {
    if (isTokenField(f, node)) return { kind: "token" };
    const field = f.program.fields.indexOf(member);
    if (field === -1) throw f.fault(node, `this.${member} is no field with data`);
    return { kind: "text", text: `m$fields[${field}]` };
  }
  if (ts.isPropertyAccessExpression(node)) {
    return { kind: "text", text: `${keep(expression(f, node.expression))}.${node.name.text}` };
  }
  if (ts.isElementAccessExpression(node)) {
    const token = f.names.tokenOf(node.expression);
    if (token !== undefined) {
      return { kind: "element", token, index: keep(expression(f, node.argumentExpression)) };
    }
    const [object = "", key = ""] = operands(f, [node.expression, node.argumentExpression]);
    return { kind: "text", text: `${keep(object)}[${keep(key)}]` };
  }
  throw f.fault(node, `${shown(node)} cannot be assigned in a machine`);
}

/** Whether `target` is a field that is no data; only the constructor may set it. */
function isTokenField(f: FunctionContext, target: ts.Expression): boolean {
  const member = memberOfThis(target);
  const token = f.program.tokens.get(member ?? "");
  if (token === undefined) return false;
  if (!f.isConstructor) throw f.fault(target, `${token.what} is set outside the constructor`);
  return true;
}

function read(f: FunctionContext, node: ts.Node, place: Exclude<Place, { kind: "token" }>): string {
  if (place.kind === "text") return place.text;
  const text = f.program.rule.load(place.token, place.index);
  if (text === undefined) throw f.fault(node, `${place.token.what} has no elements`);
  return request(f, node, text);
}

function write(f: FunctionContext, node: ts.Node, place: Place, value: string): void {
  if (place.kind === "token") return;
  if (place.kind === "text") return f.emit(`${place.text} = ${value};`);
  const text = f.program.rule.store(place.token, place.index, value);
  if (text === undefined) throw f.fault(node, `${place.token.what} has no elements`);
  request(f, node, text, false);
}
