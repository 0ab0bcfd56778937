/**
 * Builds the native sides where compilers and their libraries are. What is missing is no error: the sides
 * that need it are left out, and the bench says so.
 */
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { superviseProcess } from "../../test/support/process.ts";
import type { NativeJob, NativeLibrary } from "../cases/case.ts";
import { buildCrossbeam, CROSSBEAM_PACKAGES } from "./crossbeam.ts";

const COMPILER = "g++";
const FLAGS = ["-std=c++20", "-O2", "-Wall", "-Wextra", "-pthread"];
const BUILD_LIMIT_MS = 120_000;

interface Library {
  /** Tells whether it is there. */
  readonly header: string;
  readonly flags: readonly string[];
  /** Of Debian. */
  readonly package: string;
}

const LIBRARIES: Readonly<Record<NativeLibrary, Library>> = {
  tbb: {
    header: "tbb/concurrent_vector.h",
    flags: ["-DHAS_TBB", "-ltbb"],
    package: "libtbb-dev",
  },
  boost: {
    header: "boost/lockfree/queue.hpp",
    flags: ["-DHAS_BOOST"],
    package: "libboost-dev",
  },
  "boost-fiber": {
    header: "boost/fiber/all.hpp",
    flags: ["-DHAS_BOOST_FIBER", "-lboost_fiber", "-lboost_context"],
    package: "libboost-fiber-dev",
  },
  moodycamel: {
    header: "concurrentqueue/concurrentqueue.h",
    flags: ["-DHAS_MOODYCAMEL"],
    package: "libconcurrentqueue-dev",
  },
};

const PROGRAMS: readonly {
  readonly name: NativeJob["program"];
  readonly uses: readonly NativeLibrary[];
}[] = [
  { name: "mailbox", uses: [] },
  { name: "vector", uses: ["tbb"] },
  { name: "spsc", uses: ["boost"] },
  { name: "fibers", uses: ["boost-fiber"] },
  { name: "mpmc", uses: ["boost", "moodycamel", "tbb"] },
];

export interface Program {
  readonly file: string;
  /** Name and version of what has built it. */
  readonly compiler: string;
}

export interface NativeBuild {
  readonly programs: ReadonlyMap<NativeJob["program"], Program>;
  readonly libraries: ReadonlySet<NativeLibrary>;
  /** What is left out and why, for people. */
  readonly notes: readonly string[];
}

/** Where nothing native is to be run. */
export const NOTHING_NATIVE: NativeBuild = {
  programs: new Map(),
  libraries: new Set(),
  notes: [],
};

/** Builds into `.amph/native` what is older than its sources. */
export async function buildNative(root: string): Promise<NativeBuild> {
  const notes: string[] = [];
  const packages: string[] = [];
  const libraries = new Set<NativeLibrary>();
  const programs = new Map<NativeJob["program"], Program>();
  const compiler = await compilerVersion();
  if (compiler === undefined) {
    notes.push(`no ${COMPILER}: sides in C++ are left out`);
    packages.push(COMPILER, ...Object.values(LIBRARIES).map((library) => library.package));
  } else {
    for (const [name, library] of Object.entries(LIBRARIES) as [NativeLibrary, Library][]) {
      if (await hasHeader(library.header)) {
        libraries.add(name);
      } else {
        notes.push(`no <${library.header}>: sides with ${name} are left out`);
        packages.push(library.package);
      }
    }
    for (const { name, uses } of PROGRAMS) {
      const built = await build(root, name, uses.filter((used) => libraries.has(used)));
      if ("file" in built) programs.set(name, { file: built.file, compiler });
      else notes.push(`${name}.cpp does not build, its sides are left out: ${built.reason}`);
    }
  }
  const crossbeam = await buildCrossbeam(root);
  if ("file" in crossbeam) {
    programs.set("crossbeam", crossbeam);
  } else {
    notes.push(`sides with crossbeam are left out: ${crossbeam.reason}`);
    packages.push(...CROSSBEAM_PACKAGES);
  }
  if (packages.length > 0) notes.push(`on Debian, for these: apt install ${packages.join(" ")}`);
  return { programs, libraries, notes };
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
  uses: readonly NativeLibrary[],
): Promise<{ readonly file: string } | { readonly reason: string }> {
  const sources = join(root, "bench/native");
  const folder = join(root, ".amph/native");
  // Another set of libraries is another file.
  const file = join(folder, [name, ...uses].join("-"));
  const changedMs = Math.max(
    ...readdirSync(sources)
      .filter((entry) => /\.[ch]pp$/.test(entry))
      .map((entry) => statSync(join(sources, entry)).mtimeMs),
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
