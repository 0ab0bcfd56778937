/** The numbers that a loom of several workers has beside those of every loom. */
import type { Area, Layout } from "../../layout/model.ts";
import { areaOf } from "../frame/area.ts";
import type { Constant } from "../frame/view.ts";
import type { RecordWords } from "./record.ts";
import type { LoomOptions } from "./request.ts";
import { WORKER_AREAS } from "./workers-request.ts";

export function workerConstants(
  layout: Layout,
  { fibers, batons, locks, workers, ready, stealing, uses }: LoomOptions,
  record: RecordWords,
): readonly Constant[] {
  const constants: Constant[] = [];
  const add = (name: string, value: number, doc: string) => constants.push({ name, value, doc });
  const place = (name: string, area: string, what: string) => {
    const { byteOffset } = areaOf(layout, area);
    const index = byteOffset / 4;
    add(`${name}_I32`, index, `${what}. Byte ${byteOffset}, Int32 index ${index}.`);
  };
  add("WORKERS", workers, "Threads that run the loom together.");
  for (const { area, name } of WORKER_AREAS) {
    const found = layout.areas.find(({ request }) => request.name === area);
    if (found === undefined) continue;
    for (const { word, doc, index } of wordsOf(found)) {
      add(`${word}_I32`, index, `Of worker 0: ${doc} Byte ${index * 4}, Int32 index ${index}.`);
    }
    const what = `From those of one worker (${area}) to those of the next, in Int32 indices.`;
    add(`${name}_I32`, found.strideBytes / 4, what);
  }
  add("LIST_LAST", 1, "Word of a list behind its first fiber: the last one.");
  add("LIST_COUNT", 2, "Word of a list behind its first fiber: how many there are.");
  if (stealing) {
    place("DEQUES", "deques", "First place of the deque of worker 0");
    add("READY", ready, "Places in a deque; a power of two.");
    add("READY_MASK", ready - 1, "Position & READY_MASK is a place in a deque.");
  }
  place("FREE_RECORDS", "free records", "First bits of the records that are not in use");
  place("KEPT_RECORDS", "kept records", "First bits of the fibers that have ended unjoined");
  if (batons > 0) place("FREE_BATONS", "free batons", "First bits of the batons not in use");
  add(
    "AT_WORD",
    record.at,
    "In a record: the worker that alone may resume it, plus 1, or ~ of it.",
  );
  if (hasLimits(uses)) {
    add("WAITS_WORD", record.waits, "In a record: what a wait has to undo, or 0.");
  }
  add("NOBODY", fibers, "In JOINERS: nobody has joined yet.");
  add("KEPT", fibers + 1, "In JOINERS: the fiber has ended, and its result is there.");
  add("TAKEN", fibers + 2, "In JOINERS: the result was taken.");
  add("HOST", 0x40000000, "STEP of a record by which the host waits for a fiber's end.");
  if (uses.has("sleep")) add("SLEEPS", 1, "LINK of a fiber that sleeps: no record.");
  if (uses.has("select")) {
    add("CLAIM_WORD", record.claim, "In a record: whether its select may still be ended.");
    add("BATON_WORD", record.baton, "In a record: the baton that ended a select, or LATE.");
    add("SHUT", 0, "CLAIM of a fiber whose select is over, or that has none.");
    add("OPEN", 1, "CLAIM of a fiber that selects.");
    add("IN_USE", -2, "TICK of a fiber whose select has met a baton that is in use.");
    add("LATE", -1, "BATON of a fiber whose time was up when a post had ended its select.");
  }
  if (locks > 0) {
    place("FREE_LOCKS", "free locks", "First bits of the locks that are not in use");
    add("LOCK_I32", 8, "From one lock to the next, in Int32 indices.");
    add("LOCK_ASKED", 4, "Word of a lock: how often somebody asked since nobody served.");
    add("LOCK_ARRIVED", 5, "Word of a lock: the newest fiber that asks for it, or 0.");
    add("LOCK_RELEASED", 6, "Word of a lock: releases that have not taken effect.");
  }
  return constants;
}

/** Whether fibers have waits that end in the worker in which they have begun. */
export const hasLimits = (uses: ReadonlySet<string>): boolean =>
  uses.has("timedWait") || uses.has("select");

function wordsOf(
  { item, byteOffset }: Area,
): readonly { readonly word: string; readonly doc: string; readonly index: number }[] {
  return (item?.fields ?? []).map(({ field, layout }) => ({
    word: field.name,
    doc: field.doc,
    index: (byteOffset + layout.byteOffset) / 4,
  }));
}

/** What has to hold of them. */
export function workerChecks(
  names: readonly string[],
  { workers, ready, stealing, locks }: LoomOptions,
): [holds: string, what: string][] {
  const own = ["WORKER", "MAILBOX", ...stealing ? ["NEXT_BOTTOM", "NEXT_TOP"] : []];
  const lists = stealing ? ["READY", "BOUND"] : ["BOUND"];
  const flags = ["NOBODY", "KEPT", "TAKEN"];
  const claims = names.includes("CLAIM_WORD")
    ? [
      [
        "new Set([SHUT, OPEN]).size === 2 && IN_USE < -1 && LATE === -1",
        "a select is open or shut",
      ] as const,
    ]
    : [];
  return [
    [
      names.includes("RUNS") ? "new Set([HOST, RUNS]).size === 2" : "HOST > 0xffff",
      "what stands in for the host is told from fibers and timers",
    ],
    [`WORKERS === ${workers} && WORKERS < 32`, "each worker has a bit"],
    [
      own.map((name) => `${name}_I32 * 4 % LINE_BYTES === 0`).join(" && "),
      "what different workers write lies on different lines",
    ],
    [
      lists.map((list) =>
        `${list}_LAST_I32 === ${list}_FIRST_I32 + LIST_LAST && ` +
        `${list}_COUNT_I32 === ${list}_FIRST_I32 + LIST_COUNT`
      ).join(" && "),
      "the words of a list follow each other",
    ],
    [
      `new Set([${flags.join(", ")}]).size === 3 && Math.min(${flags.join(", ")}) >= FIBERS && ` +
      `Math.max(${flags.join(", ")}) <= ID_MASK`,
      "those who join are told from flags",
    ],
    ...stealing
      ? [
        [
          `READY === ${ready} && READY_MASK === READY - 1 && (READY & READY_MASK) === 0`,
          "READY is a power of two",
        ] as [string, string],
      ]
      : [],
    ...locks > 0
      ? [
        [
          "new Set([LOCK_KIND, LOCK_VALUE, LOCK_HEAD, LOCK_TAIL, LOCK_ASKED, LOCK_ARRIVED, " +
          "LOCK_RELEASED]).size === 7 && LOCK_I32 > 6",
          "every word of a lock has a place in it",
        ] as [string, string],
      ]
      : [],
    ...claims.map(([holds, what]): [string, string] => [holds, what]),
  ];
}
