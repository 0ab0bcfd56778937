/** What a fiber may not contain, found before anything is compiled. */
import { ts } from "ts-morph";
import { quote } from "../../spec/messages/wording.ts";
import { hasModifier } from "../machine/syntax.ts";
import { type Binding, isTarget, kindOf } from "./binder.ts";
import * as messages from "./messages.ts";
import { isDeclaredName, isEmittedName } from "./names.ts";
import type { FiberSource, Report } from "./source.ts";
import {
  aroundParentheses,
  type Callables,
  checkArguments,
  checkPosition,
  operationName,
  readCall,
  suspends,
  withoutParentheses,
} from "./suspensions.ts";

export function checkFiber(
  fiber: FiberSource,
  binding: Binding,
  callables: Callables,
  report: Report,
): void {
  const visit = (node: ts.Node, isInner: boolean): void => {
    if (ts.isTypeNode(node)) return;
    const isBare = !isInner && ts.isReturnStatement(node) && node.expression === undefined;
    if (isBare && fiber.result !== "void") {
      report(node, messages.noResult(fiber.name, fiber.result));
    }
    checkSyntax(node, isInner, report);
    if (ts.isYieldExpression(node)) {
      checkPosition(node, report);
      if (node.asteriskToken !== undefined) readCall(node, fiber.self, callables, report);
    }
    if (!isInner && ts.isBreakOrContinueStatement(node) && !leadsSomewhere(node)) {
      report(node, messages.jumpNowhere(node.getText()));
    }
    const inner = isInner || ts.isFunctionLike(node) || ts.isClassLike(node);
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(fiber.body, false);
  checkNames(fiber, binding, callables, report);
}

function checkSyntax(node: ts.Node, isInner: boolean, report: Report): void {
  const refuse = (what: string, instead: string): void =>
    report(node, messages.foreignSyntax(what, instead));
  const isGenerator = (ts.isFunctionLike(node) && "asteriskToken" in node) &&
    node.asteriskToken !== undefined;
  if (isGenerator) refuse("a generator within a fiber", "write a fiber of its own");
  else if (ts.isFunctionLike(node) && hasModifier(node, ts.SyntaxKind.AsyncKeyword)) {
    refuse("an async function", "start it in the application and let it post a baton");
  } else if (!isInner && ts.isFunctionDeclaration(node)) {
    refuse("a function declaration", "move it to a module of the application and import it");
  } else if (ts.isClassLike(node)) {
    refuse("a class", "move it to a module of the application and import it");
  } else if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) {
    refuse("an enum or namespace", "move it to a module of the application and import it");
  } else if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
    refuse("a type declaration", "move it to a module of the application and import it");
  } else if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) {
    refuse(quote(node.getText()), "a fiber is no method: pass what it needs as arguments");
  } else if (ts.isMetaProperty(node)) refuse(quote(node.getText()), "remove it");
  else if (ts.isAwaitExpression(node)) {
    refuse("`await`", "wait for an operation of the loom by `yield*`");
  } else if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) {
    refuse("`for await`", "receive one item at a time by `yield*`");
  } else if (ts.isWithStatement(node)) refuse("`with`", "name the object");
  else if (ts.isVariableDeclarationList(node) && kindOf(node) === "other") {
    refuse("`using`", "write `try` … `finally`");
  } else if (!isInner && ts.isVariableDeclarationList(node) && hasVarPattern(node)) {
    refuse("a pattern behind `var`", "write `const` or `let`");
  } else if (!isInner && ts.isForOfStatement(node) && suspends(node)) {
    refuse(
      "a suspension within `for … of`, whose iterator would have to live in the frame,",
      "count an index: `for (let i: u32 = 0; i < length; i++)`",
    );
  } else if (!isInner && ts.isForInStatement(node) && suspends(node)) {
    refuse(
      "a suspension within `for … in`, whose keys would have to live in the frame,",
      "count an index: `for (let i: u32 = 0; i < length; i++)`",
    );
  } else if (!isInner && ts.isCatchClause(node) && suspends(node.parent)) {
    const name = node.variableDeclaration?.name;
    if (name !== undefined && !ts.isIdentifier(name)) {
      refuse("a pattern that takes an error apart", "write `catch (error)`");
    }
  }
}

