/**
 * Makes the package as it is published, `dist/npm` and `dist/jsr`: the tool as JavaScript, since Node
 * strips no types below `node_modules`; the templates as one module, since JSR has no files to read;
 * and a manifest without what only development needs. `--out DIR` puts both elsewhere; `--pack` also packs
 * the npm one.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ts } from "ts-morph";
import { jsrManifest, npmManifest, type ProjectManifest } from "./manifests.ts";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const { values: options } = parseArgs({
  options: { out: { type: "string", default: join(ROOT, "dist") }, pack: { type: "boolean" } },
});
const DIST = resolve(options.out);
const VOCABULARY = "generator/spec/vocabulary";

/** Modules whose text is made here: what they read from files, the package has in it. */
const MADE: Readonly<Record<string, () => string>> = {
  "generator/emit/template-texts.ts": templateTexts,
  "generator/output/version.ts": () =>
    `export const VERSION = ${JSON.stringify(project.version)};\n`,
};

const project: ProjectManifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
makePackage("npm", "package.json", npmManifest(project));
makePackage("jsr", "jsr.json", jsrManifest(project));
if (options.pack) pack();

function makePackage(folder: "npm" | "jsr", manifestName: string, manifest: object): void {
  rmSync(join(DIST, folder), { recursive: true, force: true });
  const write = (path: string, text: string) => {
    const file = join(DIST, folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (const path of filesBelow("generator")) {
    if (path.endsWith(".json")) write(path, read(path));
    else write(path.replace(/\.ts$/, ".js"), MADE[path]?.() ?? toJavaScript(read(path)));
  }
  // It holds types only, so it is its own declaration; JSR wants sources.
  write(`${VOCABULARY}${folder === "jsr" ? "" : ".d"}.ts`, read(`${VOCABULARY}.ts`));
  for (const path of ["README.md", "CHANGELOG.md", "LICENSE", "docs"]) {
    cpSync(join(ROOT, path), join(DIST, folder, path), { recursive: true });
  }
  write(manifestName, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** As it is, without its types: every line stays where it was. Its own modules are `.js` then. */
function toJavaScript(text: string): string {
  const file = ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest);
  const ends = file.statements.flatMap((node) => {
    if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return [];
    const { moduleSpecifier } = node;
    return moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) &&
        /^\..*\.ts$/.test(moduleSpecifier.text)
      ? [moduleSpecifier.end]
      : [];
  });
  // Behind each specifier `ts"`, of the length of `js"`.
  const renamed = ends.reduce(
    (result, end) => `${result.slice(0, end - 3)}js"${result.slice(end)}`,
    text,
  );
  return stripTypeScriptTypes(renamed).replace(/[ \t]+$/gm, "");
}

function templateTexts(): string {
  const texts = Object.fromEntries(
    filesBelow("templates").map((path) => [relative("templates", path), read(path)]),
  );
  return [
    "/** The templates, by their path below `templates/`. */",
    `const TEXTS = ${JSON.stringify(texts, null, 2)};`,
    "",
    "export function templateText(path) {",
    "  const text = TEXTS[path];",
    "  if (text === undefined) throw new Error(`there is no template ${path}`);",
    "  return text;",
    "}",
    "",
  ].join("\n");
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

function pack(): void {
  const { status } = spawnSync(
    "npm",
    ["pack", join(DIST, "npm"), "--pack-destination", DIST, "--silent"],
    { stdio: "inherit", shell: process.platform === "win32" },
  );
  process.exitCode = status ?? 1;
}
