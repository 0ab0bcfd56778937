/** Statements → basic blocks. Only what suspends, or leaves what suspends, is taken apart. */
import { ts } from "ts-morph";
import type { Scalar } from "../../spec/model.ts";
import { lineOf } from "../machine/fault.ts";
import { kindOf, namesIn } from "./binder.ts";
import { FiberContext, type JumpTarget } from "./context.ts";
import { widened } from "./infer.ts";
import { type Block, reading, type Suspension, type Variable } from "./ir.ts";
import * as messages from "./messages.ts";
import { slotOf } from "./source.ts";
import { store, storeParts } from "./slots.ts";
import { readCall, suspends, withoutParentheses, yieldOf } from "./suspensions.ts";
import { goTo, leave, tryStatement } from "./tries.ts";

export interface LoweredFiber {
  readonly entry: Block;
  readonly written: readonly Block[];
  readonly variables: readonly Variable[];
  readonly parameters: readonly Variable[];
  /** Whether it can run off its end. */
  readonly last: Block;
}

export function lowerFiber(
  given: ConstructorParameters<typeof FiberContext>[0],
): LoweredFiber {
  const f = new FiberContext(given);
  const entry = f.current;
  const parameters = f.source.parameters.flatMap(({ name, type }) => {
    const variable = f.binding.variables.get(name);
    if (variable === undefined) return [];
    variable.type = type;
    return [f.claim(variable)];
  });
  for (const variable of f.binding.all) {
    const isOwn = variable.kind === "var" && variable.scope === f.source.node;
    if (isOwn) declareVariable(f, variable);
  }
  statements(f, f.source.body.statements);
  const last = f.current;
  f.end({ kind: "return" });
  return { entry, written: f.written, variables: f.variables, parameters, last };
}

export function statements(f: FiberContext, list: readonly ts.Statement[]): void {
  for (const inner of list) statement(f, inner);
}

function statement(f: FiberContext, node: ts.Statement, labels: readonly string[] = []): void {
  if (ts.isEmptyStatement(node)) return;
  if (ts.isVariableStatement(node)) return declarations(f, node.declarationList);
  if (ts.isExpressionStatement(node)) return expressionStatement(f, node.expression);
  if (ts.isReturnStatement(node)) return returnStatement(f, node);
  if (ts.isThrowStatement(node)) {
    const { expression } = node;
    const end = { kind: "throw", value: f.text(expression), uses: f.uses(expression) } as const;
    f.end({ ...end, line: lineOf(node) });
    return f.dead(node);
  }
  if (ts.isBreakOrContinueStatement(node)) return jump(f, node);
  if (labels.length === 0 && staysWhole(f, node)) return whole(f, node);
  if (ts.isLabeledStatement(node)) {
    if (staysWhole(f, node)) return whole(f, node);
    return statement(f, node.statement, [...labels, node.label.text]);
  }
  if (ts.isIterationStatement(node, false)) return loop(f, node, labels);
  if (ts.isSwitchStatement(node)) return switchStatement(f, node, labels);
  if (labels.length > 0) {
    const end = f.block(node);
    f.targets.push(targetOf(f, labels, end));
    statement(f, node);
    f.targets.pop();
    return f.jump(end, end);
  }
  if (ts.isBlock(node)) return statements(f, node.statements);
  if (ts.isIfStatement(node)) return ifStatement(f, node);
  if (ts.isTryStatement(node)) return tryStatement(f, node);
  whole(f, node);
}

/** Whether a statement is kept as it is written: nothing in it suspends, and no jump leaves it. */
function staysWhole(f: FiberContext, node: ts.Statement): boolean {
  return !suspends(node) && !escapes(node, node, f.finallies.length > 0);
}

function escapes(node: ts.Node, whole: ts.Node, countsReturn: boolean): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isReturnStatement(node)) return countsReturn;
  if (ts.isBreakOrContinueStatement(node)) return !leadsWithin(node, whole);
  return ts.forEachChild(node, (child) => escapes(child, whole, countsReturn)) ?? false;
}

function leadsWithin(jump: ts.BreakOrContinueStatement, whole: ts.Node): boolean {
  for (let outer: ts.Node = jump.parent; outer.pos >= whole.pos; outer = outer.parent) {
    if (outer.end > whole.end || ts.isFunctionLike(outer)) return false;
    const isTarget = jump.label === undefined
      ? ts.isIterationStatement(outer, false) ||
        (ts.isBreakStatement(jump) && ts.isSwitchStatement(outer))
      : ts.isLabeledStatement(outer) && outer.label.text === jump.label.text;
    if (isTarget) return true;
  }
  return false;
}

function whole(f: FiberContext, node: ts.Statement): void {
  const uses = f.uses(node);
  const text = f.text(node);
  f.step(node, /[;}]$/.test(text) ? text : `${text};`, uses);
  if (uses.completes) return;
  f.end({ kind: "never" });
  f.dead(node);
}