function hasVarPattern(list: ts.VariableDeclarationList): boolean {
  return kindOf(list) === "var" && list.declarations.some(({ name }) => !ts.isIdentifier(name));
}

function checkNames(
  { self, loom }: FiberSource,
  { variables, all, free, repeated }: Binding,
  callables: Callables,
  report: Report,
): void {
  for (const name of repeated) report(name, messages.takenName(name.text, "another declaration"));
  for (const { name, declaration } of all) {
    if (declaration === undefined) continue;
    if (name === self) report(declaration, messages.takenName(name, "the loom"));
    else if (callables.fibers.has(name)) {
      report(declaration, messages.takenName(name, "a fiber"));
    }
  }
  for (const [reference, variable] of variables) {
    const { declaration, kind } = variable;
    if (declaration === undefined || reference === declaration) continue;
    const isScoped = kind === "let" || kind === "const" || kind === "pattern";
    if (isScoped && reference.pos < declaration.pos) {
      report(reference, messages.earlyUse(reference.text));
    } else if (isScoped && clauseOf(declaration) !== clauseOf(reference, variable.scope)) {
      report(
        declaration,
        messages.foreignSyntax(
          `the declaration of ${quote(variable.name)} in one case and its use in another`,
          "declare it before the switch",
        ),
      );
    }
    const isFixed = kind === "const" || (kind === "pattern" && isConstant(declaration));
    if (isFixed && isChange(reference)) {
      report(reference, messages.constantAssigned(reference.text));
    }
  }
  for (const [name, references] of free) {
    const [first] = references;
    if (first === undefined) continue;
    if (name === "arguments" || name === "eval") {
      report(
        first,
        messages.foreignSyntax(
          quote(name),
          name === "eval" ? "write the code out" : "name the parameters",
        ),
      );
    } else if (name === self) {
      for (const reference of references) checkSelf(reference, self, callables, report);
    } else if (callables.fibers.has(name)) {
      for (const reference of references) checkFiberName(reference, self, callables, report);
      const other = callables.fibers.get(name)?.loom ?? loom;
      if (other !== loom) report(first, messages.otherLoom(name, other, loom));
    } else if (isDeclaredName(name) || (isEmittedName(name) && callables.imported.has(name))) {
      report(first, messages.takenName(name, "emitted code"));
    }
  }
}

/** Whether the `self` of `self.op(…)` or `fiber(self, …)` is used as it may be. */
function checkSelf(
  reference: ts.Identifier,
  self: string,
  { operations, fibers }: Callables,
  report: Report,
): void {
  const access = reference.parent;
  const call = access.parent;
  if (isWithinFunction(reference)) {
    return report(
      reference,
      messages.foreignSyntax(`${quote(self)} within a function`, "use it in the fiber itself"),
    );
  }
  if (ts.isCallExpression(access) && ts.isIdentifier(access.expression)) {
    const isCallee = access.arguments[0] === reference && fibers.has(access.expression.text);
    if (isCallee) {
      if (isYielded(access)) return;
      const name = access.expression.text;
      return report(access, messages.wrongCall(name, `\`yield* ${name}(${self}, …)\``));
    }
  }
  const name = ts.isPropertyAccessExpression(access) ? operationName(access, self) : undefined;
  if (name === undefined || !ts.isCallExpression(call) || call.expression !== access) {
    return report(reference, messages.selfElsewhere(self));
  }
  if (isYielded(call)) return;
  const operation = operations.get(name);
  if (operation === undefined) {
    return report(access, messages.unknownOperation(name, [...operations.keys()]));
  }
  const shown = `${self}.${name}`;
  if (operation.kind === "suspend") {
    return report(access, messages.wrongCall(shown, `\`yield* ${shown}(…)\``));
  }
  const names = operation.parameters.map((one) => one.name);
  if (operation.kind === "call") {
    checkArguments(call, names.length, `${shown}(${names.join(", ")})`, report);
    return;
  }
  const [spawned] = call.arguments;
  const callee = spawned !== undefined && ts.isIdentifier(spawned)
    ? fibers.get(spawned.text)
    : undefined;
  if (callee === undefined) {
    return report(call, messages.wrongCall(shown, `\`${shown}(fiber, …)\` with a fiber's name`));
  }
  names.unshift(callee.name, ...callee.parameters.map((one) => one.name.text));
  checkArguments(call, names.length, `${shown}(${names.join(", ")})`, report);
}

