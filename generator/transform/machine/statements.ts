/** Statements, and a function as a whole. */
import { ts } from "ts-morph";
import { assign } from "./assignments.ts";
import { returned } from "./calls.ts";
import { type FunctionContext, functionContext } from "./context.ts";
import type { Callee, Finally, JumpTarget, ProgramContext } from "./context.ts";
import { condition, expression } from "./expressions.ts";
import { shown } from "./fault.ts";
import type { Block, FunctionCode } from "./ir.ts";
import { unwrap } from "./syntax.ts";

/** Throws CompileFault. */
export function lowerFunction(program: ProgramContext, callee: Callee): FunctionCode {
  const f = functionContext(program, callee);
  const { node } = callee;
  const entry = f.current;
  const parameters: string[] = [];
  node.parameters.forEach((parameter, k) => {
    if (parameter.dotDotDotToken !== undefined) {
      throw f.fault(parameter, `${shown(parameter)}: rest parameters have no machine`);
    }
    if (parameter.modifiers !== undefined) {
      throw f.fault(parameter, `${shown(parameter)}: parameter properties have no machine`);
    }
    const token = callee.tokens[k];
    if (token !== undefined && ts.isIdentifier(parameter.name)) {
      return f.bind(parameter.name.text, { kind: "token", token });
    }
    parameters.push(f.variable());
  });
  let next = 0;
  node.parameters.forEach((parameter, k) => {
    if (callee.tokens[k] !== undefined) return;
    bindValue(f, parameter, parameters[next++] ?? "undefined", false);
  });
  if (f.isConstructor && ts.isClassDeclaration(node.parent)) fieldsOf(f, node.parent);
  if (node.body === undefined) throw f.fault(node, `${callee.name} has no body`);
  if (ts.isBlock(node.body)) {
    block(f, node.body.statements);
    leave(f, "undefined");
  } else leave(f, returned(f, node.body));
  return { name: callee.name, entry, parameters };
}

/** Fields with their initialisers, as a constructor begins. */
function fieldsOf(f: FunctionContext, declaration: ts.ClassDeclaration): void {
  for (const member of declaration.members) {
    if (!ts.isPropertyDeclaration(member) || member.initializer === undefined) continue;
    const field = f.program.fields.indexOf(member.name.getText());
    if (field !== -1) f.emit(`m$fields[${field}] = ${expression(f, member.initializer)};`);
  }
}

function block(f: FunctionContext, statements: readonly ts.Statement[]): void {
  f.scoped(() => {
    for (const inner of statements) {
      if (ts.isVariableStatement(inner)) unborn(f, inner.declarationList);
    }
    for (const inner of statements) statement(f, inner);
  });
}

/** Names of a block cannot be used before their declarations. */
function unborn(f: FunctionContext, list: ts.VariableDeclarationList): void {
  const visit = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) return f.bind(name.text, { kind: "unborn" });
    for (const element of name.elements) if (!ts.isOmittedExpression(element)) visit(element.name);
  };
  for (const { name } of list.declarations) visit(name);
}

function statement(f: FunctionContext, node: ts.Statement, labels: readonly string[] = []): void {
  if (ts.isBlock(node)) {
    return labels.length > 0
      ? breakable(f, node, labels, () => block(f, node.statements))
      : block(f, node.statements);
  }
  if (ts.isExpressionStatement(node)) return expressionStatement(f, node.expression);
  if (ts.isVariableStatement(node)) return declarations(f, node.declarationList);
  if (ts.isIfStatement(node)) return ifStatement(f, node);
  if (ts.isForStatement(node)) return forStatement(f, node, labels);
  if (ts.isForOfStatement(node)) return forOfStatement(f, node, labels);
  if (ts.isWhileStatement(node)) return whileStatement(f, node, labels);
  if (ts.isDoStatement(node)) return doStatement(f, node, labels);
  if (ts.isSwitchStatement(node)) return switchStatement(f, node, labels);
  if (ts.isReturnStatement(node)) {
    return leave(f, node.expression === undefined ? "undefined" : returned(f, node.expression));
  }
  if (ts.isThrowStatement(node)) {
    return f.end({ kind: "throw", value: expression(f, node.expression) });
  }
  if (ts.isBreakOrContinueStatement(node)) return jump(f, node);
  if (ts.isLabeledStatement(node)) {
    return statement(f, node.statement, [...labels, node.label.text]);
  }
  if (ts.isTryStatement(node)) {
    return labels.length > 0
      ? breakable(f, node, labels, () => tryStatement(f, node))
      : tryStatement(f, node);
  }
  const isType = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  if (isType || ts.isEmptyStatement(node)) return;
  throw f.fault(node, `${shown(node)}: ${ts.SyntaxKind[node.kind]} has no machine`);
}

