import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic.ts";
import { isOurs, parseBanner } from "./banner.ts";
import { fileErrorCode, fileErrorReason } from "./file-error.ts";
import { replaceFiles } from "./replace.ts";

/** A generated file: a plain file name in the output folder. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

export interface WrittenFile {
  readonly path: string;
  readonly outcome: "written" | "unchanged";
}

/** A file of the output folder that is not what `writeFiles` would leave there. */
export interface StaleFile {
  readonly path: string;
  /** `leftover`: from the same spec, but no longer produced. */
  readonly reason: "missing" | "differs" | "leftover";
}

/**
 * Brings `outDir` up to date, touching only what differs. Throws `DiagnosticError` with every
 * objection, having written nothing: a name that leaves the folder, two files of one name, a file
 * that amph-gen did not write, a folder that cannot be written.
 */
export function writeFiles(outDir: string, files: readonly OutputFile[]): readonly WrittenFile[] {
  const inspected = inspectAll(outDir, files);
  replaceFiles(
    inspected
      .filter(({ state }) => state !== "same")
      .map(({ target, file }) => ({ path: target, text: file.text })),
  );
  return inspected.map(({ file, state }) => ({
    path: file.path,
    outcome: state === "same" ? "unchanged" : "written",
  }));
}

/** What `writeFiles` would change, and what it would leave behind. Throws as `writeFiles` does. */
export function compareFiles(outDir: string, files: readonly OutputFile[]): readonly StaleFile[] {
  const stale: StaleFile[] = [];
  for (const { file, state } of inspectAll(outDir, files)) {
    if (state !== "same") stale.push({ path: file.path, reason: state });
  }
  return [...stale, ...leftovers(outDir, files)];
}

/**
 * Files of `outDir` that amph-gen made from the same specs, in the same form (`.gen.ts`, `.gen.js`),
 * and that are not among `files`: a structure was renamed or removed. Told by their banners.
 */
export function leftovers(outDir: string, files: readonly OutputFile[]): readonly StaleFile[] {
  const produced = new Set(files.map(({ path }) => path));
  const endings = new Set(files.map(({ path }) => ending(path)));
  const specs = new Set(files.map(({ text }) => parseBanner(text)?.specFile));
  return fileNames(outDir)
    .filter((name) => !produced.has(name) && endings.has(ending(name)))
    .filter((name) => {
      const facts = parseBanner(readFileSync(join(outDir, name), "utf8"));
      return facts !== undefined && specs.has(facts.specFile);
    })
    .map((path) => ({ path, reason: "leftover" }));
}

/** `book-deltas.gen.d.ts` → `gen.d.ts`. */
function ending(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}

function fileNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    if (fileErrorCode(error) === "ENOENT") return [];
    throw error;
  }
}

interface Inspected {
  readonly file: OutputFile;
  readonly target: string;
  readonly state: "same" | "differs" | "missing";
}

function inspectAll(outDir: string, files: readonly OutputFile[]): readonly Inspected[] {
  const faults: Diagnostic[] = [];
  const folder = folderFault(outDir);
  if (folder !== undefined) throw new DiagnosticError([at(outDir, folder)]);
  const inspected: Inspected[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    const target = join(outDir, file.path);
    const fault = nameFault(file.path, seen) ?? targetFault(target);
    if (fault !== undefined) {
      faults.push(at(target, fault));
    } else {
      inspected.push({ file, target, state: compare(target, file.text) });
    }
  }
  if (faults.length > 0) throw new DiagnosticError(faults);
  return inspected;
}

type Fault = Pick<Diagnostic, "code" | "message">;

function at(file: string, fault: Fault): Diagnostic {
  return { file, line: 1, column: 1, ...fault };
}

function folderFault(outDir: string): Fault | undefined {
  try {
    if (statSync(outDir).isDirectory()) return undefined;
    return { code: "AMPH903", message: "this is not a folder; choose another one with --out" };
  } catch (error) {
    if (fileErrorCode(error) === "ENOENT") return undefined;
    return {
      code: "AMPH903",
      message: `cannot use this folder: ${fileErrorReason(error)}; choose another one with --out`,
    };
  }
}

/** A plain name cannot leave the folder, neither by `..` nor through a symbolic link. */
function nameFault(name: string, seen: Set<string>): Fault | undefined {
  if (name === "" || name === "." || name === ".." || /[\\/:\p{Cc}]/u.test(name)) {
    return {
      code: "AMPH901",
      message: `the name ${JSON.stringify(name)} leaves the output folder; ` +
        "expected a plain file name. Rename the structure in the spec",
    };
  }
  // File systems that ignore case would let the second file replace the first.
  const key = name.normalize("NFC").toLowerCase();
  if (!seen.has(key)) {
    seen.add(key);
    return undefined;
  }
  return {
    code: "AMPH902",
    message: "two structures give a file of this name (capitals do not count). " +
      "Rename one of them, or generate them into different folders with --out",
  };
}

function targetFault(target: string): Fault | undefined {
  try {
    const stats = lstatSync(target, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (!stats.isFile()) {
      return {
        code: "AMPH904",
        message: "something other than a plain file has this name. Remove it, " +
          "or choose another folder with --out",
      };
    }
    if (isOurs(readFileSync(target, "utf8"))) return undefined;
    return {
      code: "AMPH904",
      message: "the file has no amph-gen banner and is not overwritten. Move it away, " +
        "rename the structure, or choose another folder with --out",
    };
  } catch (error) {
    return {
      code: "AMPH903",
      message: `cannot read what is there: ${fileErrorReason(error)}. ` +
        "Make it readable, or choose another folder with --out",
    };
  }
}

function compare(target: string, text: string): Inspected["state"] {
  const stats = lstatSync(target, { throwIfNoEntry: false });
  if (stats === undefined) return "missing";
  return readFileSync(target, "utf8") === text ? "same" : "differs";
}
