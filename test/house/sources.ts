/** The repository as the house tests see it: its text files, and the syntax trees of its TypeScript. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ts } from "ts-morph";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface SourceFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** The folders and files at the root that are not the repository's own text. */
const NOT_OURS = [
  "node_modules",
  ".git",
  ".amph",
  "out",
  "dist",
  "package-lock.json",
  "deno.lock",
  "bun.lock",
];

const TEXT_FILE =
  /\.(?:ts|js|json|jsonc|md|hbs|yml|yaml|toml|svg|html|txt)$|\/\.ci\/run$|\/\.gitignore$/;

/** Every text file of the repository, sorted by path. */
export function readRepository(): SourceFile[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => !NOT_OURS.includes(entry.name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(ROOT, entry.name)) : [join(ROOT, entry.name)]
    )
    .map((file) => ({ file, path: relative(ROOT, file).replaceAll("\\", "/") }))
    .filter(({ path }) => TEXT_FILE.test(`/${path}`) && !path.startsWith("bench/results/local/"))
    .sort((a, b) => a.path < b.path ? -1 : 1)
    .map(({ file, path }) => ({ path, text: readFileSync(file, "utf8") }));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What a TypeScript module imports or re-exports, statically or by `import()`, types included. */
export function importsOf(source: SourceFile): string[] {
  return nodesOf(source).flatMap((node) => {
    const specifier = ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
      ? node.arguments[0]
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
      ? node.argument.literal
      : undefined;
    return specifier !== undefined && ts.isStringLiteralLike(specifier) ? [specifier.text] : [];
  });
}

/** Every node of a module's syntax tree, in the order of the text. */
export function nodesOf({ path, text }: SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return nodes;
}
