/** The looms of a spec file with their compiled fibers, and what is left of the file without them. */
import { dirname } from "node:path";
import { DiagnosticError } from "../../core/diagnostic.ts";
import { fingerprint } from "../../core/fingerprint.ts";
import { collectFaults, type Faults } from "../../spec/faults.ts";
import type { LoomSpec } from "../../spec/model.ts";
import { checkOptions } from "../../spec/options.ts";
import { splitLooms } from "../../spec/parse-looms.ts";
import type { StructureDeclaration } from "../../spec/draft.ts";
import { compileFibers } from "../../transform/fibers.ts";
import type { CompiledFiber, CompiledFibers } from "../../transform/fibers/model.ts";
import { applicationImports, type Folders } from "./imports.ts";
import { framesOfWorkers, frameTooLarge, loomless, noFibers, stealingAlone } from "./messages.ts";
import { LOOM_OPERATIONS } from "./operations-table.ts";
import { checkNeeds } from "./needs.ts";
import { MAX_FRAME_BYTES } from "./request.ts";
import { loomRules } from "./rules.ts";

export interface ReadLoom {
  readonly spec: LoomSpec;
  readonly fibers: CompiledFibers;
  /** 16 hexadecimal digits over the options and the fibers. */
  readonly fingerprint: string;
}

export interface LoomFile {
  readonly looms: readonly ReadLoom[];
  /** The file without its looms; undefined: nothing is left. */
  readonly rest: string | undefined;
}

/** `out` is the folder of the emitted module, if it is known. Throws DiagnosticError. */
export function readLooms(file: string, text: string, out?: string): LoomFile {
  if (!/\.layout\.[cm]?ts$/i.test(file)) return { looms: [], rest: text };
  const faults = collectFaults(file);
  const { rest, hasRest, looms } = splitLooms(text, faults);
  faults.throwIfAny();
  if (looms.length === 0) return { looms: [], rest: text };
  const compiled = compileFibers(file, text, LOOM_OPERATIONS);
  if (compiled.diagnostics.length > 0) throw new DiagnosticError(compiled.diagnostics);
  const folders = out === undefined ? undefined : { ofSpec: dirname(file), ofModule: out };
  const read = looms.map((loom) => readLoom(loom, compiled, folders, faults));
  for (const fiber of compiled.fibers) checkFiber(fiber, looms, faults);
  faults.throwIfAny();
  return { looms: read, rest: hasRest ? rest : undefined };
}

function readLoom(
  draft: StructureDeclaration,
  compiled: CompiledFibers,
  folders: Folders | undefined,
  faults: Faults,
): ReadLoom {
  const { name, doc } = draft;
  const fibers = compiled.fibers.filter(({ loom }) => loom === name.text);
  if (fibers.length === 0) faults.report(name.at, noFibers(name.text));
  const spec: LoomSpec = {
    structure: "Loom",
    name: name.text,
    doc,
    ...checkOptions(draft, loomRules, "ts", faults),
  };
  const code = fibers.map(({ name: fiber, code: text }) => [fiber, text]);
  checkWorkers(draft, spec, faults);
  checkNeeds(draft, spec, fibers, faults);
  return {
    spec,
    fibers: {
      ...compiled,
      fibers,
      imports: applicationImports(compiled.imports, fibers, folders),
    },
    fingerprint: fingerprint(JSON.stringify([spec.name, ownOptions(spec), code])),
  };
}

/** Options that do not go together. */
function checkWorkers(
  { name, options }: StructureDeclaration,
  { options: checked }: LoomSpec,
  faults: Faults,
): void {
  const placeOf = (option: string) =>
    options?.find((one) => one.name.text === option)?.name.at ?? name.at;
  if (Number(checked["workers"]) < 2) {
    if (checked["stealing"] === true) {
      faults.report(placeOf("stealing"), stealingAlone(name.text));
    }
    return;
  }
  for (const option of ["small", "medium", "large"]) {
    if (checked[option] !== 0) faults.report(placeOf(option), framesOfWorkers(name.text, option));
  }
}

/** What lies beside the module makes no difference to it, nor does what one worker alone has no use for. */
const ownOptions = ({ options }: LoomSpec): object => {
  const without = ["host", ...options["workers"] === 1 ? ["workers", "stealing"] : []];
  return Object.fromEntries(Object.entries(options).filter(([name]) => !without.includes(name)));
};

function checkFiber(
  { name, line, loom, frameBytes }: CompiledFiber,
  looms: readonly StructureDeclaration[],
  faults: Faults,
): void {
  const at = { line, column: 1 };
  if (!looms.some((one) => one.name.text === loom)) faults.report(at, loomless(name, loom));
  if (frameBytes > MAX_FRAME_BYTES) {
    faults.report(at, frameTooLarge(name, frameBytes, MAX_FRAME_BYTES));
  }
}
