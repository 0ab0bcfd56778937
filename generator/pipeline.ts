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
import { moduleFile } from "./core/identifiers.ts";
import type { ModulePlan } from "./emit/plan.ts";
import { renderTemplate } from "./emit/template.ts";
import type { Explained } from "./explain/describe.ts";
import type { HostProfile } from "./host/profile.ts";
import { check } from "./layout/check.ts";
import type { Layout, LayoutRequest, MemberLayout } from "./layout/model.ts";
import { LayoutTooLargeError, solve } from "./layout/solve.ts";
import { banner } from "./output/banner.ts";
import { formatTypeScript } from "./output/format.ts";
import { VERSION } from "./output/version.ts";
import type { ContainerSpec, LoomSpec, Spec, StructureSpec } from "./spec/model.ts";
import { readSpec } from "./spec/read.ts";
import { containerOf, CONTAINERS } from "./structures/containers.ts";
import { planLoom } from "./structures/loom/plan.ts";
import { HOST_MODULES, hostModules, wantsHost } from "./structures/loom/host-modules.ts";
import { type LoomFile, readLooms } from "./structures/loom/read.ts";
import { loomOptions, loomRequest } from "./structures/loom/request.ts";
import { structureOf, STRUCTURES } from "./structures/registry.ts";
import { lowerToJavaScript } from "./transform/lower.ts";
import { transformModule } from "./transform/passes.ts";
import { usesOf } from "./transform/uses.ts";
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
  /** The folder to which the files will be written: imports of the application lead from there. */
  readonly out?: string;
}

/** A structure or container of a spec, laid out. */
interface Solved {
  readonly spec: Pick<Spec, "file" | "fingerprint">;
  readonly declared: StructureSpec | ContainerSpec | LoomSpec;
  readonly layout: Layout;
  readonly plan: (banner: string) => ModulePlan;
}

/** The modules of all specs. Throws DiagnosticError with every fault of every input. */
export function generateModules(
  inputs: readonly GenerateInput[],
  { host, emit, out }: GenerateOptions,
): Promise<readonly GeneratedFile[]> {
  return Promise.resolve().then(() => {
    const all = solveAll(inputs, host, out);
    const modules = [...all.map((solved) => renderModule(solved, host)), ...modulesBeside(all)];
    return emit === "js"
      ? modules.flatMap((module) => lowerToJavaScript(module, formatTypeScript))
      : modules;
  });
}

/** What the application's side of looms needs, once for all of them. */
function modulesBeside(all: readonly Solved[]): readonly GeneratedFile[] {
  if (!all.some(({ declared }) => wantsHost(declared))) return [];
  return hostModules(VERSION).map(({ path, text }) => ({
    path,
    text: formatTypeScript(path, text),
  }));
}

/** The layouts of all specs, for `explain`. Throws like {@link generateModules}. */
export function layoutSpecs(
  inputs: readonly GenerateInput[],
  { host }: { readonly host: HostProfile },
): readonly Layout[] {
  return solveAll(inputs, host).map(({ layout }) => layout);
}

/** The layouts of all specs, and what the operations of their modules touch. Throws likewise. */
export function explainSpecs(
  inputs: readonly GenerateInput[],
  { host }: { readonly host: HostProfile },
): readonly Explained[] {
  return solveAll(inputs, host).map((solved) => ({
    layout: solved.layout,
    uses: usesOf(renderModule(solved, host).text),
  }));
}

/** Phases 1 to 4 for every input; faults are collected over all of them. */
function solveAll(
  inputs: readonly GenerateInput[],
  host: HostProfile,
  out?: string,
): readonly Solved[] {
  const diagnostics: Diagnostic[] = [];
  const solved: Solved[] = [];
  const owners = new Map<string, string>();
  const rules = [...STRUCTURES, ...CONTAINERS].map((one) => one.rules);
  for (const { file, text } of inputs) {
    try {
      const { looms, rest } = readLooms(file, text, out);
      if (rest !== undefined) {
        const spec = readSpec(file, rest, rules);
        for (const { name } of [...spec.structures, ...spec.containers]) {
          claimPath(name, file, owners);
        }
        solved.push(...solveSpec(file, spec, host));
      }
      for (const { spec } of looms) {
        claimPath(spec.name, file, owners);
        if (!wantsHost(spec)) continue;
        for (const { name } of HOST_MODULES) claimPath(name, file, owners, HOST_OWNER);
      }
      solved.push(...solveLooms(file, looms, host));
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      diagnostics.push(...error.diagnostics);
    }
  }
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return solved;
}

