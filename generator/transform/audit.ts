import { type ImportDeclaration, Node, SyntaxKind } from "ts-morph";
import { parseModule } from "./parse.ts";

/**
 * What an emitted module must not have, as a list of faults (empty: none): imports other than of one
 * class each from the modules in `imports`, and those that the spec itself has, `any`, `enum`, suppressions, an inlined number that
 * differs from its constant, an atomic access outside `i32`.
 */
export function audit(
  text: string,
  constants: ReadonlyMap<string, number>,
  imports: readonly string[] = [],
  applicationImports: readonly string[] = [],
): readonly string[] {
  const faults: string[] = [];
  const file = parseModule(text);
  const open = new Set(imports);
  for (const declaration of file.getImportDeclarations()) {
    if (applicationImports.includes(declaration.getText())) continue;
    const from = declaration.getModuleSpecifierValue();
    if (!open.delete(from)) {
      const allowed = imports.length === 0
        ? "a module depends on nothing"
        : "a container depends on its members' modules, each once";
      faults.push(`imports ${from}: ${allowed}`);
    } else if (!isOneClass(declaration)) {
      faults.push(`imports more than one class from ${from}`);
    }
  }
  for (const from of open) faults.push(`does not import ${from}, the module of a member`);
  for (const declaration of file.getExportDeclarations()) {
    const from = declaration.getModuleSpecifierValue();
    if (from !== undefined) faults.push(`exports from ${from}: a module depends on nothing`);
  }
  for (const declaration of file.getEnums()) faults.push(`has the enum ${declaration.getName()}`);
  file.forEachDescendant((node) => {
    if (node.getKind() === SyntaxKind.AnyKeyword) {
      faults.push(`line ${node.getStartLineNumber()} has the type any`);
    }
    if (Node.isNumericLiteral(node)) {
      const name = /\/\* ([A-Z][A-Z0-9_]*) \*\/ $/.exec(
        text.slice(node.getPos(), node.getStart()),
      )?.[1];
      const value = name === undefined ? undefined : constants.get(name);
      if (name !== undefined && value !== Number(node.getText())) {
        faults.push(`${node.getText()} stands for ${name}, which is ${value}`);
      }
    }
    if (Node.isImportTypeNode(node)) faults.push(`imports a type: ${node.getText()}`);
    if (Node.isCallExpression(node)) {
      const callee = node.getExpression();
      if (callee.getKind() === SyntaxKind.ImportKeyword) faults.push(`imports: ${node.getText()}`);
      if (!Node.isPropertyAccessExpression(callee)) return;
      if (callee.getExpression().getText() !== "Atomics") return;
      const array = node.getArguments()[0]?.getText();
      if (array !== undefined && array !== "i32" && array !== "this.#i32") {
        faults.push(`line ${node.getStartLineNumber()}: Atomics.${callee.getName()} on ${array}`);
      }
    }
  });
  for (
    const [suppression] of text.matchAll(
      /@ts-(?:ignore|expect-error|nocheck)|(?:deno|eslint)-(?:lint-ignore|disable)/g,
    )
  ) {
    faults.push(`suppresses a check: ${suppression}`);
  }
  return faults;
}

/** `import { Name } from …`, as a value and under its own name. */
function isOneClass(declaration: ImportDeclaration): boolean {
  const [name, ...others] = declaration.getNamedImports();
  return name !== undefined && others.length === 0 && name.getAliasNode() === undefined &&
    !name.isTypeOnly() && !declaration.isTypeOnly() &&
    declaration.getDefaultImport() === undefined && declaration.getNamespaceImport() === undefined;
}
