/** What a piece of syntax reads and sets, in the order in which it runs. */
import { ts } from "ts-morph";
import { isAssignment, isIncrement, unwrap } from "../machine/syntax.ts";
import type { Binding } from "./binder.ts";
import type { Uses, Variable } from "./ir.ts";

export interface UsesOfNode extends Uses {
  /** False: what stands behind is never reached. */
  readonly completes: boolean;
}

/** Variables that begin and end within `node` are left out. */
export function usesOf(binding: Binding, ...nodes: readonly ts.Node[]): UsesOfNode {
  const reads = new Set<Variable>();
  const writes = new Set<Variable>();
  const sets = new Set<Variable>();
  let completes = true;

  const variableOf = (name: ts.Identifier): Variable | undefined => {
    const variable = binding.variables.get(name);
    const scope = variable?.scope;
    const isInside = scope !== undefined && variable?.kind !== "var" &&
      nodes.some((node) => scope.pos >= node.pos && scope.end <= node.end);
    return isInside ? undefined : variable;
  };
  const read = (name: ts.Identifier, set: Set<Variable>): void => {
    const variable = variableOf(name);
    if (variable !== undefined && !set.has(variable)) reads.add(variable);
  };
  const write = (name: ts.Identifier, set: Set<Variable>): void => {
    const variable = variableOf(name);
    if (variable === undefined) return;
    writes.add(variable);
    set.add(variable);
  };

  /** Runs `node`, or not: what it sets does not count. */
  const maybe = (node: ts.Node | undefined, set: Set<Variable>): void => {
    if (node !== undefined) scan(node, new Set(set));
  };
  const either = (
    yes: ts.Node,
    no: ts.Node | undefined,
    set: Set<Variable>,
  ): boolean => {
    const [first, second] = [new Set(set), new Set(set)];
    const ends = [scan(yes, first), no === undefined || scan(no, second)];
    const kept = !ends[0] ? second : !ends[1] ? first : first.intersection(second);
    for (const variable of kept) set.add(variable);
    return ends.includes(true);
  };
  const all = (children: readonly ts.Node[], set: Set<Variable>): boolean =>
    // What stands behind a jump still counts as read: nobody writes such code for its speed.
    children.map((child) => scan(child, set)).every(Boolean);

  const pattern = (target: ts.Node, set: Set<Variable>): void => {
    if (ts.isIdentifier(target)) {
      read(target, set);
      return write(target, set);
    }
    if (ts.isShorthandPropertyAssignment(target)) pattern(target.name, set);
    ts.forEachChild(target, (child) => pattern(child, set));
  };

  /** False: never completes. */
  const scan = (node: ts.Node, set: Set<Variable>): boolean => {
    if (ts.isTypeNode(node) || ts.isTypeAliasDeclaration(node)) return true;
    if (ts.isIdentifier(node)) {
      read(node, set);
      return true;
    }
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) {
      closure(node);
      return true;
    }
    if (isAssignment(node)) {
      const target = unwrap(node.left);
      const operator = node.operatorToken.kind;
      if (operator === ts.SyntaxKind.EqualsToken) {
        if (!ts.isIdentifier(target)) {
          const isPattern = ts.isArrayLiteralExpression(target) ||
            ts.isObjectLiteralExpression(target);
          if (isPattern) pattern(target, set);
          else scan(target, set);
        }
        scan(node.right, set);
        if (ts.isIdentifier(target)) write(target, set);
        return true;
      }
      scan(target, set);
      const isLogical = operator === ts.SyntaxKind.BarBarEqualsToken ||
        operator === ts.SyntaxKind.AmpersandAmpersandEqualsToken ||
        operator === ts.SyntaxKind.QuestionQuestionEqualsToken;
      if (isLogical) maybe(node.right, set);
      else scan(node.right, set);
      if (ts.isIdentifier(target)) write(target, set);
      return true;
    }
    if (isIncrement(node)) {
      const target = unwrap(node.operand);
      scan(target, set);
      if (ts.isIdentifier(target)) write(target, set);
      return true;
    }
    if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.kind;
      const isLogical = operator === ts.SyntaxKind.BarBarToken ||
        operator === ts.SyntaxKind.AmpersandAmpersandToken ||
        operator === ts.SyntaxKind.QuestionQuestionToken;
      scan(node.left, set);
      if (isLogical) maybe(node.right, set);
      else scan(node.right, set);
      return true;
    }
    if (ts.isConditionalExpression(node)) {
      scan(node.condition, set);
      return either(node.whenTrue, node.whenFalse, set);
    }
    if (ts.isOptionalChain(node)) {
      scan(node.expression, set);
      ts.forEachChild(node, (child) => child === node.expression ? undefined : maybe(child, set));
      return true;
    }
    if (ts.isPropertyAccessExpression(node)) return scan(node.expression, set);
    if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) scan(node.name, set);
      return scan(node.initializer, set);
    }
    if (ts.isVariableDeclaration(node)) {
      if (node.initializer !== undefined) scan(node.initializer, set);
      if (ts.isIdentifier(node.name)) {
        const isSet = node.initializer !== undefined || ts.isForOfStatement(node.parent.parent) ||
          ts.isForInStatement(node.parent.parent);
        if (isSet) write(node.name, set);
      } else bindingPattern(node.name, set);
      return true;
    }
    if (ts.isIfStatement(node)) {
      scan(node.expression, set);
      return either(node.thenStatement, node.elseStatement, set);
    }
    if (ts.isForStatement(node)) {
      if (node.initializer !== undefined) scan(node.initializer, set);
      if (node.condition !== undefined) scan(node.condition, set);
      const body = new Set(set);
      scan(node.statement, body);
      maybe(node.incrementor, set);
      return !isEndless(node, node.condition);
    }
    if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
      scan(node.expression, set);
      const body = new Set(set);
      if (ts.isVariableDeclarationList(node.initializer)) scan(node.initializer, body);
      else pattern(node.initializer, body);
      scan(node.statement, body);
      return true;
    }
    if (ts.isWhileStatement(node)) {
      scan(node.expression, set);
      maybe(node.statement, set);
      return !isEndless(node, node.expression);
    }
    if (ts.isDoStatement(node)) {
      const goesOn = scan(node.statement, new Set(set));
      maybe(node.expression, set);
      return jumpsTo(node, node) || (goesOn && !isEndless(node, node.expression));
    }
    if (ts.isSwitchStatement(node)) {
      scan(node.expression, set);
      const { clauses } = node.caseBlock;
      const ends = clauses.map((clause) => scan(clause, new Set(set)));
      const isLeft = !clauses.some(ts.isDefaultClause) || ends.at(-1) === true;
      return isLeft || jumpsTo(node, node);
    }
    if (ts.isLabeledStatement(node)) {
      return scan(node.statement, new Set(set)) || jumpsTo(node.statement, node);
    }
    if (ts.isTryStatement(node)) {
      const { tryBlock, catchClause, finallyBlock } = node;
      const last = new Set(set);
      const completes = catchClause === undefined
        ? scan(tryBlock, set)
        : either(tryBlock, catchClause.block, set);
      if (finallyBlock === undefined) return completes;
      const lastCompletes = scan(finallyBlock, last);
      for (const variable of last) set.add(variable);
      return completes && lastCompletes;
    }
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) {
      if (node.expression !== undefined) scan(node.expression, set);
      return false;
    }
    if (ts.isBreakOrContinueStatement(node)) return false;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => void children.push(child));
    return all(children, set);
  };

  const bindingPattern = (name: ts.BindingName, set: Set<Variable>): void => {
    if (ts.isIdentifier(name)) return write(name, set);
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      const key = element.propertyName;
      if (key !== undefined && ts.isComputedPropertyName(key)) scan(key, set);
      maybe(element.initializer, set);
      bindingPattern(element.name, set);
    }
  };

  /** A function may run at any time, or never. */
  const closure = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const variable = variableOf(node);
      if (variable !== undefined) {
        reads.add(variable);
        writes.add(variable);
      }
    }
    ts.forEachChild(node, closure);
  };

  for (const node of nodes) completes = scan(node, sets) && completes;
  return { reads, sets, writes, completes };
}