/** Whose the modules beside looms are, of whatever file. */
const HOST_OWNER = "what comes with a Loom that says `host: true`";

function claimPath(
  name: string,
  file: string,
  owners: Map<string, string>,
  claimant = file,
): void {
  const path = moduleFile(name);
  const owner = owners.get(path);
  if (owner !== undefined && owner !== claimant) {
    const isHost = owner === HOST_OWNER || claimant === HOST_OWNER;
    const other = isHost ? HOST_OWNER : `a structure of ${owner}`;
    throw fault(
      file,
      "AMPH304",
      `${name} would be written to ${path}, as ${other} would: ` +
        (isHost ? "rename the structure" : "rename one of them"),
    );
  }
  owners.set(path, claimant);
}

/** Structures first, then containers, each behind its members. */
function solveSpec(file: string, spec: Spec, host: HostProfile): readonly Solved[] {
  const layouts = new Map<string, Layout>();
  const structures = spec.structures.map((declared): Solved => {
    const structure = structureOf(declared);
    const lineBytes = lineOf(declared, host);
    const layout = layoutOf(file, structure.request(declared), lineBytes);
    layouts.set(declared.name, layout);
    const plan = (banner: string) => structure.plan({ spec: declared, layout, banner });
    return { spec, declared, layout, plan };
  });
  const containers = spec.containers.map((declared): Solved => {
    const container = containerOf(declared);
    const members = declared.members.map(({ name, doc, of }): MemberLayout => {
      const layout = layouts.get(of);
      if (layout === undefined) throw new Error(`${declared.name}.${name}: ${of} has no layout`);
      return { name, doc, layout };
    });
    const lines = members.map(({ layout }) => layout.lineBytes);
    const lineBytes = Math.max(lineOf(declared, host), ...lines);
    const layout = layoutOf(file, container.request(declared.name, members), lineBytes);
    layouts.set(declared.name, layout);
    const plan = (banner: string) => container.plan({ spec: declared, layout, banner });
    return { spec, declared, layout, plan };
  });
  return [...structures, ...containers];
}

function solveLooms(file: string, looms: LoomFile["looms"], host: HostProfile): readonly Solved[] {
  return looms.map(({ spec: declared, fibers, fingerprint: identity }): Solved => {
    const spec = { file: file.replace(/^.*[\\/]/s, ""), fingerprint: identity };
    const options = loomOptions(declared.options, fibers.fibers);
    const layout = layoutOf(file, loomRequest(declared.name, options), lineOf(declared, host));
    const plan = (banner: string) =>
      planLoom({ spec: declared, layout, banner, fibers, specFile: spec.file });
    return { spec, declared, layout, plan };
  });
}

function lineOf({ options }: Solved["declared"], host: HostProfile): number {
  const { cacheLine } = options;
  return typeof cacheLine === "number" ? cacheLine : host.isolationBytes;
}

function layoutOf(file: string, request: LayoutRequest, lineBytes: number): Layout {
  try {
    const layout = solve(request, lineBytes);
    const violations = check(layout);
    if (violations.length > 0) {
      throw new Error(`the layout of ${request.name} is wrong:\n${violations.join("\n")}`);
    }
    return layout;
  } catch (error) {
    if (!(error instanceof LayoutTooLargeError)) throw error;
    throw fault(file, "AMPH601", error.message);
  }
}

function renderModule({ spec, declared, layout, plan }: Solved, host: HostProfile): GeneratedFile {
  const path = moduleFile(declared.name);
  const module = plan(banner({
    version: VERSION,
    structure: declared.structure,
    name: declared.name,
    specFile: spec.file,
    specFingerprint: spec.fingerprint,
    hostName: host.name,
    hostFingerprint: fingerprint(`${host.name} ${host.lineBytes} ${host.isolationBytes}`),
    lineBytes: layout.lineBytes,
    layoutFingerprint: layout.fingerprint,
    command: `amph-gen generate ${spec.file}`,
  }));
  const { constants, imports, applicationImports } = module;
  const text = transformModule(renderTemplate(module), constants, imports, applicationImports);
  return { path, text: wrapComments(formatTypeScript(path, text)) };
}

/** A fault of a whole file: it has no position of its own. */
function fault(file: string, code: string, message: string): DiagnosticError {
  return new DiagnosticError([{ file, line: 1, column: 1, code, message }]);
}
