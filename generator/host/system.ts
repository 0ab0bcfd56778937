import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";

/** What a probe may ask of a machine. Each of the three functions throws where there is no answer. */
export interface System {
  /** As `process.platform`: `linux`, `darwin`, `win32` … */
  readonly platform: string;
  /** As `process.arch`: `x64`, `arm64` … */
  readonly arch: string;
  readonly readText: (file: string) => string;
  readonly listFolder: (folder: string) => readonly string[];
  /** Standard output of a command that ended with 0. */
  readonly run: (command: string, args: readonly string[]) => string;
}

/** Long enough for a cold start of PowerShell. */
const RUN_TIMEOUT_MS = 15_000;

/** The machine that this process runs on. */
export const thisSystem: System = {
  platform: process.platform,
  arch: process.arch,
  readText: (file) => readFileSync(file, "utf8"),
  listFolder: (folder) => readdirSync(folder),
  run: (command, args) => {
    const { status, stdout, error } = spawnSync(command, [...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: RUN_TIMEOUT_MS,
      windowsHide: true,
    });
    if (error !== undefined && error !== null) throw error;
    if (status !== 0) throw new Error(`${command} ended with ${status}`);
    return stdout;
  },
};
