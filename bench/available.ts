/** Which sides can be run here. */
import type { Side } from "./cases/case.ts";
import type { Job, PeerName } from "./job.ts";
import type { NativeBuild } from "./native/build.ts";
import type { RunnerName } from "./runners/runner.ts";

export interface Available {
  readonly native: NativeBuild;
  /** Packages from npm that are installed. */
  readonly packages: ReadonlySet<string>;
}

/** What a peer needs from npm. */
const PACKAGES: Partial<Readonly<Record<PeerName, string>>> = {
  ringbuf: "ringbuf.js",
  "ringbuf-quotes": "ringbuf.js",
  multithreading: "multithreading",
  effects: "effect",
};

/** What a page has not: messages without an event loop, the size of the process, other processes. */
const NOT_IN_PAGE: readonly PeerName[] = ["receive-message", "memory"];

/** `available`: where it is not known, everything is taken to be there. */
export function canRun(side: Side, runner: RunnerName, available?: Available): boolean {
  if ("job" in side) {
    if (runner === "chromium" && !canRunInPage(side.job)) return false;
    const wanted = packageOf(side.job);
    return wanted === undefined || available === undefined || available.packages.has(wanted);
  }
  if (available === undefined) return true;
  const { native } = available;
  const { program, needs } = side.native;
  return native.programs.has(program) && (needs === undefined || native.libraries.has(needs));
}

function canRunInPage({ peer, records, disturbed }: Job): boolean {
  // Its structures are `Buffer`s of Node.
  return !NOT_IN_PAGE.includes(peer) && records !== "typed-struct" && disturbed !== true;
}

function packageOf({ peer, records }: Job): string | undefined {
  if (records === "structurae" || records === "typed-struct") return records;
  return PACKAGES[peer];
}