function expressionStatement(f: FiberContext, node: ts.Expression): void {
  const plain = yieldOf(node);
  if (plain !== undefined) return suspend(f, plain, undefined, false);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const target = ts.isIdentifier(node.left) ? f.binding.variables.get(node.left) : undefined;
    const right = yieldOf(node.right);
    if (right !== undefined) {
      if (target === undefined) f.report(node, messages.yieldPosition(node.getText()));
      else suspend(f, right, target, false);
      return;
    }
    if (target !== undefined) {
      const writes = f.uses(node);
      return f.step(node, f.text(node.right), writes, { target });
    }
  }
  f.step(node, `${f.text(node)};`, f.uses(node));
}

export function declarations(f: FiberContext, list: ts.VariableDeclarationList): void {
  for (const declaration of list.declarations) {
    const { name, initializer, type } = declaration;
    if (!ts.isIdentifier(name)) {
      const names = namesIn(name).flatMap((part) => f.binding.variables.get(part) ?? []);
      for (const variable of names) f.claim(variable);
      const keyword = kindOf(list) === "const" ? "const" : "let";
      f.step(declaration, `${keyword} ${f.text(declaration)};`, f.uses(declaration), {
        declares: names,
      });
      continue;
    }
    const variable = f.binding.variables.get(name);
    if (variable === undefined) continue;
    declareVariable(f, variable);
    const isVar = variable.kind === "var" || variable.kind === "parameter";
    const suspension = yieldOf(initializer);
    if (suspension !== undefined) {
      suspend(f, suspension, variable, !isVar);
    } else if (initializer !== undefined) {
      const isLiteral = ts.isLiteralExpression(initializer) ||
        initializer.kind === ts.SyntaxKind.TrueKeyword ||
        initializer.kind === ts.SyntaxKind.FalseKeyword;
      f.step(declaration, f.text(initializer), f.uses(declaration), {
        target: variable,
        declares: isVar ? [] : [variable],
        annotation: type === undefined || (isLiteral && variable.type !== undefined)
          ? ""
          : `: ${f.text(type)}`,
      });
    } else if (!isVar) f.forget(declaration, variable);
  }
}

/** Finds the type of a local out, and gives it its name. */
function declareVariable(f: FiberContext, variable: Variable): void {
  const declaration = variable.declaration?.parent;
  if (f.variables.includes(variable) || variable.kind === "parameter") return;
  f.claim(variable);
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return;
  const { type, initializer } = declaration;
  variable.type = slotOf(type, f.rewriter.slots);
  if (variable.type !== undefined) return;
  if (type !== undefined) variable.annotation = type;
  else if (initializer !== undefined) variable.type = initialType(f, initializer, variable);
}

/** The type of a local without an annotation: what it is given at first, unless it may be assigned more. */
function initialType(
  f: FiberContext,
  initializer: ts.Expression,
  { assignments }: Variable,
): Scalar | undefined {
  const suspension = yieldOf(initializer);
  const inner = withoutParentheses(initializer);
  const given = suspension !== undefined
    ? readCall(suspension, f.source.self, f.callables, () => {})?.result
    : (ts.isCallExpression(inner) ? f.resultOf(inner) : undefined) ?? f.typeOf(initializer);
  const type = given === "void" ? undefined : given;
  return assignments > 0 ? widened(type) : type;
}

/** Ends the block at a suspension, and goes on behind it. */
export function suspend(
  f: FiberContext,
  node: ts.YieldExpression,
  target: Variable | undefined,
  declaresTarget: boolean,
): void {
  const call = readCall(node, f.source.self, f.callables, f.report);
  if (call === undefined) return;
  if (call.kind === "operation") f.rewriter.onOperation(call.name, undefined);
  const suspension: Suspension = {
    kind: call.kind,
    name: call.name,
    args: call.args.map((arg) => f.text(arg)),
    uses: f.uses(...call.args),
    target,
    declaresTarget,
    result: call.result,
    line: lineOf(node),
    source: node.getText().replace(/\s+/g, " "),
  };
  const resume = f.block(node);
  resume.resumes = suspension;
  f.end({ kind: "suspend", suspension, resume }, resume);
}

function returnStatement(f: FiberContext, node: ts.ReturnStatement): void {
  const { expression } = node;
  const { result } = f.source;
  const suspension = yieldOf(expression);
  if (suspension !== undefined) {
    const type = readCall(suspension, f.source.self, f.callables, f.report)?.result;
    const isKept = result !== "void" && type !== "void" && type !== undefined;
    const value = isKept ? f.add("result", type, node) : undefined;
    suspend(f, suspension, value, value !== undefined);
    if (value === undefined) leave(f, node, undefined);
    else leave(f, node, { text: value.emitted, uses: reading(value) });
    return f.dead(node);
  }
  if (expression === undefined) leave(f, node, undefined);
  else if (result === "void") {
    f.step(node, `${f.text(expression)};`, f.uses(expression));
    leave(f, node, undefined);
  } else if (f.finallies.length === 0) {
    f.step(node, stored(f, expression, result), f.uses(expression));
    f.end({ kind: "return" });
  } else {
    leave(f, node, { text: f.text(expression), uses: f.uses(expression) });
  }
  f.dead(node);
}

