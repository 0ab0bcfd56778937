/** Child processes with an end: every one has a time limit, and its whole tree goes with it. */
import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

export interface ProcessOptions {
  readonly timeoutMs: number;
  readonly cwd?: string;
  /** Added to the environment of this process; `undefined` takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Written to the child's standard input, which is then closed. */
  readonly input?: string;
}

export interface ProcessResult {
  /** Exit code; `null` if a signal ended the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order in which they arrived. */
  readonly output: string;
  readonly timedOut: boolean;
}

/** How long the streams of a killed process may stay open (a child that left the tree holds them). */
const CLOSE_GRACE_MS = 2_000;

/** Ids of the processes started here that have not ended. */
const live = new Set<number>();

/** Runs a command to its end or to its time limit; rejects only if it cannot be started. */
export function superviseProcess(
  command: string,
  args: readonly string[],
  { timeoutMs, cwd, env = {}, input = "" }: ProcessOptions,
): Promise<ProcessResult> {
  // A test that starts `node --test` must not look like a nested test run.
  const environment: NodeJS.ProcessEnv = { ...process.env, NODE_TEST_CONTEXT: undefined, ...env };
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) delete environment[name];
  }
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { cwd, env: environment, stdio: "pipe" });
    const { pid } = child;
    if (pid !== undefined) live.add(pid);
    let timedOut = false;
    let grace: ReturnType<typeof setTimeout> | undefined;
    let stdout = "";
    let stderr = "";
    let output = "";

    const settle = (code: number | null) => {
      clearTimeout(limit);
      clearTimeout(grace);
      resolve({ code, stdout, stderr, output, timedOut });
    };
    const limit = setTimeout(() => {
      timedOut = true;
      if (pid !== undefined) killTree(pid);
      grace = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        settle(null);
      }, CLOSE_GRACE_MS);
    }, timeoutMs);

    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      output += text;
    });
    child.on("error", (cause) => {
      clearTimeout(limit);
      reject(new Error(`Could not start ${command}: ${cause.message}`, { cause }));
    });
    child.on("exit", () => {
      if (pid !== undefined) live.delete(pid);
    });
    child.on("close", settle);
    // A child that ends without reading its input is no fault of the caller.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

/** Runs a command to its end; rejects if it does not end within `timeoutMs`. Exit codes are returned. */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const result = await superviseProcess(command, args, options);
  if (result.timedOut) {
    throw new Error(
      `${
        [command, ...args].join(" ")
      } did not end within ${options.timeoutMs} ms and was killed. ` +
        `It had printed:\n${result.output || "(nothing)"}`,
    );
  }
  return result;
}

/** The command that runs a script under the runtime that runs this, for `runProcess(...)`. */
export function runtimeCommand(
  script: string | URL,
  ...args: readonly string[]
): [command: string, args: string[]] {
  const path = script instanceof URL ? fileURLToPath(script) : script;
  const flags = process.versions["deno"] === undefined ? [] : ["run", "--allow-all", "--no-check"];
  return [process.execPath, [...flags, path, ...args]];
}

/** Kills what `superviseProcess` started and is still running, for a caller that is itself ended. */
export function killLiveProcesses(): void {
  for (const pid of live) killTree(pid);
}

/** Kills a process and all its descendants; each is stopped first, so that none forks meanwhile. */
export function killTree(root: number): void {
  if (process.platform === "win32") {
    try {
      execFileSync("taskkill", ["/PID", String(root), "/T", "/F"], { stdio: "ignore" });
    } catch {
      // It has ended by itself.
    }
    return;
  }
  const tree = [root];
  for (const pid of tree) {
    signal(pid, "SIGSTOP");
    tree.push(...childrenOf(pid));
  }
  for (const pid of tree) signal(pid, "SIGKILL");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

function childrenOf(parent: number): number[] {
  return processTable().filter((row) => row.parent === parent).map((row) => row.pid);
}

/** Every process with its parent. Slim Linux images have no `ps`, other systems no `/proc`. */
function processTable(): { pid: number; parent: number }[] {
  if (process.platform !== "linux") {
    const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
    return rows.trim().split("\n").map((row) => {
      const [pid = NaN, parent = NaN] = row.trim().split(/\s+/).map(Number);
      return { pid, parent };
    });
  }
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((name) => {
    let stat = "";
    try {
      stat = readFileSync(`/proc/${name}/stat`, "utf8");
    } catch {
      // It has ended since the folder was listed.
    }
    // `pid (command) state parent …`; the command may itself hold parentheses and spaces.
    const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { pid: Number(name), parent: Number(parent) };
  });
}