function expressionStatement(f: FunctionContext, node: ts.Expression): void {
  const inner = unwrap(node);
  const isPlain = ts.isBinaryExpression(inner) &&
    inner.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  const text = isPlain ? assign(f, inner, false) : expression(f, node);
  // The value of what was taken apart stands in a variable that nobody reads.
  if (!/^(?:m\$\d+|undefined|)$/.test(text)) f.emit(`${text};`);
}

function declarations(f: FunctionContext, list: ts.VariableDeclarationList): void {
  const kind = list.flags & ts.NodeFlags.BlockScoped;
  const isConstant = kind === ts.NodeFlags.Const;
  if (!isConstant && kind !== ts.NodeFlags.Let) {
    throw f.fault(list, `${shown(list)}: expected const or let`);
  }
  for (const declaration of list.declarations) {
    const { name, initializer } = declaration;
    const token = initializer === undefined ? undefined : f.names.tokenOf(initializer);
    if (token === undefined) {
      const value = initializer === undefined ? "undefined" : expression(f, initializer);
      bindName(f, name, value, isConstant);
      continue;
    }
    if (!isConstant || !ts.isIdentifier(name)) {
      throw f.fault(declaration, `${token.what} in something other than a constant`);
    }
    f.bind(name.text, { kind: "token", token });
  }
}

function bindName(
  f: FunctionContext,
  name: ts.BindingName,
  value: string,
  isConstant: boolean,
): void {
  if (ts.isIdentifier(name)) {
    return f.emit(`${f.declare(name, isConstant)} = ${value};`);
  }
  const isArray = ts.isArrayBindingPattern(name);
  const whole = f.capture(isArray ? `m$run.list(${value})` : `m$run.object(${value})`);
  name.elements.forEach((element, k) => {
    if (ts.isOmittedExpression(element)) return;
    if (element.dotDotDotToken !== undefined) {
      throw f.fault(element, `${shown(element)}: the rest of a pattern has no machine`);
    }
    const key = element.propertyName ?? element.name;
    if (!ts.isIdentifier(key) && !ts.isStringLiteral(key) && !ts.isNumericLiteral(key)) {
      if (!isArray) throw f.fault(element, `${shown(element)}: expected a name`);
    }
    const part = isArray
      ? `${whole}[${k}]`
      : `${whole}[${ts.isIdentifier(key) ? JSON.stringify(key.text) : key.getText()}]`;
    bindValue(f, element, part, isConstant);
  });
}

/** A parameter, or a part of a pattern, with its default. */
function bindValue(
  f: FunctionContext,
  declaration: ts.ParameterDeclaration | ts.BindingElement,
  value: string,
  isConstant: boolean,
): void {
  const { name, initializer } = declaration;
  if (initializer === undefined) return bindName(f, name, value, isConstant);
  const given = f.variable();
  const [missing, end] = [f.block(initializer), f.block(initializer)];
  f.emit(`${given} = ${value};`);
  f.end(
    { kind: "branch", condition: `${given} === undefined`, yes: missing, no: end },
    missing,
  );
  f.emit(`${given} = ${expression(f, initializer)};`);
  f.jump(end, end);
  bindName(f, name, given, isConstant);
}

function ifStatement(f: FunctionContext, node: ts.IfStatement): void {
  const { thenStatement, elseStatement } = node;
  const [yes, end] = [f.block(thenStatement), f.block(node)];
  const no = elseStatement === undefined ? end : f.block(elseStatement);
  condition(f, node.expression, yes, no);
  f.current = yes;
  block(f, [thenStatement]);
  f.jump(end, no);
  if (elseStatement === undefined) return;
  block(f, [elseStatement]);
  f.jump(end, end);
}

function forStatement(f: FunctionContext, node: ts.ForStatement, labels: readonly string[]): void {
  const { initializer, incrementor } = node;
  f.scoped(() => {
    if (initializer !== undefined && ts.isVariableDeclarationList(initializer)) {
      unborn(f, initializer);
      declarations(f, initializer);
    } else if (initializer !== undefined) expressionStatement(f, initializer);
    const [test, body, step, end] = [f.block(node), f.block(node), f.block(node), f.block(node)];
    f.jump(test, test);
    if (node.condition === undefined) f.jump(body);
    else condition(f, node.condition, body, end);
    f.current = body;
    loopBody(f, node.statement, { labels, breakTo: end, continueTo: step });
    f.jump(step, step);
    if (incrementor !== undefined) expressionStatement(f, incrementor);
    f.jump(test, end);
  });
}

