/**
 * Installs the peers from npm into `.amph/npm`, at the versions of the lock file beside this file. What
 * cannot be installed is no error: the sides that need it are left out, and the bench says so.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { superviseProcess } from "../../test/support/process.ts";

const HERE = dirname(fileURLToPath(import.meta.url));
const LOCK = "package-lock.json";
/** The lock file of what is installed whole. */
const INSTALLED = "installed-lock.json";
const INSTALL_LIMIT_MS = 120_000;

/** Packages that are there; `notes` says what is missing, for people. */
export interface Installed {
  readonly packages: ReadonlySet<string>;
  readonly notes: readonly string[];
}

export async function installPeers(root: string): Promise<Installed> {
  const folder = join(root, ".amph/npm");
  const wanted = Object.keys(
    JSON.parse(readFileSync(join(HERE, "package.json"), "utf8")).dependencies,
  );
  const reason = isCurrent(folder) ? undefined : await install(folder);
  const packages = new Set(
    wanted.filter((name) => existsSync(join(folder, "node_modules", name, "package.json"))),
  );
  const missing = wanted.filter((name) => !packages.has(name));
  if (missing.length === 0) return { packages, notes: [] };
  const why = reason ?? "the installation is incomplete: remove .amph/npm and run the bench again";
  return { packages, notes: [`sides with ${missing.join(", ")} are left out: ${why}`] };
}

/** The last installation was of this lock file. */
function isCurrent(folder: string): boolean {
  const installed = join(folder, INSTALLED);
  return existsSync(installed) &&
    readFileSync(installed, "utf8") === readFileSync(join(HERE, LOCK), "utf8");
}

/** Why it did not work; `undefined` if it did. */
async function install(folder: string): Promise<string | undefined> {
  mkdirSync(folder, { recursive: true });
  for (const file of ["package.json", LOCK]) {
    copyFileSync(join(HERE, file), join(folder, file));
  }
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  try {
    const { code, output, timedOut } = await superviseProcess(
      npm,
      ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder],
      { timeoutMs: INSTALL_LIMIT_MS, cwd: folder },
    );
    if (timedOut) return `npm ci did not end within ${INSTALL_LIMIT_MS / 1_000} s`;
    if (code !== 0) return `npm ci failed: ${output.trim().split("\n").at(-1)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  // Last, since it says that the rest is done.
  copyFileSync(join(HERE, LOCK), join(folder, INSTALLED));
  return undefined;
}
