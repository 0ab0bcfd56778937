/** Finds a browser of the Chromium family. It is not in `node_modules`: systems have packages of it. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { versionOf } from "./runtimes.ts";

export interface Chromium {
  /** Absolute path of the executable. */
  readonly path: string;
  readonly version: string;
}

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** The first version that has all that is tested: `Atomics.waitAsync` is the youngest of it. */
const OLDEST_MAJOR = 110;

/** What `AMPH_CHROMIUM` names, else what is in `PATH`; `undefined` if none starts. */
export async function findChromium(): Promise<Chromium | undefined> {
  const named = process.env["AMPH_CHROMIUM"];
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const paths = named === undefined
    ? NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
    : [named];
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const version = await versionOf(path);
    if (version !== undefined && Number.parseInt(version) >= OLDEST_MAJOR) return { path, version };
  }
  return undefined;
}

/** The end of a sentence on a browser that was not found: what to do. */
export const HOW_TO_INSTALL_CHROMIUM =
  `no Chromium ${OLDEST_MAJOR} or newer in PATH: install one (on Debian apt-get install chromium), ` +
  "or name its executable in AMPH_CHROMIUM";
