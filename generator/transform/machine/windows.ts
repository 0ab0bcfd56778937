import { ts } from "ts-morph";
import { CompileFault, shown } from "./fault.ts";
import { memberOfThis, unwrap } from "./syntax.ts";

/** A field that shows a part of a view, and the view. */
interface Window {
  readonly field: string;
  readonly view: string;
}

interface MadeWindow extends Window {
  readonly first: ts.Expression;
  readonly end: ts.Expression;
}

/**
 * The module with its windows spelled out: two numbers, and reads that look whether they lie between
 * them. A machine keeps plain data, and a subarray is none. Every line stays where it is.
 *
 *     this.#part = this.#f64.subarray(a, b);  ⇒  this.#partFirst = a; this.#partEnd = b;
 *     this.#part[k]  ⇒  (… this.#partFirst + k < this.#partEnd ? this.#f64[this.#partFirst + k] : undefined)
 */
export function spellOutWindows(file: ts.SourceFile): string {
  const windows = new Map<string, Window>();
  visitAll(file, (node) => {
    const made = madeBy(node);
    if (made !== undefined) windows.set(made.field, made);
  });
  let text = "";
  let done = 0;
  if (windows.size > 0) {
    visitAll(file, (node) => {
      const spelled = spelledOut(node, windows);
      if (spelled === undefined) return;
      text += file.text.slice(done, node.getStart(file)) + spelled;
      done = node.getEnd();
    }, (node) => node.getEnd() > done);
  }
  return text + file.text.slice(done);
}

/** In the order of the text, a node before its parts; parts of a node that is done are left out. */
function visitAll(
  root: ts.Node,
  visit: (node: ts.Node) => void,
  isOpen: (node: ts.Node) => boolean = () => true,
): void {
  const inner = (node: ts.Node): void => {
    if (!isOpen(node)) return;
    visit(node);
    ts.forEachChild(node, inner);
  };
  inner(root);
}

/** `this.field = this.view.subarray(first, end)` */
function madeBy(node: ts.Node): MadeWindow | undefined {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) {
    return undefined;
  }
  const call = unwrap(node.right);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) {
    return undefined;
  }
  const field = memberOfThis(node.left);
  const view = memberOfThis(call.expression.expression);
  const [first, end] = call.arguments;
  return call.expression.name.text === "subarray" && field !== undefined && view !== undefined &&
      first !== undefined && end !== undefined
    ? { field, view, first, end }
    : undefined;
}

function spelledOut(node: ts.Node, windows: ReadonlyMap<string, Window>): string | undefined {
  const made = madeBy(node);
  if (made !== undefined) {
    if (!ts.isExpressionStatement(node.parent)) throw misused(node);
    const { field, first, end } = made;
    return `this.${field}First = ${first.getText()}; this.${field}End = ${end.getText()}`;
  }
  if (ts.isPropertyDeclaration(node)) {
    // It begins as an empty array, so that engines know from the start what the field holds.
    const name = node.name.getText();
    return windows.has(name) ? `${name}First = 0; ${name}End = 0;` : undefined;
  }
  if (!ts.isExpression(node)) return undefined;
  if (windows.has(memberOfThis(node) ?? "")) throw misused(node);
  if (!ts.isElementAccessExpression(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const window = windows.get(memberOfThis(node.expression) ?? "");
  if (window === undefined) return undefined;
  if (ts.isPropertyAccessExpression(node)) {
    if (node.name.text !== "length") throw misused(node);
    return `(this.${window.field}End - this.${window.field}First)`;
  }
  const { argumentExpression: index, parent } = node;
  if (!isSteady(index) || ts.isBinaryExpression(parent) && parent.left === node && isSet(parent)) {
    throw misused(node);
  }
  const { field, view } = window;
  const [k, first] = [`(${index.getText()})`, `this.${field}First`];
  return `(Number.isInteger(${k}) && ${k} >= 0 && ${first} + ${k} < this.${field}End ` +
    `? this.${view}[${first} + ${k}] : undefined)`;
}

function misused(node: ts.Node): CompileFault {
  const text = shown(node.parent);
  return new CompileFault(node, `${text}: a part of a view is set alone and read by an index`);
}

/** Whether an expression may be written several times. */
function isSteady(node: ts.Node): boolean {
  const changes = ts.isCallExpression(node) || ts.isPrefixUnaryExpression(node) ||
    ts.isPostfixUnaryExpression(node) || ts.isBinaryExpression(node) && isSet(node);
  return !changes && (ts.forEachChild(node, (part) => !isSteady(part)) ?? false) === false;
}

function isSet({ operatorToken }: ts.BinaryExpression): boolean {
  return operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    operatorToken.kind <= ts.SyntaxKind.LastAssignment;
}
