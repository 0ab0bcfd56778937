/**
 * What a fiber can ask of its loom, for the fiber compiler. The vocabulary's `Loom` has the same
 * names and types, for editors.
 */
import type { Operation } from "../../transform/fibers.ts";

const named = (text: string): Operation["parameters"] =>
  text.split(", ").filter((part) => part !== "").map((part) => {
    const [written = "", type = ""] = part.split(": ");
    const name = written.replace("?", "");
    const optional = name !== written;
    return { name, type: type as Operation["parameters"][number]["type"], optional };
  });

const waits = (name: string, parameters: string, result: Operation["result"]): Operation => ({
  name,
  kind: "suspend",
  parameters: named(parameters),
  result,
});

/** With nothing to take behind it. */
const onlyWaits = (name: string, parameters: string): Operation => ({
  ...waits(name, parameters, "void"),
  hasNoEnd: true,
});

const parks = (name: string, parameters: string): Operation => ({
  ...onlyWaits(name, parameters),
  alwaysParks: true,
});

const calls = (name: string, parameters: string, result: Operation["result"]): Operation => ({
  name,
  kind: "call",
  parameters: named(parameters),
  result,
});

export const LOOM_OPERATIONS: readonly Operation[] = [
  /** Lets the other fibers that are ready run first. */
  parks("pass", ""),
  parks("sleep", "ms: f64"),
  onlyWaits("wait", "baton: u32"),
  /** Whether the baton was posted in time. */
  waits("timedWait", "baton: u32, ms: f64", "bool"),
  /** Which of up to eight batons was posted, counted from 0, or -1 when the time is up first. */
  waits(
    "select",
    "ms: f64, a: u32, b?: u32, c?: u32, d?: u32, e?: u32, f?: u32, g?: u32, h?: u32",
    "i32",
  ),
  /** The fiber's result as a number, 0 where it has none; throws what ended it. */
  waits("join", "fiber: u32", "f64"),
  /** The next event of a source; throws ClosedError when the source has ended. */
  waits("receive", "source: u32", "f64"),
  /** The second number of the event that was received last. */
  calls("detail", "", "f64"),
  /** The next item of a queue, as a number; throws ClosedError when that is closed and empty. */
  waits("pop", "queue: u32", "f64"),
  /** Whether there was one in time; `item` gives it. */
  waits("timedPop", "queue: u32, ms: f64", "bool"),
  /** Pushes a number to a queue, or the item that stands for it; throws when that is closed. */
  waits("push", "queue: u32, item: f64", "void"),
  /** Whether there was room in time. */
  waits("timedPush", "queue: u32, item: f64, ms: f64", "bool"),
  /** What the fiber popped last. */
  calls("item", "", "f64"),
  onlyWaits("lock", "mutex: u32"),
  calls("unlock", "mutex: u32", "void"),
  onlyWaits("acquire", "semaphore: u32"),
  calls("release", "semaphore: u32", "void"),
  /** Waits until all of a group is done. */
  onlyWaits("waitAll", "group: u32"),
  calls("add", "group: u32, count: u32", "void"),
  calls("done", "group: u32", "void"),
  /** Keeps the fiber in the worker that runs it now, for good. */
  calls("pin", "", "void"),
  calls("post", "baton: u32", "void"),
  calls("tryWait", "baton: u32", "bool"),
  calls("reset", "baton: u32", "void"),
  /** Milliseconds of the loom's clock. */
  calls("now", "", "f64"),
  /** The fiber's own id. */
  calls("self", "", "u32"),
  /** The new fiber's id. */
  { name: "spawn", kind: "spawn", parameters: [], result: "u32" },
  /** The new fiber's id, or -1 where there is no room for one. */
  { name: "trySpawn", kind: "spawn", parameters: [], result: "i32" },
];
