import { ts } from "ts-morph";
import { parseModule } from "./parse.ts";

interface ModuleText {
  readonly path: string;
  readonly text: string;
}

/** The options under which emitted modules are written: nothing in them depends on another file. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
  strict: true,
};

/** A container's members and the parts of a reactor are imported, and are lowered beside it. */
const MEMBER_IMPORT = /^(import \{[^}]*\} from "\.\/[\w-]+\.gen)\.ts";$/gm;

/** A TypeScript module as `.js` and `.d.ts`; comments stay, and both begin with its banner. */
export function lowerToJavaScript(
  { path, text }: ModuleText,
  format: (path: string, text: string) => string,
): readonly ModuleText[] {
  const stem = path.replace(/\.ts$/, "");
  const source = text.replaceAll(MEMBER_IMPORT, (_, module: string) => `${module}.js";`);
  // Declarations lose the comments that stand before what is not exported.
  const banner = /^(?:\/\/.*\n)*/.exec(text)?.[0] ?? "";
  const lowered = [
    {
      path: `${stem}.js`,
      text: ts.transpileModule(source, { fileName: path, compilerOptions: OPTIONS }).outputText,
    },
    {
      path: `${stem}.d.ts`,
      text: `${banner}\n${declarationsOf(path, source)}`,
    },
  ];
  return lowered.map((file) => ({ path: file.path, text: format(file.path, file.text) }));
}

/**
 * The compiler emits declarations without its library here and knows no `Symbol`: it declares a method
 * like `[Symbol.asyncIterator]()` twice, as a property and as what it is. The property goes.
 */
function declarationsOf(path: string, text: string): string {
  const options = { fileName: path, compilerOptions: OPTIONS };
  const file = parseModule(ts.transpileDeclaration(text, options).outputText);
  for (const declaration of file.getClasses()) {
    for (const property of declaration.getProperties()) {
      if (declaration.getMethod(property.getName()) !== undefined) property.remove();
    }
  }
  return file.getFullText();
}
