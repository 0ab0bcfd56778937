/** Builds the program in Rust, against crossbeam as Debian packages its sources: nothing is downloaded. */
import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { superviseProcess } from "../../test/support/process.ts";
import type { Program } from "./build.ts";

/** Of Debian; any other cargo does as well. */
export const CROSSBEAM_PACKAGES = [
  "cargo",
  "librust-crossbeam-queue-dev",
  "librust-crossbeam-channel-dev",
] as const;

/** Where those packages put the sources. */
const REGISTRY = "/usr/share/cargo/registry";
const BUILD_LIMIT_MS = 120_000;

export async function buildCrossbeam(
  root: string,
): Promise<Program | { readonly reason: string }> {
  const missing = ["queue", "channel"].filter((name) => !isPackaged(`crossbeam-${name}`));
  if (missing.length > 0) return { reason: `no crossbeam-${missing.join(", ")} in ${REGISTRY}` };
  const compiler = await versionOf("rustc");
  if (compiler === undefined || await versionOf("cargo") === undefined) {
    return { reason: "no cargo and rustc" };
  }
  const sources = join(root, "bench/native/crossbeam");
  const folder = join(root, ".amph/native/crossbeam");
  const file = join(folder, "target/release/crossbeam");
  if (timeOf(file) > newestBelow(sources)) return { file, compiler };
  // In a copy, since cargo writes a lock file, which is of the versions that this system has.
  mkdirSync(folder, { recursive: true });
  cpSync(sources, folder, { recursive: true });
  const { code, output, timedOut } = await superviseProcess(
    "cargo",
    [
      "build",
      "--release",
      "--offline",
      "--config",
      'source.crates-io.replace-with="packaged"',
      "--config",
      `source.packaged.directory="${REGISTRY}"`,
    ],
    { timeoutMs: BUILD_LIMIT_MS, cwd: folder },
  );
  if (code === 0 && !timedOut) return { file, compiler };
  return { reason: timedOut ? `no end within ${BUILD_LIMIT_MS} ms` : output.trim().slice(-500) };
}

function isPackaged(name: string): boolean {
  return existsSync(REGISTRY) &&
    readdirSync(REGISTRY).some((entry) => entry.startsWith(`${name}-`));
}

function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
}

function newestBelow(folder: string): number {
  return Math.max(
    ...readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((entry) => timeOf(join(folder, entry))),
  );
}

/** `rustc 1.63.0`; `undefined` where there is none. */
async function versionOf(command: string): Promise<string | undefined> {
  try {
    const { code, stdout } = await superviseProcess(command, ["--version"], {
      timeoutMs: BUILD_LIMIT_MS,
    });
    return code === 0 ? stdout.split(" ").slice(0, 2).join(" ").trim() : undefined;
  } catch {
    return undefined;
  }
}
