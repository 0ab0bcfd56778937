/** The cubby in the harness: variants, and what its histories say. */
import type { HostProfile } from "../../../generator/host/profile.ts";
import { generateModules } from "../../../generator/pipeline.ts";
import type { Random } from "../../threads/random.ts";
import type { Entry } from "../history.ts";
import { MAX_THREADS } from "../plan.ts";
import { KINDS } from "../queue/operations.ts";
import { hopelessOrders } from "../queue/order.ts";
import { queuePlanner } from "../queue/plan.ts";
import { queueReader } from "../queue/reading.ts";
import type { Reading, RoundKind, Structure, Subject } from "../structure.ts";

export interface CubbyVariant {
  readonly item: "u32" | "Pair";
  readonly waiting: boolean;
  readonly waiters: number;
  readonly graceMs: number;
}

const HOST: HostProfile = { name: "test-64", lineBytes: 64, isolationBytes: 64, evidence: [] };

/** Tickets are 0 again after the first, and change their sign after the second. */
const TURNING_POINTS = [2 ** 26, 2 ** 25, 0];
/** Fewer waiters than threads: some are refused. */
const FEW_WAITERS = 2;
/** Nobody is late within a run: who is not called sleeps until the run has stalled. */
const ENDLESS_MS = 60_000;
/** Late, on a processor with other threads; and before those who wait for the dead give up. */
const LATE_MS = 1;
const DEAD_MS = 5;

export const cubbyStructure: Structure = {
  name: "Cubby",
  async choose(random, hasDeaths) {
    const pick = <Choice>(list: readonly Choice[]): Choice => list[random(list.length)]!;
    const variant: CubbyVariant = {
      item: pick(["u32", "Pair"] as const),
      waiting: random(6) > 0,
      waiters: pick([MAX_THREADS, MAX_THREADS, FEW_WAITERS]),
      graceMs: hasDeaths ? DEAD_MS : pick([LATE_MS, ENDLESS_MS]),
    };
    return cubbySubject(variant, await cubbyText(variant));
  },
};

/** Its end says what items are. */
function nameOf({ item, waiting }: CubbyVariant): string {
  return `${waiting ? "Waiting" : "Polled"}${item === "u32" ? "U32" : "Pair"}`;
}

export async function cubbyText(variant: CubbyVariant): Promise<string> {
  const { item, waiting, waiters, graceMs } = variant;
  const options = JSON.stringify(waiting ? { waiters, graceMs } : { waiting });
  const [file] = await generateModules([{
    file: "stress.layout.ts",
    text: `import type { Cubby, u32 } from "amph-gen/spec";
export interface Pair { first: u32; second: u32; }
export type ${nameOf(variant)} = Cubby<${item}, ${options}>;`,
  }], { host: HOST, emit: "ts" });
  if (file === undefined) throw new Error("nothing was emitted");
  return file.text;
}

/** `text`: the emitted module of the variant, also with a fault in it. */
export function cubbySubject(variant: CubbyVariant, text: string): Subject {
  const { item, waiting, waiters, graceMs } = variant;
  const { empty, read } = queueReader(1);
  const waitingTitle = `${waiters} may wait a side, ${graceMs} ms for who does not come`;
  const kinds: RoundKind[] = ["free", "closing", "ended", "rest"];
  if (waiting) kinds.push("asleep", "awake");
  // Who is refused breaks the balance.
  if (waiting && waiters >= MAX_THREADS) kinds.push("balanced");
  return {
    title: `Cubby of ${item}, ${waiting ? waitingTitle : "polled"}`,
    className: nameOf(variant),
    text,
    createOptions: (random: Random) => ({
      initialTicket: Math.max(TURNING_POINTS[random(TURNING_POINTS.length)]! - random(100), 0),
    }),
    kinds,
    ...queuePlanner({
      producers: "many",
      consumers: "many",
      waiting,
      capacity: 1,
      pushes: ["tryPush", "tryPush", "pushMany"],
      pops: ["tryPop", "tryPop", "popMany", "drain"],
      looks: ["size", "closed", "pressure"],
      isOneByOne: true,
    }),
    initial: empty,
    hopeless: hopelessOrders,
    read: (entry) => readOne(entry, read),
    complaint(entries) {
      const results = entries.map((entry) => read(oneOf(entry)).result);
      const isAlive = results.includes("pushed") &&
        results.some((result) => result.startsWith("item "));
      return isAlive
        ? undefined
        : "after threads were terminated that only waited, the others get nothing done: of " +
          `${results.length} operations none pushed, or none popped`;
    },
  };
}

/** A batch is as many tries as it has items. */
function oneOf(entry: Entry): Entry {
  const kind = KINDS[entry.kind]!;
  if (!kind.endsWith("Many")) return entry;
  return { ...entry, kind: KINDS.indexOf(kind === "pushMany" ? "tryPush" : "tryPop") };
}

function readOne(entry: Entry, read: (entry: Entry) => Reading): Reading {
  const reading = read(oneOf(entry));
  const kind = KINDS[entry.kind]!;
  return kind.endsWith("Many") ? { ...reading, label: `${reading.label} of ${kind}` } : reading;
}
