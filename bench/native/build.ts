/**
 * Builds the native sides where a C++ compiler and their libraries are. What is missing is no error: the
 * sides that need it are left out, and the bench says so.
 */
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { superviseProcess } from "../../test/support/process.ts";
import type { NativeJob, Side } from "../cases/case.ts";

const COMPILER = "g++";
const FLAGS = ["-std=c++20", "-O2", "-Wall", "-Wextra", "-pthread"];
const BUILD_LIMIT_MS = 120_000;

/** Each library: a header that tells whether it is there, the compiler's flags, what installs it. */
const LIBRARIES = {
  tbb: {
    header: "tbb/concurrent_vector.h",
    flags: ["-DHAS_TBB", "-ltbb"],
    hint: "on Debian: apt install libtbb-dev",
  },
} as const;

type Library = keyof typeof LIBRARIES;

const PROGRAMS: readonly { name: NativeJob["program"]; uses: readonly Library[] }[] = [
  { name: "mailbox", uses: [] },
  { name: "vector", uses: ["tbb"] },
];

export interface NativeBuild {
  /** Name and version; `undefined` where there is none. */
  readonly compiler: string | undefined;
  readonly programs: ReadonlyMap<NativeJob["program"], string>;
  readonly libraries: ReadonlySet<Library>;
  /** What is left out and why, for people. */
  readonly notes: readonly string[];
}

/** Builds into `.amph/native` what is older than its sources. */
export async function buildNative(root: string): Promise<NativeBuild> {
  const compiler = await compilerVersion();
  if (compiler === undefined) {
    const note = `no ${COMPILER}: native sides are left out (on Debian: apt install g++)`;
    return { compiler, programs: new Map(), libraries: new Set(), notes: [note] };
  }
  const notes: string[] = [];
  const libraries = new Set<Library>();
  for (const [name, { header, hint }] of Object.entries(LIBRARIES)) {
    if (await hasHeader(header)) libraries.add(name as Library);
    else notes.push(`no <${header}>: sides with ${name} are left out (${hint})`);
  }
  const programs = new Map<NativeJob["program"], string>();
  for (const { name, uses } of PROGRAMS) {
    const built = await build(root, name, uses.filter((used) => libraries.has(used)));
    if ("file" in built) programs.set(name, built.file);
    else notes.push(`${name}.cpp does not build, its sides are left out: ${built.reason}`);
  }
  return { compiler, programs, libraries, notes };
}

/** Whether this side can run here. */
export function canRun(side: Side, { programs, libraries }: NativeBuild): boolean {
  if ("job" in side) return true;
  const { program, needs } = side.native;
  return programs.has(program) && (needs === undefined || libraries.has(needs));
}

async function compilerVersion(): Promise<string | undefined> {
  try {
    const { code, stdout } = await compile(["-dumpfullversion"]);
    return code === 0 ? `${COMPILER} ${stdout.trim()}` : undefined;
  } catch {
    return undefined;
  }
}

async function hasHeader(header: string): Promise<boolean> {
  return (await compile(["-E", "-x", "c++", "-"], `#include <${header}>\n`)).code === 0;
}

async function build(
  root: string,
  name: string,
  uses: readonly Library[],
): Promise<{ readonly file: string } | { readonly reason: string }> {
  const sources = join(root, "bench/native");
  const folder = join(root, ".amph/native");
  // Another set of libraries is another file.
  const file = join(folder, [name, ...uses].join("-"));
  const changedMs = Math.max(
    ...readdirSync(sources).map((entry) => statSync(join(sources, entry)).mtimeMs),
  );
  const builtMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  if (builtMs > changedMs) return { file };
  mkdirSync(folder, { recursive: true });
  const { code, output, timedOut } = await compile(
    [
      ...FLAGS,
      join(sources, `${name}.cpp`),
      "-o",
      file,
      ...uses.flatMap((used) => LIBRARIES[used].flags),
    ],
  );
  if (code === 0 && !timedOut) return { file };
  return { reason: timedOut ? `no end within ${BUILD_LIMIT_MS} ms` : output.trim().slice(0, 500) };
}

function compile(args: readonly string[], input = "") {
  return superviseProcess(COMPILER, args, { timeoutMs: BUILD_LIMIT_MS, input });
}
