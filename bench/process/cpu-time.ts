/** How much of the machine somebody else used: other processes, or other guests of its host. */
import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Readings of the kernel's counters at one moment; all in clock ticks of this system. */
interface CpuTime {
  /** All cores: time that was not idle. */
  readonly busy: number;
  /** All cores, idle time included. */
  readonly total: number;
  /** This process with all its threads, and processes that it has started and that count as it. */
  readonly own: ReadonlyMap<number | string, number>;
}

/** The counters of Linux; `undefined` where there are none. `started`: processes that count as this one. */
export function readCpuTime(started: readonly number[] = []): CpuTime | undefined {
  try {
    const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n", 1);
    const [user = 0, nice = 0, system = 0, idle = 0, ioWait = 0, irq = 0, softIrq = 0, steal = 0] =
      line.trim().split(/\s+/).slice(1).map(Number);
    const busy = user + nice + system + irq + softIrq + steal;
    const own = new Map(["self", ...started].map((pid) => [pid, ticksOf(pid)] as const));
    return { busy, total: busy + idle + ioWait, own };
  } catch {
    return undefined;
  }
}

/** `NaN` for a process that has ended. */
function ticksOf(pid: number | string): number {
  if (!existsSync(`/proc/${pid}/stat`)) return NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // `pid (command) state …`: the command may hold spaces; user and system time are fields 14, 15.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/** Share of all cores that others took since `before`: 0 to 1; `null` where nobody can say. */
export function othersSince(
  before: CpuTime | undefined,
  started: readonly number[] = [],
): number | null {
  const now = readCpuTime(started);
  if (before === undefined || now === undefined || now.total <= before.total) return null;
  let own = 0;
  // What a process that has ended meanwhile did counts as others.
  for (const [pid, ticks] of now.own) own += (ticks - (before.own.get(pid) ?? 0)) || 0;
  const others = (now.busy - before.busy) - own;
  // `total` counts every core that is online, also those that this process may not use.
  const share = Math.max(0, others) / (now.total - before.total);
  return Math.min(1, share * Math.max(1, onlineCores() / availableParallelism()));
}

function onlineCores(): number {
  return readFileSync("/proc/stat", "utf8").match(/^cpu\d+ /gm)?.length ?? 1;
}
