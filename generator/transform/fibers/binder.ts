/**
 * Which local each name in a fiber means. Two locals of one name in different blocks are two
 * variables here and get two names in emitted code, since blocks with suspensions are dissolved.
 */
import { ts } from "ts-morph";
import { lineOf } from "../machine/fault.ts";
import { isAssignment, isIncrement, isTypeOnly } from "../machine/syntax.ts";
import type { Variable } from "./ir.ts";

export interface Binding {
  /** By reference and by declaration. */
  readonly variables: ReadonlyMap<ts.Identifier, Variable>;
  /** Every variable, in the order of the source. */
  readonly all: readonly Variable[];
  /** Mentions of names that are not the fiber's own, by name. */
  readonly free: ReadonlyMap<string, readonly ts.Identifier[]>;
  /** Declarations of a name that its scope has already. */
  readonly repeated: readonly ts.Identifier[];
}

interface Scope {
  readonly node: ts.Node;
  readonly names: Map<string, Variable>;
  readonly parent: Scope | undefined;
  /** How many functions deep; 0 is the fiber itself. */
  readonly depth: number;
}

export function bind(fiber: ts.FunctionDeclaration): Binding {
  const variables = new Map<ts.Identifier, Variable>();
  const all: Variable[] = [];
  const free = new Map<string, ts.Identifier[]>();
  const depths = new Map<Variable, number>();
  const repeated: ts.Identifier[] = [];

  const declare = (scope: Scope, name: ts.Identifier, kind: Variable["kind"]): void => {
    const known = scope.names.get(name.text);
    if (known !== undefined) {
      if (kind !== "var" && !variables.has(name)) repeated.push(name);
      variables.set(name, known);
      return;
    }
    const variable: Variable = {
      name: name.text,
      emitted: name.text,
      kind,
      scope: scope.node,
      declaration: name,
      line: lineOf(name),
      type: undefined,
      annotation: undefined,
      captured: false,
      assignments: 0,
      readings: 0,
    };
    scope.names.set(name.text, variable);
    variables.set(name, variable);
    depths.set(variable, scope.depth);
    all.push(variable);
  };

  const declareList = (scope: Scope, list: ts.VariableDeclarationList): void => {
    const kind = kindOf(list);
    for (const { name } of list.declarations) {
      if (ts.isIdentifier(name)) declare(scope, name, kind);
      else for (const part of namesIn(name)) declare(scope, part, "pattern");
    }
  };

  /** `let`, `const`, classes and functions of one block, so that they are known in all of it. */
  const declareBlock = (scope: Scope, statements: readonly ts.Statement[]): void => {
    for (const statement of statements) {
      const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
      if (isNamed && statement.name !== undefined) declare(scope, statement.name, "other");
      if (ts.isVariableStatement(statement) && kindOf(statement.declarationList) !== "var") {
        declareList(scope, statement.declarationList);
      }
    }
  };

  /** `var` of a whole function. */
  const declareVars = (scope: Scope, node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isVariableDeclarationList(node) && kindOf(node) === "var") declareList(scope, node);
    ts.forEachChild(node, (child) => declareVars(scope, child));
  };

  const refer = (scope: Scope, name: ts.Identifier): void => {
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent) {
      const variable = outer.names.get(name.text);
      if (variable === undefined) continue;
      variables.set(name, variable);
      count(variable, name);
      if (scope.depth > (depths.get(variable) ?? 0)) variable.captured = true;
      return;
    }
    free.set(name.text, [...free.get(name.text) ?? [], name]);
  };

  const inner = (scope: Scope, node: ts.Node, depth = scope.depth): Scope => ({
    node,
    names: new Map(),
    parent: scope,
    depth,
  });

  const visitAll = (scope: Scope, node: ts.Node): void => {
    ts.forEachChild(node, (child) => visit(scope, child));
  };

  const visitFunction = (
    scope: Scope,
    node: ts.FunctionLikeDeclaration,
  ): void => {
    const own = inner(scope, node, scope.depth + 1);
    if (ts.isFunctionExpression(node) && node.name !== undefined) declare(own, node.name, "other");
    for (const { name } of node.parameters) {
      for (const part of namesIn(name)) declare(own, part, "other");
    }
    if (node.body !== undefined) declareVars(own, node.body);
    for (const parameter of node.parameters) visit(own, parameter);
    if (node.body !== undefined) visit(own, node.body);
  };

  const visit = (scope: Scope, node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isIdentifier(node)) return isReference(node) ? refer(scope, node) : undefined;
    if (ts.isFunctionLike(node) && "body" in node) {
      const name = node.name;
      if (name !== undefined && ts.isComputedPropertyName(name)) visit(scope, name);
      return visitFunction(scope, node as ts.FunctionLikeDeclaration);
    }
    if (ts.isClassLike(node)) {
      const own = inner(scope, node, scope.depth + 1);
      if (node.name !== undefined) declare(own, node.name, "other");
      return visitAll(own, node);
    }
    if (ts.isBlock(node)) {
      const own = inner(scope, node);
      declareBlock(own, node.statements);
      return visitAll(own, node);
    }
    if (ts.isCaseBlock(node)) {
      const own = inner(scope, node);
      for (const clause of node.clauses) declareBlock(own, clause.statements);
      return visitAll(own, node);
    }
    if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) {
      const own = inner(scope, node);
      const { initializer } = node;
      if (initializer !== undefined && ts.isVariableDeclarationList(initializer)) {
        if (kindOf(initializer) !== "var") declareList(own, initializer);
      }
      return visitAll(own, node);
    }
    if (ts.isCatchClause(node)) {
      const own = inner(scope, node);
      const name = node.variableDeclaration?.name;
      if (name !== undefined && ts.isIdentifier(name)) declare(own, name, "catch");
      else if (name !== undefined) {
        for (const part of namesIn(name)) declare(own, part, "pattern");
      }
      return visitAll(own, node);
    }
    visitAll(scope, node);
  };

  const top: Scope = { node: fiber, names: new Map(), parent: undefined, depth: 0 };
  for (const { name } of fiber.parameters.slice(1)) {
    if (ts.isIdentifier(name)) declare(top, name, "parameter");
  }
  const body = fiber.body;
  if (body !== undefined) {
    declareVars(top, body);
    for (const statement of body.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const { declarationList } = statement;
      if (kindOf(declarationList) === "var") continue;
      for (const { name } of declarationList.declarations) {
        repeated.push(...namesIn(name).filter(({ text }) => top.names.has(text)));
      }
    }
    visit(top, body);
  }
  return { variables, all, free, repeated };
}