/** Over arrays and typed arrays, whose iterators do nothing but count. */
function forOfStatement(
  f: FunctionContext,
  node: ts.ForOfStatement,
  labels: readonly string[],
): void {
  const { initializer } = node;
  const declaration = ts.isVariableDeclarationList(initializer)
    ? initializer.declarations[0]
    : undefined;
  if (node.awaitModifier !== undefined || declaration === undefined) {
    throw f.fault(node, `${shown(node)}: expected for (const x of array)`);
  }
  const list = f.capture(`m$run.list(${expression(f, node.expression)})`);
  const index = f.variable();
  const [test, body, step, end] = [f.block(node), f.block(node), f.block(node), f.block(node)];
  f.emit(`${index} = 0;`);
  f.jump(test, test);
  f.end({ kind: "branch", condition: `${index} < ${list}.length`, yes: body, no: end }, body);
  f.scoped(() => {
    const isConstant = (initializer.flags & ts.NodeFlags.Const) !== 0;
    bindName(f, declaration.name, `${list}[${index}]`, isConstant);
    loopBody(f, node.statement, { labels, breakTo: end, continueTo: step });
  });
  f.jump(step, step);
  f.emit(`${index} = ${index} + 1;`);
  f.jump(test, end);
}

function whileStatement(
  f: FunctionContext,
  node: ts.WhileStatement,
  labels: readonly string[],
): void {
  const [test, body, end] = [f.block(node), f.block(node), f.block(node)];
  f.jump(test, test);
  condition(f, node.expression, body, end);
  f.current = body;
  loopBody(f, node.statement, { labels, breakTo: end, continueTo: test });
  f.jump(test, end);
}

function doStatement(f: FunctionContext, node: ts.DoStatement, labels: readonly string[]): void {
  const [body, test, end] = [f.block(node), f.block(node), f.block(node)];
  f.jump(body, body);
  loopBody(f, node.statement, { labels, breakTo: end, continueTo: test });
  f.jump(test, test);
  condition(f, node.expression, body, end);
  f.current = end;
}

function switchStatement(
  f: FunctionContext,
  node: ts.SwitchStatement,
  labels: readonly string[],
): void {
  const value = f.capture(expression(f, node.expression));
  const { clauses } = node.caseBlock;
  const bodies = clauses.map((clause) => f.block(clause));
  const end = f.block(node);
  const otherwise = clauses.findIndex(ts.isDefaultClause);
  clauses.forEach((clause, k) => {
    if (!ts.isCaseClause(clause)) return;
    const next = f.block(clause);
    const test = `${value} === ${expression(f, clause.expression)}`;
    f.end({ kind: "branch", condition: test, yes: bodies[k] ?? end, no: next }, next);
  });
  f.jump(bodies[otherwise] ?? end);
  f.targets.push(targetOf(f, { labels, breakTo: end, continueTo: undefined }, true));
  clauses.forEach((clause, k) => {
    f.current = bodies[k] ?? end;
    for (const inner of clause.statements) {
      if (ts.isVariableStatement(inner)) {
        throw f.fault(inner, `${shown(inner)}: a declaration in a case needs a block around it`);
      }
      statement(f, inner);
    }
    f.jump(bodies[k + 1] ?? end);
  });
  f.targets.pop();
  f.current = end;
}

type Loop = Pick<JumpTarget, "labels" | "breakTo" | "continueTo">;

function loopBody(f: FunctionContext, body: ts.Statement, loop: Loop): void {
  f.targets.push(targetOf(f, loop, true));
  block(f, [body]);
  f.targets.pop();
}

/** A block, or a `try`, that `break label` can leave. */
function breakable(
  f: FunctionContext,
  node: ts.Node,
  labels: readonly string[],
  work: () => void,
): void {
  const end = f.block(node);
  f.targets.push(targetOf(f, { labels, breakTo: end, continueTo: undefined }, false));
  work();
  f.targets.pop();
  f.jump(end, end);
}

/** `isNear`: `break` without a label leaves it, too; that is the label "". */
function targetOf(f: FunctionContext, loop: Loop, isNear: boolean): JumpTarget {
  const labels = isNear ? ["", ...loop.labels] : loop.labels;
  return { ...loop, labels, depth: f.finallies.length };
}

