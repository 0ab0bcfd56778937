import { type ClassDeclaration, Node, type SourceFile } from "ts-morph";
import { parseModule } from "./parse.ts";

/**
 * Writes the values of constants into the operations: `TAIL_I32` becomes a number with its name in a
 * comment before it, where formatting leaves it. Constructors and static methods keep the names. What
 * a value makes idle goes: `x << 0`, `x >>> 0` of a slot, and `x * 1`.
 */
export function inlineConstants(text: string, constants: ReadonlyMap<string, number>): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of editsOf(parseModule(text), constants).sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, edit.start), edit.replacement);
    at = edit.end;
  }
  return parts.join("") + text.slice(at);
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

function editsOf(file: SourceFile, constants: ReadonlyMap<string, number>): Edit[] {
  const edits: Edit[] = [];
  for (const operation of file.getClasses().flatMap(operationsOf)) {
    operation.forEachDescendant((node) => {
      if (!Node.isIdentifier(node)) return;
      const value = constants.get(node.getText());
      if (value === undefined || !isReference(node)) return;
      const idle = idleOperation(node, value);
      edits.push(
        idle ?? {
          start: node.getStart(),
          end: node.getEnd(),
          replacement: `/* ${node.getText()} */ ${value}`,
        },
      );
    });
  }
  return edits;
}

function operationsOf(declaration: ClassDeclaration): Node[] {
  return [
    ...declaration.getInstanceMethods(),
    ...declaration.getGetAccessors(),
  ];
}

function isReference(node: Node): boolean {
  const parent = node.getParent();
  // A record of the spec may be called like a constant.
  if (Node.isTypeReference(parent)) return false;
  if (Node.isPropertyAccessExpression(parent)) return parent.getNameNode() !== node;
  return !Node.isPropertyAssignment(parent) || parent.getNameNode() !== node;
}

/** The part of `left << 0` or `left * 1` behind `left`. */
function idleOperation(node: Node, value: number): Edit | undefined {
  const parent = node.getParent();
  if (!Node.isBinaryExpression(parent) || parent.getRight() !== node) return undefined;
  const operator = parent.getOperatorToken().getText();
  const isIdle = (value === 0 && (operator === "<<" || operator === ">>>")) ||
    (value === 1 && operator === "*");
  if (!isIdle) return undefined;
  return { start: parent.getLeft().getEnd(), end: node.getEnd(), replacement: "" };
}
