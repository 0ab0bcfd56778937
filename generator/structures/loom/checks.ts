/** What has to hold between the numbers of a loom's module. */
import type { Constant } from "../frame/view.ts";
import type { LoomOptions } from "./request.ts";
import { workerChecks } from "./workers-constants.ts";

/** Names that end like those of places, and are none. */
const DISTANCES: ReadonlySet<string> = new Set(
  "RECORD_I32 WORKER_I32 NEXT_BOTTOM_I32 NEXT_TOP_I32 MAILBOX_I32 LOCK_I32".split(" "),
);

/** What has to hold between the constants; a module that was edited by hand fails here, not in use. */
export function loomChecks(
  constants: readonly Constant[],
  options: LoomOptions,
): readonly (readonly [holds: string, what: string])[] {
  const { classes, batons, hasWheel, timers, sources, locks, workers, stealing } = options;
  const isAlone = workers === 1;
  const names = constants.map(({ name }) => name);
  const selects = names.includes("SELECTIONS_I32");
  const from = (first: string, last: string): string[] =>
    names.slice(names.indexOf(first), names.indexOf(last) + 1);
  const differ = (list: readonly string[]): string =>
    `new Set([${list.join(", ")}]).size === ${list.length}`;
  const areas = [
    ...sources > 0 ? ["SOURCES_I32"] : [],
    ...isAlone ? ["READY_I32"] : ["FREE_RECORDS_I32", "KEPT_RECORDS_I32"],
    ...!isAlone && stealing ? ["DEQUES_I32"] : [],
    ...hasWheel ? ["OCCUPIED_I32", "WHEEL_I32"] : [],
    ...batons > 0 ? ["BATONS_I32"] : [],
    ...selects ? ["SELECTIONS_I32"] : [],
    ...locks > 0 ? ["LOCKS_I32"] : [],
    ...timers > 0 ? ["TIMERS_I32"] : [],
    ...classes.map(({ name }) => `${name.toUpperCase()}_I32`),
    "FIBERS_I32",
  ];
  const words = names.filter((name) => name.endsWith("_I32") && !areas.includes(name))
    .filter((name) => !DISTANCES.has(name) && !name.endsWith("_STRIDE_I32"));
  const record = names.filter((name) => name.endsWith("_WORD"));
  const checks: [string, string][] = [
    ["TOTAL_BYTES <= PAGES * 65536", "the pages hold the structure"],
    [
      `REMOTE_I32 * 4 % LINE_BYTES === 0 && ` +
      `${isAlone ? "OWNER" : "COMMON"}_I32 * 4 % LINE_BYTES === 0`,
      "what other threads write lies on lines of its own",
    ],
    [differ([...words, ...areas]), "no two words or areas begin in one place"],
    [
      `${differ(record)} && Math.max(${record.join(", ")}) < RECORD_I32`,
      "every word of a record has a place in it",
    ],
    ...isAlone
      ? [
        [differ(["ENDED", "FAILED", ...timers > 0 ? ["RUNS"] : []]), "ends are told apart"],
        ["READY_MASK === READY - 1 && (READY & READY_MASK) === 0", "READY is a power of two"],
      ] as [string, string][]
      : workerChecks(names, options),
    [
      "(FIBERS - 1 & ID_MASK) === FIBERS - 1 && ID_MASK === (1 << ID_BITS) - 1",
      "an id has room for every index",
    ],
    ["MAX_GENERATION === 0x7fffffff >>> ID_BITS", "ids are positive"],
    ["FIBERS_I32 % 2 === 0 && RECORD_I32 % 2 === 0", "results lie where a double can"],
    [
      `FIBERS_I32 > ASLEEP && FIBERS_I32 % 2 === 0${isAlone ? " && HOST_JOINS === 1" : ""}`,
      "records are told from flags",
    ],
    ["MAX_BATCH >= 1", "a batch is not empty"],
  ];
  for (const { name } of classes) {
    const NAME = name.toUpperCase();
    checks.push([
      `${NAME}_I32 % 2 === 0 && (${NAME}_I32 + ${NAME} * ${NAME}_STRIDE_I32) * 4 <= TOTAL_BYTES`,
      `${name.toLowerCase()} frames lie within the structure, where a double can`,
    ]);
  }
  if (batons > 0) {
    checks.push(
      [
        `${differ(from("INIT", "THREAD"))} && FIBERS_I32 > THREAD && INIT === 0`,
        "a baton's waiter is told from its states",
      ],
      ["SPINS >= 0 && BATONS > 0", "a waiting thread spins a bounded time"],
    );
  }
  if (selects) {
    checks.push([
      `${differ(from("SELECTION_LINK", "SELECTION_INDEX"))} && SELECTION_LINK === 0 && ` +
      "SELECTIONS_I32 > THREAD && SELECTIONS_I32 % 2 === 0 && SELECTS === 1 && " +
      "SELECTIONS_I32 + BATONS * 4 <= FIBERS_I32",
      "selections are told from fibers, and both from flags",
    ]);
  }
  if (hasWheel) {
    const sleeps = names.includes("SLEEPS") ? " && SLEEPS > 0 && SLEEPS < FIBERS_I32" : "";
    checks.push([
      `LEVELS * 6 >= 32 && MAX_DELAY_MS === 0x7fffffff${sleeps}`,
      "the wheel covers every tick",
    ]);
  }
  if (timers > 0) {
    checks.push([
      "TIMERS_I32 >= FIBERS_I32 + FIBERS * RECORD_I32 && " +
      `(${isAlone ? "TIMERS" : "TIMERS * WORKERS"} - 1 & ID_MASK) === ` +
      `${isAlone ? "TIMERS" : "TIMERS * WORKERS"} - 1`,
      "timers are told from fibers",
    ]);
  }
  if (names.includes("ARMED")) {
    checks.push(["ARMED !== 0 && MAX_DELAY_MS === 0x7fffffff", "alarms can be told from none"]);
  }
  if (names.includes("IN_TIME")) {
    checks.push([differ(from("IN_TIME", "BROKEN_OFF")), "outcomes at queues are told apart"]);
  }
  if (locks > 0) {
    checks.push([
      `${differ(from("LOCK_KIND", "LOCK_TAIL"))} && ${differ(from("MUTEX", "GROUP"))} && LOCKS > 0`,
      "locks have words and kinds",
    ]);
  }
  if (sources > 0) {
    checks.push(
      ["INBOX_MASK === INBOX - 1 && (INBOX & INBOX_MASK) === 0", "INBOX is a power of two"],
      [
        `${differ(from("INBOX_HEAD", "INBOX_FLAGS"))} && (PAUSED & CLOSED) === 0`,
        "sources have words and flags",
      ],
      [
        "EVENTS_F64 * 8 + SOURCES * INBOX * EVENT_F64 * 8 <= TOTAL_BYTES",
        "the events lie within the structure",
      ],
    );
  }
  return checks;
}
