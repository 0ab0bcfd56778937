import type { ts } from "ts-morph";

/** Something in a module that has no machine; the message begins with its line. */
export class CompileFault extends Error {
  readonly line: number;

  constructor(node: ts.Node, what: string) {
    const line = lineOf(node);
    super(`line ${line}: ${what}`);
    this.name = "CompileFault";
    this.line = line;
  }
}

/** 1-based line of a node's first token. */
export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

/** A node as a message shows it: one line, not too long. */
export function shown(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