function jump(f: FunctionContext, node: ts.BreakOrContinueStatement): void {
  const label = node.label?.text ?? "";
  const isBreak = ts.isBreakStatement(node);
  const target = f.targets.findLast(({ labels, continueTo }) =>
    labels.includes(label) && (isBreak || continueTo !== undefined)
  );
  const to = isBreak ? target?.breakTo : target?.continueTo;
  if (target === undefined || to === undefined) {
    throw f.fault(node, `${shown(node)}: leads nowhere`);
  }
  goTo(f, to, target.depth);
}

/** Jumps out of as many `finally` blocks as are open beyond `depth`. */
function goTo(f: FunctionContext, to: Block, depth: number): void {
  const innermost = f.finallies.length > depth ? f.finallies.at(-1) : undefined;
  if (innermost === undefined) return f.jump(to);
  let exit = innermost.exits.indexOf(to);
  if (exit === -1) exit = innermost.exits.push(to) - 1;
  f.emit(`${innermost.reason} = ${3 + exit};`);
  f.jump(innermost.entry);
}

/** Returns a value, through the `finally` blocks that are open. */
function leave(f: FunctionContext, value: string): void {
  const innermost = f.finallies.at(-1);
  if (innermost === undefined) return f.end({ kind: "return", value });
  f.emit(`${innermost.value} = ${value};`);
  f.emit(`${innermost.reason} = 2;`);
  f.jump(innermost.entry);
}

function tryStatement(f: FunctionContext, node: ts.TryStatement): void {
  const { tryBlock, catchClause, finallyBlock } = node;
  if (finallyBlock === undefined) {
    if (catchClause !== undefined) tryCatch(f, tryBlock, catchClause);
    return;
  }
  const after = f.block(node);
  const last: Finally = {
    entry: f.block(finallyBlock),
    reason: f.variable(),
    value: f.variable(),
    exits: [],
  };
  const failed = f.block(finallyBlock);
  const targets = [...f.targets];
  guarded(f, failed, () => {
    f.finallies.push(last);
    if (catchClause === undefined) block(f, tryBlock.statements);
    else tryCatch(f, tryBlock, catchClause);
    f.finallies.pop();
  });
  f.emit(`${last.reason} = 0;`);
  f.jump(last.entry, failed);
  f.emit(`${last.value} = m$caught;`);
  f.emit(`${last.reason} = 1;`);
  f.jump(last.entry, last.entry);
  block(f, finallyBlock.statements);
  dispatch(f, finallyBlock, last, targets, after);
  f.current = after;
}

/** Goes on as the `try` was left. */
function dispatch(
  f: FunctionContext,
  node: ts.Node,
  last: Finally,
  targets: readonly JumpTarget[],
  after: Block,
): void {
  const when = (reason: number, work: () => void): void => {
    const [yes, no] = [f.block(node), f.block(node)];
    f.end({ kind: "branch", condition: `${last.reason} === ${reason}`, yes, no }, yes);
    work();
    f.current = no;
  };
  when(1, () => f.end({ kind: "throw", value: `m$run.thrown(${last.value})` }));
  when(2, () => leave(f, last.value));
  last.exits.forEach((to, k) => {
    const target = targets.find(({ breakTo, continueTo }) => breakTo === to || continueTo === to);
    when(3 + k, () => goTo(f, to, target?.depth ?? 0));
  });
  f.jump(after);
}

function tryCatch(f: FunctionContext, tryBlock: ts.Block, clause: ts.CatchClause): void {
  const [caught, after] = [f.block(clause), f.block(clause)];
  guarded(f, caught, () => block(f, tryBlock.statements));
  f.jump(after, caught);
  f.scoped(() => {
    const name = clause.variableDeclaration?.name;
    if (name !== undefined) {
      if (!ts.isIdentifier(name)) throw f.fault(name, `${shown(name)}: expected a name`);
      const place = f.temporary();
      f.emit(`${place} = m$caught;`);
      f.bind(name.text, { kind: "caught", place });
    }
    block(f, clause.block.statements);
  });
  f.jump(after, after);
}

/** Lowers what errors leave for `handler`. */
function guarded(f: FunctionContext, handler: Block, work: () => void): void {
  const outer = f.handler;
  f.handler = handler;
  f.tries++;
  const inside = f.block(f.callee.node);
  f.jump(inside, inside);
  work();
  f.handler = outer;
  f.tries--;
  const after = f.block(f.callee.node);
  f.jump(after, after);
}
