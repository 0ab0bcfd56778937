/** Changes of a single expression. */
import { ts } from "ts-morph";
import { atomicsCall, constantName, textOf } from "./syntax.ts";

/** A constant that a module has inlined: its name stands before its value. */
export interface NamedConstant {
  readonly name: string;
  readonly value: number;
}

export type ExpressionKind =
  | "constant"
  | "comparison"
  | "arithmetic"
  | "logic"
  | "condition"
  | "atomics";

/** What stands in the place of the expression. */
export interface Replacement {
  readonly kind: ExpressionKind;
  readonly node: ts.Node;
  readonly text: string;
}

const K = ts.SyntaxKind;

const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
};

const ARITHMETIC: Readonly<Record<string, readonly string[]>> = {
  "+": ["-"],
  "-": ["+"],
  "*": ["+"],
  "/": ["*"],
  "%": ["*"],
  "&": ["|"],
  "|": ["&"],
  "^": ["|", "&"],
  "<<": [">>>"],
  ">>": [">>>", "<<"],
  ">>>": [">>", "<<"],
  "+=": ["-=", "="],
  "-=": ["+=", "="],
};

/** All changes of `node` itself; those of its parts are their own. */
export function expressionChanges(
  node: ts.Node,
  constants: readonly NamedConstant[],
): readonly Replacement[] {
  const change = (kind: ExpressionKind, text: string, at: ts.Node = node): Replacement => ({
    kind,
    node: at,
    text,
  });
  if (ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)) {
    return otherConstants(node, constants).map((text) => change("constant", text));
  }
  if (ts.isBinaryExpression(node)) return binaryChanges(node);
  if (ts.isPrefixUnaryExpression(node)) return prefixChanges(node);
  if (ts.isPostfixUnaryExpression(node)) {
    const by = node.operator === K.PlusPlusToken ? "--" : "++";
    return [change("arithmetic", node.operand.getText() + by)];
  }
  if (ts.isConditionalExpression(node)) {
    const [yes, no] = [textOf(node.whenTrue), textOf(node.whenFalse)];
    return [change("condition", `(${yes})`), change("condition", `(${no})`)];
  }
  if (ts.isCallExpression(node)) {
    const callee = node.expression.getText();
    if (callee === "Math.min" || callee === "Math.max") {
      return node.arguments.map((argument) => change("arithmetic", `(${textOf(argument)})`));
    }
    return weakened(node).map((text) => change("atomics", text));
  }
  if (node.kind === K.TrueKeyword) return [change("constant", "false")];
  if (node.kind === K.FalseKeyword) return [change("constant", "true")];
  return [];
}

/**
 * Two other values at most. One more and one less for a plain number. For a named one the next of its
 * kind: another place in the same view, another mask; and 0 where it is no place. A mask that is one
 * more or less is two changes in one, and often of a bit that is never set.
 */
function otherConstants(
  node: ts.NumericLiteral | ts.BigIntLiteral,
  constants: readonly NamedConstant[],
): readonly string[] {
  const name = constantName(node);
  if (ts.isBigIntLiteral(node)) {
    const value = BigInt(node.getText().slice(0, -1));
    return [`${value + 1n}n`, `${value - 1n}n`];
  }
  const value = Number(node.getText());
  if (name === undefined) return [`${value + 1}`, `${value - 1}`];
  const next = nextOfKind(name, value, constants);
  return [
    ...(next === undefined ? [] : [`/* ${next.name} */ ${next.value}`]),
    ...(VIEW_UNIT.test(name) && next !== undefined || value === 0 ? [] : ["0"]),
  ];
}

/** The one behind it in the module, or the first. */
function nextOfKind(
  name: string,
  value: number,
  constants: readonly NamedConstant[],
): NamedConstant | undefined {
  const alike = constants.filter((other) => kindOf(other.name) === kindOf(name));
  const at = alike.findIndex((other) => other.name === name);
  return alike.slice(at + 1).concat(alike).find((other) => other.value !== value);
}

const VIEW_UNIT = /_[A-Z]\d+$/;