function stored(f: FiberContext, expression: ts.Expression, result: Scalar): string {
  const text = f.text(expression);
  const offset = f.rewriter.resultByteOffset;
  if (/^[\w$]+$/.test(text)) return `${store(result, offset, text)};`;
  const [before, after] = storeParts(result, offset);
  return `${before}${text}${after};`;
}

function jump(f: FiberContext, node: ts.BreakOrContinueStatement): void {
  const label = node.label?.text ?? "";
  const isBreak = ts.isBreakStatement(node);
  const target = f.targets.findLast(({ labels, continueTo }) =>
    labels.includes(label) && (isBreak || continueTo !== undefined)
  );
  const to = isBreak ? target?.breakTo : target?.continueTo;
  if (target === undefined || to === undefined) {
    return f.report(node, messages.jumpNowhere(node.getText()));
  }
  goTo(f, node, to, target.depth);
  f.dead(node);
}

function condition(f: FiberContext, node: ts.Expression, yes: Block, no: Block): void {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return f.jump(yes);
  f.end({
    kind: "branch",
    condition: f.text(node),
    uses: f.uses(node),
    line: lineOf(node),
    yes,
    no,
  });
}

function ifStatement(f: FiberContext, node: ts.IfStatement): void {
  const { thenStatement, elseStatement } = node;
  const [yes, end] = [f.block(thenStatement), f.block(node)];
  const no = elseStatement === undefined ? end : f.block(elseStatement);
  condition(f, node.expression, yes, no);
  f.start(yes);
  statement(f, thenStatement);
  f.jump(end);
  if (elseStatement !== undefined) {
    f.start(no);
    statement(f, elseStatement);
    f.jump(end);
  }
  f.start(end);
}

function loop(f: FiberContext, node: ts.IterationStatement, labels: readonly string[]): void {
  const [body, end] = [f.block(node.statement), f.block(node)];
  const run = (continueTo: Block): void => {
    f.start(body);
    f.targets.push(targetOf(f, ["", ...labels], end, continueTo));
    statement(f, node.statement);
    f.targets.pop();
  };
  if (ts.isDoStatement(node)) {
    const test = f.block(node.expression);
    f.jump(body);
    run(test);
    f.jump(test, test);
    condition(f, node.expression, body, end);
  } else if (ts.isWhileStatement(node)) {
    const test = f.block(node.expression);
    f.jump(test, test);
    condition(f, node.expression, body, end);
    run(test);
    f.jump(test);
  } else if (ts.isForStatement(node)) {
    const { initializer, incrementor } = node;
    if (initializer !== undefined && ts.isVariableDeclarationList(initializer)) {
      declarations(f, initializer);
    } else if (initializer !== undefined) expressionStatement(f, initializer);
    const test = f.block(node.condition ?? node);
    const step = incrementor === undefined ? test : f.block(incrementor);
    f.jump(test, test);
    if (node.condition === undefined) f.jump(body);
    else condition(f, node.condition, body, end);
    run(step);
    f.jump(step);
    if (incrementor !== undefined) {
      f.start(step);
      expressionStatement(f, incrementor);
      f.jump(test);
    }
  } else throw new Error(`line ${lineOf(node)}: a loop that was checked has no lowering`);
  f.start(end);
}

function switchStatement(
  f: FiberContext,
  node: ts.SwitchStatement,
  labels: readonly string[],
): void {
  const chosen = f.add("chosen", f.typeOf(node.expression), node);
  const uses = f.uses(node.expression);
  f.step(node, f.text(node.expression), {
    ...uses,
    sets: new Set([...uses.sets, chosen]),
    writes: new Set([...uses.writes, chosen]),
  }, { target: chosen, declares: [chosen] });
  const { clauses } = node.caseBlock;
  const bodies = clauses.map((clause) => f.block(clause));
  const end = f.block(node);
  clauses.forEach((clause, k) => {
    if (!ts.isCaseClause(clause)) return;
    const { expression } = clause;
    const inner = f.uses(expression);
    const next = f.block(clause);
    f.end({
      kind: "branch",
      condition: `${chosen.emitted} === ${grouped(f, expression)}`,
      uses: { ...inner, reads: new Set([...inner.reads, chosen]) },
      line: lineOf(clause),
      yes: bodies[k] ?? end,
      no: next,
    }, next);
  });
  f.jump(bodies[clauses.findIndex(ts.isDefaultClause)] ?? end);
  f.targets.push(targetOf(f, ["", ...labels], end));
  clauses.forEach((clause, k) => {
    f.start(bodies[k] ?? end);
    statements(f, clause.statements);
    f.jump(bodies[k + 1] ?? end);
  });
  f.targets.pop();
  f.start(end);
}

function grouped(f: FiberContext, node: ts.Expression): string {
  const text = f.text(node);
  const isSimple = ts.isLiteralExpression(node) || ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) || ts.isPrefixUnaryExpression(node);
  return isSimple ? text : `(${text})`;
}

function targetOf(
  f: FiberContext,
  labels: readonly string[],
  breakTo: Block,
  continueTo?: Block,
): JumpTarget {
  return { labels, breakTo, continueTo, depth: f.finallies.length };
}
