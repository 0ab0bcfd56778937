/** How much of the machine somebody else used: other processes, or other guests of its host. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Readings of the kernel's counters at one moment; all in clock ticks of this system. */
interface CpuTime {
  /** All cores: time that was not idle. */
  readonly busy: number;
  /** All cores, idle time included. */
  readonly total: number;
  /** This process with all its threads. */
  readonly own: number;
}

/** The counters of Linux; `undefined` where there are none. */
export function readCpuTime(): CpuTime | undefined {
  try {
    const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n", 1);
    const [user = 0, nice = 0, system = 0, idle = 0, ioWait = 0, irq = 0, softIrq = 0, steal = 0] =
      line.trim().split(/\s+/).slice(1).map(Number);
    const busy = user + nice + system + irq + softIrq + steal;
    const stat = readFileSync("/proc/self/stat", "utf8");
    // `pid (command) state …`: the command may hold spaces; user and system time are fields 14, 15.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { busy, total: busy + idle + ioWait, own: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
}

/** Share of all cores that others took since `before`: 0 to 1; `null` where nobody can say. */
export function othersSince(before: CpuTime | undefined): number | null {
  const now = readCpuTime();
  if (before === undefined || now === undefined || now.total <= before.total) return null;
  const others = (now.busy - before.busy) - (now.own - before.own);
  // `total` counts every core that is online, also those that this process may not use.
  const share = Math.max(0, others) / (now.total - before.total);
  return Math.min(1, share * Math.max(1, onlineCores() / availableParallelism()));
}

function onlineCores(): number {
  return readFileSync("/proc/stat", "utf8").match(/^cpu\d+ /gm)?.length ?? 1;
}