function checkFiberName(
  reference: ts.Identifier,
  self: string,
  { operations }: Callables,
  report: Report,
): void {
  const { parent } = reference;
  if (ts.isCallExpression(parent)) {
    if (parent.expression === reference && isYielded(parent)) return;
    const name = operationName(parent.expression, self);
    const isSpawn = name !== undefined && operations.get(name)?.kind === "spawn";
    if (isSpawn && parent.arguments[0] === reference) return;
  }
  report(reference, messages.fiberElsewhere(reference.text, self));
}

function isYielded(call: ts.CallExpression): boolean {
  const outer = aroundParentheses(call);
  return ts.isYieldExpression(outer) && outer.asteriskToken !== undefined &&
    outer.expression !== undefined && withoutParentheses(outer.expression) === call;
}

function isWithinFunction(node: ts.Node): boolean {
  let outer = node.parent;
  while (!ts.isFunctionLike(outer) && !ts.isClassLike(outer)) outer = outer.parent;
  return !(ts.isFunctionDeclaration(outer) && ts.isSourceFile(outer.parent));
}

function isChange(name: ts.Identifier): boolean {
  let node: ts.Node = name;
  while (ts.isParenthesizedExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.PlusPlusToken ||
      parent.operator === ts.SyntaxKind.MinusMinusToken;
  }
  const isLeft = ts.isBinaryExpression(parent) && parent.left === node &&
    parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return isLeft || isTarget(name);
}

function isConstant(name: ts.Identifier): boolean {
  let node: ts.Node = name;
  while (!ts.isVariableDeclarationList(node) && !ts.isFunctionLike(node)) node = node.parent;
  return ts.isVariableDeclarationList(node) && kindOf(node) === "const";
}

/** The clause of a switch directly around `node`: that of `scope` if given. */
function clauseOf(node: ts.Node, scope?: ts.Node): ts.Node | undefined {
  for (let outer = node.parent; outer !== undefined; outer = outer.parent) {
    if (ts.isCaseOrDefaultClause(outer) && (scope === undefined || outer.parent === scope)) {
      return outer;
    }
    const isNearest = scope === undefined &&
      (ts.isBlock(outer) || ts.isFunctionLike(outer) || ts.isIterationStatement(outer, false));
    if (isNearest || ts.isSourceFile(outer)) return undefined;
  }
  return undefined;
}

function leadsSomewhere(node: ts.BreakOrContinueStatement): boolean {
  const isContinue = ts.isContinueStatement(node);
  for (let outer: ts.Node = node.parent; !ts.isFunctionLike(outer); outer = outer.parent) {
    if (node.label === undefined) {
      if (ts.isIterationStatement(outer, false)) return true;
      if (!isContinue && ts.isSwitchStatement(outer)) return true;
    } else if (ts.isLabeledStatement(outer) && outer.label.text === node.label.text) {
      let inner = outer.statement;
      while (ts.isLabeledStatement(inner)) inner = inner.statement;
      return !isContinue || ts.isIterationStatement(inner, false);
    }
  }
  return false;
}
