/** The functions and methods of an emitted module, and what each of them calls. */
import { ts } from "ts-morph";

export interface Unit {
  /** `#announce`, `tryPush`; several classes may have one of the same name. */
  readonly name: string;
  /** Set where callers of the module call it, as they write it. */
  readonly operation: string | undefined;
  readonly parameters: readonly string[];
  /** All of its body, in order. */
  readonly nodes: readonly ts.Node[];
  readonly calls: ReadonlyMap<ts.Node, Call>;
  /** What each local variable may be: its initial value and what is assigned to it. */
  readonly locals: ReadonlyMap<string, readonly ts.Expression[]>;
  readonly returns: readonly ts.Expression[];
}

export interface Call {
  readonly name: string;
  readonly args: readonly ts.Expression[];
}

export type Units = ReadonlyMap<string, readonly Unit[]>;

export function unitsOf(file: ts.SourceFile): Units {
  const units: Unit[] = [];
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement)) units.push(unitOf(statement, undefined));
    if (!ts.isClassDeclaration(statement)) continue;
    const isStructure = isExported(statement) &&
      statement.members.some((member) => member.name?.getText() === "attach");
    for (const member of statement.members) {
      if (!ts.isMethodDeclaration(member) && !ts.isAccessor(member)) continue;
      units.push(unitOf(member, isStructure ? operationName(member) : undefined));
    }
  }
  return Map.groupBy(units, ({ name }) => name);
}

/** What the module offers. */
export function operationsOf(units: Units): readonly { name: string; label: string }[] {
  return [...units.values()].flat().flatMap(({ name, operation }) =>
    operation === undefined ? [] : [{ name, label: operation }]
  );
}

function isExported(node: ts.ClassDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

function operationName(member: ts.MethodDeclaration | ts.AccessorDeclaration): string | undefined {
  if (ts.isPrivateIdentifier(member.name)) return undefined;
  if (member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)) return undefined;
  const name = member.name.getText();
  if (name === "[Symbol.asyncIterator]") return "for await";
  if (name === "[Symbol.iterator]") return "for … of";
  return name;
}

function unitOf(node: ts.FunctionLikeDeclaration, operation: string | undefined): Unit {
  const nodes: ts.Node[] = [];
  const calls = new Map<ts.Node, Call>();
  const locals = new Map<string, ts.Expression[]>();
  const returns: ts.Expression[] = [];
  const assign = (name: string, value: ts.Expression) =>
    locals.set(name, [...locals.get(name) ?? [], value]);
  const walk = (child: ts.Node): void => {
    nodes.push(child);
    const call = callOf(child);
    if (call !== undefined) calls.set(child, call);
    if (ts.isVariableDeclaration(child) && child.initializer !== undefined) {
      assign(child.name.getText(), child.initializer);
    }
    if (ts.isBinaryExpression(child) && ts.isIdentifier(child.left)) {
      const { kind } = child.operatorToken;
      // `at += STRIDE` is another element of what `at` was.
      if (kind === ts.SyntaxKind.EqualsToken) assign(child.left.text, child.right);
    }
    if (ts.isReturnStatement(child) && child.expression !== undefined) {
      returns.push(child.expression);
    }
    ts.forEachChild(child, walk);
  };
  if (node.body !== undefined) walk(node.body);
  const parameters = node.parameters.map(({ name }) => name.getText());
  const name = node.name?.getText() ?? "";
  return { name, operation, parameters, nodes, calls, locals, returns };
}

/** A call of a function or method, or a read of a property that may be an accessor. */
function callOf(node: ts.Node): Call | undefined {
  if (ts.isCallExpression(node)) {
    const { expression: callee, arguments: args } = node;
    if (ts.isIdentifier(callee)) return { name: callee.text, args };
    if (ts.isPropertyAccessExpression(callee) && callee.expression.getText() !== "Atomics") {
      return { name: callee.name.text, args };
    }
    return undefined;
  }
  const isCallee = ts.isCallExpression(node.parent) && node.parent.expression === node;
  if (!ts.isPropertyAccessExpression(node) || isCallee) return undefined;
  return node.expression.kind === ts.SyntaxKind.ThisKeyword
    ? { name: node.name.text, args: [] }
    : undefined;
}