function kindOf(name: string): string {
  return VIEW_UNIT.exec(name)?.[0] ??
    (/LOG2$|SHIFT$/.test(name) ? "shift" : /MASK$|FLAGS$/.test(name) ? "mask" : "number");
}

function binaryChanges(node: ts.BinaryExpression): readonly Replacement[] {
  const { operatorToken, left, right } = node;
  const operator = operatorToken.getText();
  const whole = (kind: ExpressionKind, text: string): Replacement => ({ kind, node, text });
  const other = (kind: ExpressionKind) => (text: string): Replacement => ({
    kind,
    node: operatorToken,
    text,
  });
  switch (operator) {
    case "&&":
    case "||":
      return [left, right].map((side) => whole("logic", `(${textOf(side)})`));
    case "??":
      return [other("logic")("||"), whole("logic", textOf(left))];
    case "|":
      if (right.getText() === "0") return [whole("arithmetic", `(${textOf(left)})`)];
  }
  return [
    ...(COMPARISONS[operator] ?? []).map(other("comparison")),
    ...(ARITHMETIC[operator] ?? []).map(other("arithmetic")),
  ];
}

function prefixChanges(node: ts.PrefixUnaryExpression): readonly Replacement[] {
  const operand = textOf(node.operand);
  switch (node.operator) {
    case K.ExclamationToken:
      return [{ kind: "logic", node, text: `(${operand})` }];
    case K.TildeToken:
      return [{ kind: "arithmetic", node, text: `(${operand})` }];
    case K.MinusToken:
      return ts.isNumericLiteral(node.operand)
        ? []
        : [{ kind: "arithmetic", node, text: `(${operand})` }];
    case K.PlusPlusToken:
      return [{ kind: "arithmetic", node, text: `--${operand}` }];
    default:
      return [];
  }
}

const SIGNS: Readonly<Record<string, string>> = { add: "+", sub: "-", and: "&", or: "|", xor: "^" };

const OTHER_UPDATES: Readonly<Record<string, readonly string[]>> = {
  add: ["sub"],
  sub: ["add"],
  and: ["or"],
  or: ["xor", "and"],
  xor: ["or", "and"],
};

/** Plain or weaker forms of a call of `Atomics`. */
function weakened(node: ts.CallExpression): readonly string[] {
  const call = atomicsCall(node);
  if (call === undefined) return [];
  const [view = "", index = "", value = "", third = ""] = call.args;
  const at = `${view}[${index}]`;
  const load = `Atomics.load(${view}, ${index})`;
  const store = (what: string) => `Atomics.store(${view}, ${index}, ${what})`;
  switch (call.name) {
    case "load":
      return [`${at}!`];
    case "store":
      return [`(${at} = ${value})`];
    case "exchange":
      return [`[${at}!, ${at} = ${value}][0]!`, `[${load}, ${store(value)}][0]!`, load];
    case "add":
    case "sub":
    case "and":
    case "or":
    case "xor": {
      const sign = SIGNS[call.name];
      return [
        `[${at}!, ${at} = ${at}! ${sign} (${value})][0]!`,
        `[${load}, ${store(`${load} ${sign} (${value})`)}][0]!`,
        load,
        ...(OTHER_UPDATES[call.name] ?? []).map((other) =>
          `Atomics.${other}(${call.args.join(", ")})`
        ),
      ];
    }
    case "compareExchange":
      return [
        `(${at} === ${value} ? (${at} = ${third}, ${value}) : ${at}!)`,
        `(${load} === ${value} ? (${store(third)}, ${value}) : ${load})`,
        `(${store(third)}, ${value})`,
        load,
      ];
    case "notify":
      return [`Atomics.notify(${view}, ${index}, 1)`];
    case "wait":
      return [
        `Atomics.wait(${[view, index, load, ...call.args.slice(3)].join(", ")})`,
        ...(call.args.length > 3 ? [`Atomics.wait(${view}, ${index}, ${value})`] : []),
      ];
    default:
      return [];
  }
}
