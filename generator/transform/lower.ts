import { ts } from "ts-morph";

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

/** A TypeScript module as `.js` and `.d.ts`; comments stay. */
export function lowerToJavaScript(
  { path, text }: ModuleText,
  format: (path: string, text: string) => string,
): readonly ModuleText[] {
  const stem = path.replace(/\.ts$/, "");
  const lowered = [
    {
      path: `${stem}.js`,
      text: ts.transpileModule(text, { fileName: path, compilerOptions: OPTIONS }).outputText,
    },
    {
      path: `${stem}.d.ts`,
      text: ts.transpileDeclaration(text, { fileName: path, compilerOptions: OPTIONS }).outputText,
    },
  ];
  return lowered.map((file) => ({ path: file.path, text: format(file.path, file.text) }));
}
