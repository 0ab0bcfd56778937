import { ts } from "ts-morph";
import { parseModule } from "../parse.ts";
import { CompileFault } from "./fault.ts";
import { hasModifier } from "./syntax.ts";

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.GetAccessorDeclaration
  | ts.ConstructorDeclaration
  | ts.ArrowFunction
  | ts.FunctionExpression;

/** The parts of an emitted module. */
export interface ModuleParts {
  /** The class of the structure. */
  readonly structure: ts.ClassDeclaration;
  readonly className: string;
  /** Functions of the module, also those in constants. */
  readonly functions: ReadonlyMap<string, FunctionNode>;
  /** Constants of the module, functions among them, and what they are initialised with. */
  readonly constants: ReadonlyMap<string, ts.Expression>;
  /** `let` and `var` of the module. */
  readonly variables: ReadonlySet<string>;
  readonly classes: ReadonlyMap<string, ts.ClassDeclaration>;
  /** The module as JavaScript, as the body of a function. */
  readonly javaScript: string;
}

/** Throws where the text does not parse, or is no module with one structure in it. */
export function readParts(text: string): ModuleParts {
  const file = parseModule(text).compilerNode;
  const functions = new Map<string, FunctionNode>();
  const constants = new Map<string, ts.Expression>();
  const variables = new Set<string>();
  const classes = new Map<string, ts.ClassDeclaration>();
  const structures: ts.ClassDeclaration[] = [];
  if (/(?<![\w$])m\$/.test(text)) {
    throw new Error("the module has a name that begins with m$: machines use such names");
  }
  for (const statement of file.statements) {
    if (
      ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) || ts.isImportEqualsDeclaration(statement)
    ) {
      throw new CompileFault(statement, "an import or export statement: a module stands alone");
    }
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined) {
      functions.set(statement.name.text, statement);
    } else if (ts.isClassDeclaration(statement) && statement.name !== undefined) {
      classes.set(statement.name.text, statement);
      const isExported = hasModifier(statement, ts.SyntaxKind.ExportKeyword);
      if (isExported && statement.heritageClauses === undefined) structures.push(statement);
    } else if (ts.isVariableStatement(statement)) {
      const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (!ts.isIdentifier(name) || !isConstant || initializer === undefined) {
          for (const variable of namesIn(name)) variables.add(variable);
          continue;
        }
        constants.set(name.text, initializer);
        if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) {
          functions.set(name.text, initializer);
        }
      }
    }
  }
  const [structure, another] = structures;
  if (structure?.name === undefined) {
    throw new Error("the module exports no class of a structure: expected an emitted module");
  }
  if (another !== undefined) {
    throw new CompileFault(another, "a second exported class: expected one structure in a module");
  }
  return {
    structure,
    className: structure.name.text,
    functions,
    constants,
    variables,
    classes,
    javaScript: withoutExports(file),
  };
}

/** Whether the module declares a value of this name at its top. */
export function isDeclared(module: ModuleParts, name: string): boolean {
  return module.constants.has(name) || module.variables.has(name) || module.functions.has(name) ||
    module.classes.has(name);
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : namesIn(element.name)
  );
}

/** Types and the word `export` removed. */
function withoutExports(file: ts.SourceFile): string {
  let text = file.text;
  for (const statement of file.statements) {
    if (!ts.canHaveModifiers(statement)) continue;
    for (const modifier of ts.getModifiers(statement) ?? []) {
      if (modifier.kind !== ts.SyntaxKind.ExportKeyword) continue;
      const [start, end] = [modifier.getStart(file), modifier.getEnd()];
      text = text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
    }
  }
  return ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
    },
  }).outputText;
}
