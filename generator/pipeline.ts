/**
 * The one place where the phases meet. Each takes the frozen result of the one before:
 *
 * 1. read      text of a spec        → Spec           spec/
 * 2. request   what a structure needs → LayoutRequest  structures/
 * 3. solve     offsets                → Layout         layout/solve
 * 4. prove     the offsets, again     → no violation   layout/check
 * 5. plan      names and facts        → ModulePlan     structures/
 * 6. render    templates              → text           emit/
 * 7. passes    inline, audit          → text           transform/
 * 8. format    as `deno fmt` does     → text           output/format
 * 9. lower     for `--emit js` only   → .js and .d.ts  transform/lower
 *
 * Nothing is written here.
 */
import { type Diagnostic, DiagnosticError } from "./core/diagnostic.ts";
import { fingerprint } from "./core/fingerprint.ts";
import { kebabCase } from "./core/identifiers.ts";
import { renderTemplate } from "./emit/template.ts";
import type { HostProfile } from "./host/profile.ts";
import { check } from "./layout/check.ts";
import type { Layout } from "./layout/model.ts";
import { LayoutTooLargeError, solve } from "./layout/solve.ts";
import { banner } from "./output/banner.ts";
import { formatTypeScript } from "./output/format.ts";
import { VERSION } from "./output/version.ts";
import type { Spec, StructureSpec } from "./spec/model.ts";
import { readSpec } from "./spec/read.ts";
import { structureOf, STRUCTURES } from "./structures/registry.ts";
import { lowerToJavaScript } from "./transform/lower.ts";
import { transformModule } from "./transform/passes.ts";
import { wrapComments } from "./transform/wrap-comments.ts";

export interface GeneratedFile {
  /** Relative to the output folder: `book-deltas.gen.ts`. */
  readonly path: string;
  readonly text: string;
}

export interface GenerateInput {
  /** As the user named it. */
  readonly file: string;
  readonly text: string;
}

export interface GenerateOptions {
  readonly host: HostProfile;
  readonly emit: "ts" | "js";
}

interface Solved {
  readonly input: GenerateInput;
  readonly spec: Spec;
  readonly structure: StructureSpec;
  readonly layout: Layout;
}

/** The modules of all specs. Throws DiagnosticError with every fault of every input. */
export function generateModules(
  inputs: readonly GenerateInput[],
  { host, emit }: GenerateOptions,
): Promise<readonly GeneratedFile[]> {
  return Promise.resolve().then(() =>
    solveAll(inputs, host).flatMap((solved) => {
      const module = renderModule(solved, host);
      return emit === "js" ? lowerToJavaScript(module, formatTypeScript) : [module];
    })
  );
}

/** The layouts of all specs, for `explain`. Throws like {@link generateModules}. */
export function layoutSpecs(
  inputs: readonly GenerateInput[],
  { host }: { readonly host: HostProfile },
): readonly Layout[] {
  return solveAll(inputs, host).map(({ layout }) => layout);
}

/** Phases 1 to 4 for every input; faults are collected over all of them. */
function solveAll(inputs: readonly GenerateInput[], host: HostProfile): readonly Solved[] {
  const diagnostics: Diagnostic[] = [];
  const solved: Solved[] = [];
  const owners = new Map<string, string>();
  for (const input of inputs) {
    try {
      const rules = STRUCTURES.map((structure) => structure.rules);
      const spec = readSpec(input.file, input.text, rules);
      for (const structure of spec.structures) {
        const path = modulePath(structure.name);
        const owner = owners.get(path);
        if (owner !== undefined && owner !== input.file) {
          throw fault(
            input.file,
            "AMPH304",
            `${structure.name} would be written to ${path}, as a structure of ${owner} would: rename one of them`,
          );
        }
        owners.set(path, input.file);
        solved.push({ input, spec, structure, layout: layoutOf(input.file, structure, host) });
      }
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      diagnostics.push(...error.diagnostics);
    }
  }
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return solved;
}

function layoutOf(file: string, structure: StructureSpec, host: HostProfile): Layout {
  const { cacheLine } = structure.options;
  const lineBytes = typeof cacheLine === "number" ? cacheLine : host.isolationBytes;
  try {
    const layout = solve(structureOf(structure).request(structure), lineBytes);
    const violations = check(layout);
    if (violations.length > 0) {
      throw new Error(`the layout of ${structure.name} is wrong:\n${violations.join("\n")}`);
    }
    return layout;
  } catch (error) {
    if (!(error instanceof LayoutTooLargeError)) throw error;
    throw fault(file, "AMPH601", error.message);
  }
}

function renderModule(
  { spec, structure, layout }: Solved,
  host: HostProfile,
): GeneratedFile {
  const path = modulePath(structure.name);
  const plan = structureOf(structure).plan({
    spec: structure,
    layout,
    banner: banner({
      version: VERSION,
      structure: structure.structure,
      name: structure.name,
      specFile: spec.file,
      specFingerprint: spec.fingerprint,
      hostName: host.name,
      hostFingerprint: fingerprint(`${host.name} ${host.lineBytes} ${host.isolationBytes}`),
      lineBytes: layout.lineBytes,
      layoutFingerprint: layout.fingerprint,
      command: `amph-gen generate ${spec.file}`,
    }),
  });
  const formatted = formatTypeScript(path, transformModule(renderTemplate(plan), plan.constants));
  return { path, text: wrapComments(formatted) };
}

function modulePath(name: string): string {
  return `${kebabCase(name)}.gen.ts`;
}

/** A fault of a whole file: it has no position of its own. */
function fault(file: string, code: string, message: string): DiagnosticError {
  return new DiagnosticError([{ file, line: 1, column: 1, code, message }]);
}