function count(variable: Variable, name: ts.Identifier): void {
  let node: ts.Node = name;
  while (ts.isParenthesizedExpression(node.parent) || isTypeOnly(node.parent)) node = node.parent;
  const { parent } = node;
  const isPlain = isAssignment(parent) && parent.left === node;
  if (isPlain || isIncrement(parent) || isTarget(name)) variable.assignments++;
  if (!isPlain || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) variable.readings++;
}

/** Whether a name stands in a pattern that is assigned, `[a, b] = …`, or is set by a loop. */
export function isTarget(name: ts.Identifier): boolean {
  let node: ts.Node = name;
  for (;;) {
    const parent: ts.Node = node.parent;
    const isPart = ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent) ||
      ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent) ||
      ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent) ||
      ts.isParenthesizedExpression(parent);
    if (isPart) {
      node = parent;
      continue;
    }
    if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) {
      return parent.initializer === node;
    }
    if (!isAssignment(parent) || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) {
      return false;
    }
    if (parent.left === node) return true;
    // A default within a pattern: `[a = 1] = …`.
    return false;
  }
}

export function namesIn(name: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : namesIn(element.name)
  );
}

export function kindOf(list: ts.VariableDeclarationList): "let" | "const" | "var" | "other" {
  const flags = list.flags & ts.NodeFlags.BlockScoped;
  if (flags === ts.NodeFlags.Const) return "const";
  if (flags === ts.NodeFlags.Let) return "let";
  return flags === 0 ? "var" : "other";
}

/** Whether an identifier names a value, and is no declaration, property or label. */
function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isParameter(parent) || ts.isVariableDeclaration(parent)) {
    return parent.initializer === node;
  }
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isPropertyDeclaration(parent)) return parent.initializer === node;
  if (ts.isFunctionLike(parent)) return "body" in parent && parent.body === node;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  if (ts.isClassLike(parent) || ts.isMetaProperty(parent)) return false;
  return true;
}
