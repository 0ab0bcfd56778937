import { execFileSync } from "node:child_process";
import { arch, availableParallelism, cpus, release, type } from "node:os";
import type { HostProfile } from "../generator/host/profile.ts";
import type { Machine } from "./result.ts";

export function thisMachine({ lineBytes, evidence }: HostProfile): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    system: `${type()} ${release()} ${arch()}`,
    line: { lineBytes, evidence },
  };
}

/** The commit that `root` is at, with `+` behind it if the sources differ from it. */
export function commitOf(root: string): string | null {
  const git = (...args: readonly string[]) =>
    execFileSync("git", [...args], { cwd: root, encoding: "utf8", stdio: "pipe" }).trim();
  try {
    const changed = git("status", "--porcelain", "--", "generator", "templates", "bench/**.ts");
    return git("rev-parse", "HEAD") + (changed === "" ? "" : "+");
  } catch {
    return null;
  }
}
