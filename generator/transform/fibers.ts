/**
 * Generator functions of a spec file as `switch` state machines whose locals lie in shared memory.
 * The file is read and never executed. The steps:
 *
 * 1. read     the fibers' signatures, imports and slot types         fibers/source
 * 2. bind     which local each name means                            fibers/binder
 * 3. check    what cannot be compiled                                fibers/checks
 * 4. lower    statements to basic blocks that end at suspensions     fibers/lower, tries
 * 5. analyse  what lives across each suspension                      fibers/flow
 * 6. place    that in the frame                                      fibers/frame
 * 7. print    the methods                                   fibers/shape, print, states, method
 *
 * A fiber's frame is complete before it begins to wait, since another thread may resume it at once.
 */
import { ts } from "ts-morph";
import type { Diagnostic } from "../core/diagnostic.ts";
import { pascalCase } from "../core/identifiers.ts";
import { compileFiber } from "./fibers/compile.ts";
import { takenName } from "./fibers/messages.ts";
import { callOrder } from "./fibers/order.ts";
import type { CompiledFiber, CompiledFibers, Operation } from "./fibers/model.ts";
import { readSource, type Report } from "./fibers/source.ts";

export type {
  CompiledFiber,
  CompiledFibers,
  FiberParameter,
  FramePlace,
  Operation,
  OperationParameter,
} from "./fibers/model.ts";

/** `file` is named in comments and diagnostics. */
export function compileFibers(
  file: string,
  text: string,
  operations: readonly Operation[],
): CompiledFibers {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const diagnostics: Diagnostic[] = syntaxErrors(file, source);
  if (diagnostics.length > 0) return { fibers: [], imports: [], diagnostics };
  const report: Report = (node, message) => {
    const at = source.getLineAndCharacterOfPosition(node.getStart(source));
    const place = { line: at.line + 1, column: at.character + 1 };
    const isKnown = diagnostics.some(({ line, column, code }) =>
      line === place.line && column === place.column && code === message.code
    );
    if (isKnown) return;
    diagnostics.push({ file, ...place, code: message.code, message: message.text });
  };
  const read = readSource(source, report);
  const callables = {
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    fibers: new Map(read.fibers.map((fiber) => [fiber.name, fiber])),
    imported: new Set(read.imports.keys()),
  };
  const methods = new Set<string>();
  for (const { name, node } of read.fibers) {
    const method = pascalCase(name);
    if (methods.has(method)) report(node.name ?? node, takenName(name, "another fiber"));
    methods.add(method);
  }
  const compiled = new Map<string, CompiledFiber>();
  const imports = new Set<string>();
  for (const fiber of callOrder(read.fibers, report)) {
    const done = compileFiber(fiber, { file: read, callables, compiled, report });
    if (done === undefined) continue;
    compiled.set(fiber.name, done.fiber);
    for (const name of done.free) imports.add(name);
  }
  if (diagnostics.length > 0) {
    const sorted = diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column);
    return { fibers: [], imports: [], diagnostics: sorted };
  }
  return {
    fibers: read.fibers.flatMap(({ name }) => compiled.get(name) ?? []),
    imports: importsOf(read.imports, imports),
    diagnostics: [],
  };
}

function importsOf(
  declarations: ReadonlyMap<string, ts.ImportDeclaration>,
  used: ReadonlySet<string>,
): readonly string[] {
  const texts = [...declarations].flatMap(([name, node]) => used.has(name) ? [node.getText()] : []);
  return [...new Set(texts)];
}

/** Syntax errors as the parser found them, at most three. */
function syntaxErrors(file: string, source: ts.SourceFile): Diagnostic[] {
  // The parser leaves them with the file; asking for them in the declared way needs a whole program.
  const { parseDiagnostics = [] } = source as ts.SourceFile & {
    readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
  };
  return parseDiagnostics.slice(0, 3).map(({ start, messageText }) => {
    const at = source.getLineAndCharacterOfPosition(start);
    const detail = ts.flattenDiagnosticMessageText(messageText, " ");
    return {
      file,
      line: at.line + 1,
      column: at.character + 1,
      code: "AMPH101",
      message: `the file does not parse: ${detail}; expected TypeScript`,
    };
  });
}