/** A loop that only `return`, `throw` and jumps to what is around it leave. */
function isEndless(loop: ts.IterationStatement, condition: ts.Expression | undefined): boolean {
  const isAlways = condition === undefined || condition.kind === ts.SyntaxKind.TrueKeyword;
  return isAlways && !jumpsTo(loop.statement, loop, ts.isBreakStatement);
}

/** Whether a jump within `node` is one of `target`: a loop, a switch or a labelled statement. */
function jumpsTo(
  node: ts.Node,
  target: ts.Node,
  accepts: (jump: ts.BreakOrContinueStatement) => boolean = () => true,
): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isBreakOrContinueStatement(node)) return accepts(node) && targetOf(node) === target;
  return ts.forEachChild(node, (child) => jumpsTo(child, target, accepts)) ?? false;
}

function loopOf({ statement }: ts.LabeledStatement): ts.Statement {
  return ts.isLabeledStatement(statement) ? loopOf(statement) : statement;
}

/** What a jump leaves or begins anew. */
function targetOf(jump: ts.BreakOrContinueStatement): ts.Node | undefined {
  for (let outer: ts.Node = jump.parent; !ts.isFunctionLike(outer); outer = outer.parent) {
    if (jump.label !== undefined) {
      if (ts.isLabeledStatement(outer) && outer.label.text === jump.label.text) {
        return ts.isBreakStatement(jump) ? outer : loopOf(outer);
      }
    } else if (
      ts.isIterationStatement(outer, false) ||
      (ts.isBreakStatement(jump) && ts.isSwitchStatement(outer))
    ) return outer;
    if (ts.isSourceFile(outer)) return undefined;
  }
  return undefined;
}
