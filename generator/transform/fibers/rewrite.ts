/** Source text → emitted text: names, types, operations of the loom and `return` are replaced. */
import { ts } from "ts-morph";
import { pascalCase } from "../../core/identifiers.ts";
import type { Scalar } from "../../spec/model.ts";
import { type Binding, kindOf } from "./binder.ts";
import { slotOf } from "./source.ts";
import { storeParts, typeScriptOf } from "./slots.ts";
import { operationName } from "./suspensions.ts";

export interface Rewriter {
  readonly binding: Binding;
  readonly slots: ReadonlyMap<string, Scalar>;
  readonly self: string;
  readonly result: Scalar | "void";
  readonly resultByteOffset: number;
  /** Operations that spawn, by name. */
  readonly spawning: ReadonlySet<string>;
  /** Told of each operation, and of the fiber that it spawns. */
  readonly onOperation: (name: string, spawned: string | undefined) => void;
}

/**
 * Where a fiber ends, in text that the two forms of a method share: as one of several statements, and
 * as a statement of its own. No source holds such a character.
 */
export const ENDS = { within: "\0ends\0", alone: "\0{ends}\0" } as const;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function textOf(context: Rewriter, node: ts.Node): string {
  const edits: Edit[] = [];
  const replace = (start: number, end: number, text: string): void =>
    void edits.push({ start, end, text });
  const visit = (inner: ts.Node, depth: number): void => {
    if (ts.isTypeReferenceNode(inner)) {
      const slot = slotOf(inner, context.slots);
      if (slot !== undefined) {
        return replace(inner.getStart(), inner.end, typeScriptOf(slot));
      }
    }
    if (ts.isIdentifier(inner)) {
      const emitted = context.binding.variables.get(inner)?.emitted ?? inner.text;
      if (emitted === inner.text) return;
      const isShort = ts.isShorthandPropertyAssignment(inner.parent) ||
        (ts.isBindingElement(inner.parent) && inner.parent.propertyName === undefined &&
          ts.isObjectBindingPattern(inner.parent.parent) && inner.parent.name === inner);
      return replace(
        inner.getStart(),
        inner.end,
        isShort ? `${inner.text}: ${emitted}` : emitted,
      );
    }
    if (ts.isCallExpression(inner)) {
      const name = operationName(inner.expression, context.self);
      if (name !== undefined) operation(inner, name);
    }
    if (depth === 0 && ts.isReturnStatement(inner)) leave(inner);
    if (depth === 0 && ts.isVariableDeclarationList(inner) && kindOf(inner) === "var") {
      return assignments(inner, depth);
    }
    const next = ts.isFunctionLike(inner) ? depth + 1 : depth;
    ts.forEachChild(inner, (child) => visit(child, next));
  };

  /** `self.name(a)` → `this.#name(fiber, a)`; what spawns: `this.#nameFeed(fiber, a)`. */
  const operation = (call: ts.CallExpression, name: string): void => {
    const [first, second] = call.arguments;
    const spawned = context.spawning.has(name) && first !== undefined ? first.getText() : undefined;
    context.onOperation(name, spawned);
    const next = spawned === undefined ? first : second;
    const method = `this.#${name}${spawned === undefined ? "" : pascalCase(spawned)}`;
    const end = next === undefined ? call.end - 1 : next.getStart();
    replace(call.getStart(), end, `${method}(fiber${next === undefined ? "" : ", "}`);
  };

  /** `return x;` → the result is stored, and the fiber has ended. */
  const leave = (statement: ts.ReturnStatement): void => {
    const { expression } = statement;
    if (expression === undefined) {
      return replace(statement.getStart(), statement.end, ENDS.alone);
    }
    const [before, after] = context.result === "void"
      ? ["", ""]
      : storeParts(context.result, context.resultByteOffset);
    replace(statement.getStart(), expression.getStart(), `{ ${before}`);
    replace(expression.end, statement.end, `${after}; ${ENDS.within} }`);
  };

  /** `var x = 1, y;` → `x = 1`: the variable itself stands at the top of the method. */
  const assignments = (list: ts.VariableDeclarationList, depth: number): void => {
    const { declarations, parent } = list;
    const isLoop = ts.isForOfStatement(parent) || ts.isForInStatement(parent);
    const given = declarations.filter(({ initializer }) => initializer !== undefined);
    const start = list.getStart();
    const [first] = isLoop ? declarations : given;
    if (first === undefined) return replace(start, list.end, "");
    replace(start, first.getStart(), "");
    let last = first;
    for (const declaration of isLoop ? [first] : given) {
      if (declaration !== first) replace(last.end, declaration.getStart(), ", ");
      const { name, type, initializer } = declaration;
      visit(name, depth);
      if (type !== undefined) replace(name.end, type.end, "");
      if (initializer !== undefined) visit(initializer, depth);
      last = declaration;
    }
    replace(last.end, list.end, "");
  };

  visit(node, 0);
  return apply(node, edits);
}

function apply(node: ts.Node, edits: readonly Edit[]): string {
  const source = node.getSourceFile().text;
  let text = "";
  let at = node.getStart();
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) continue;
    text += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at, node.end);
}
