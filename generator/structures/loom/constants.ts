/** The numbers of a loom's module, with what each means, and what has to hold between them. */
import type { Area, Layout } from "../../layout/model.ts";
import { areaOf } from "../frame/area.ts";
import { wordConstants } from "../frame/constants.ts";
import type { Constant } from "../frame/view.ts";
import type { RecordWords } from "./record.ts";
import { LEVELS, type LoomOptions } from "./request.ts";

/** Resumes between two looks at the clock, at most: the clock is then a hundredth of a resume. */
export const MAX_BATCH = 256;

/** REMOTE while the loom sleeps: no record begins there. */
export const ASLEEP = 1;

export function loomConstants(
  layout: Layout,
  options: LoomOptions,
  record: RecordWords,
): readonly Constant[] {
  const constants: Constant[] = [...wordConstants(layout)];
  const add = (name: string, value: number, doc: string) => constants.push({ name, value, doc });
  const place = (name: string, area: string, what: string): Area => {
    const found = areaOf(layout, area);
    const { byteOffset } = found;
    add(
      `${name}_I32`,
      byteOffset / 4,
      `${what}. Byte ${byteOffset}, Int32 index ${byteOffset / 4}.`,
    );
    return found;
  };
  const { fibers, classes, batons, timers, locks, sources, inbox, ready, hasWheel, uses } = options;

  add("FIBERS", fibers, "Fibers that there can be at a time.");
  place("FIBERS", "fibers", "First record of a fiber");
  add("RECORD_I32", record.stride, "From one record to the next, in Int32 indices.");
  if (hasWheel) {
    add("NEXT_WORD", record.result, "In a record: what stands behind it on the wheel.");
    add("PREVIOUS_WORD", record.result + 1, "In a record: what stands before it on the wheel.");
  }
  add("ID_WORD", record.id, "In a record: how often it was used, and its index.");
  add("STEP_WORD", record.step, "In a record: what the fiber runs, or how it has ended.");
  add("FRAME_WORD", record.frame, "In a record: Int32 index of the frame; of a timer: its period.");
  add("LINK_WORD", record.link, "In a record: the next one in its list, or ~ of the baton.");
  add("JOINERS_WORD", record.joiners, "In a record: who waits for its end; of a timer: its baton.");
  add("TICK_WORD", record.tick, "In a record: when its time is up, then how its wait has ended.");
  const bits = Math.max(1, Math.ceil(Math.log2(Math.max(fibers, timers))));
  add("ID_BITS", bits, "Bits of an id that are the index of its record.");
  add("ID_MASK", 2 ** bits - 1, "id & ID_MASK is the index of its record.");
  add("MAX_GENERATION", 2 ** (31 - bits) - 1, "Uses of a record after which ids come again.");
  add("ENDED", 0x40000000, "STEP of a fiber that has ended.");
  add("FAILED", 0x40000001, "STEP of a fiber that an error has ended.");
  if (timers > 0) add("RUNS", 0x40000002, "STEP of a timer that runs.");
  add("HOST_JOINS", 1, "Flag in JOINERS: the host waits as well.");
  add("ASLEEP", ASLEEP, "REMOTE while the loom sleeps.");
  if (uses.has("sleep") || uses.has("timedWait") || uses.has("select")) {
    add("SLEEPS", 1, "LINK of a fiber that sleeps: no baton, no record.");
  }
  place("READY", "ready", "First place of the ring of fibers that are ready");
  add("READY", ready, "Places in the ring; a power of two.");
  add("READY_MASK", ready - 1, "Position & READY_MASK is a place in the ring.");
  add("MAX_BATCH", MAX_BATCH, "Resumes between two looks at the clock, at most.");
  for (const { name, bytes, count } of classes) {
    const NAME = name.toUpperCase();
    add(NAME, count, `Frames of ${bytes} bytes.`);
    const area = place(NAME, `${name.toLowerCase()} frames`, `First frame of ${bytes} bytes`);
    add(`${NAME}_STRIDE_I32`, area.strideBytes / 4, "From one to the next, in Int32 indices.");
  }
  if (batons > 0) {
    add("BATONS", batons, "Batons that there can be at a time.");
    place("BATONS", "batons", "First baton, 2 words each: its state, and the next free one");
    add("INIT", 0, "A baton that nobody has posted and nobody waits on.");
    add("POSTED", 1, "A baton that was posted.");
    add("TIMED_OUT", 2, "A baton whose waiter has run out of time.");
    add("FREED", 3, "A baton that is not in use.");
    add("THREAD", 4, "A baton on which a thread or an event loop waits; above: a fiber's record.");
    add("SPINS", 50, "Looks at a baton before a thread sleeps: some 2 µs, a tenth of a wake-up.");
  }
  if (batons > 0 && uses.has("select")) {
    place("SELECTIONS", "selections", "First selection, 4 words each, one for each baton");
    add("SELECTS", 1, "Flag beside a fiber's record or a selection: a select, not one baton.");
    add("SELECTION_LINK", 0, "Word of a selection: the next one on the remote list; 0: on none.");
    add("SELECTION_NEXT", 1, "Word of a selection: that of the fiber's next baton, or 0.");
    add("SELECTION_FIBER", 2, "Word of a selection: the fiber that selects, or 0.");
    add("SELECTION_INDEX", 3, "Word of a selection: which of the fiber's batons it is.");
  }
  if (hasWheel) {
    add("LEVELS", LEVELS, "Levels of the wheel, of 64 slots each: 6 bits of a tick.");
    place("WHEEL", "wheel", "First slot of the wheel, 2 words each");
    place("OCCUPIED", "occupied", "Bits of the slots that are not empty, 2 words a level");
    add("MAX_DELAY_MS", 0x7fffffff, "Longest time of a timer: half of the circle of ticks.");
  }
  if (timers > 0) {
    add("TIMERS", timers, "Timers that there can be at a time.");
    place("TIMERS", "timers", "First record of a timer");
  }
  if (locks > 0) {
    add("LOCKS", locks, "Mutexes, semaphores and groups that there can be at a time.");
    place("LOCKS", "locks", "First lock, 4 words each");
    add("LOCK_KIND", 0, "Word of a lock: what it is; 0: not in use.");
    add("LOCK_VALUE", 1, "Word of a lock: its holder, permits, or what is left to be done.");
    add("LOCK_HEAD", 2, "Word of a lock: the first fiber that waits.");
    add("LOCK_TAIL", 3, "Word of a lock: the last one.");
    add("MUTEX", 1, "Kind of a lock: one fiber holds it.");
    add("SEMAPHORE", 2, "Kind of a lock: permits.");
    add("GROUP", 3, "Kind of a lock: waits until all is done.");
  }
  if (sources > 0) {
    add("SOURCES", sources, "Sources of events.");
    place("SOURCES", "sources", "First source, 4 words each");
    add("INBOX_HEAD", 0, "Word of a source: events taken from its inbox, modulo 2^32.");
    add("INBOX_TAIL", 1, "Word of a source: events put into it, modulo 2^32.");
    add("INBOX_RECEIVER", 2, "Word of a source: the fiber that waits for an event.");
    add("INBOX_FLAGS", 3, "Word of a source: PAUSED and CLOSED.");
    add("INBOX", inbox, "Events that an inbox holds; a power of two.");
    add("INBOX_MASK", inbox - 1, "Position & INBOX_MASK is a place in the inbox.");
    const events = areaOf(layout, "events");
    const first = events.byteOffset / 8;
    add("EVENTS_F64", first, `First event. Byte ${events.byteOffset}, Float64 index ${first}.`);
    add("EVENT_F64", events.strideBytes / 8, "From one event to the next, in Float64 indices.");
    add("PAUSED", 1, "Flag of a source: its inbox was full and is not yet half empty.");
    add("CLOSED", 2, "Flag of a source: it has ended.");
  }
  return constants;
}

/** What has to hold between the constants; a module that was edited by hand fails here, not in use. */
export function loomChecks(
  constants: readonly Constant[],
  { classes, batons, hasWheel, timers, sources, locks }: LoomOptions,
): readonly (readonly [holds: string, what: string])[] {
  const names = constants.map(({ name }) => name);
  const selects = names.includes("SELECTIONS_I32");
  const from = (first: string, last: string): string[] =>
    names.slice(names.indexOf(first), names.indexOf(last) + 1);
  const differ = (list: readonly string[]): string =>
    `new Set([${list.join(", ")}]).size === ${list.length}`;
  const areas = [
    ...sources > 0 ? ["SOURCES_I32"] : [],
    ...["READY_I32", ...hasWheel ? ["OCCUPIED_I32", "WHEEL_I32"] : []],
    ...batons > 0 ? ["BATONS_I32"] : [],
    ...selects ? ["SELECTIONS_I32"] : [],
    ...locks > 0 ? ["LOCKS_I32"] : [],
    ...timers > 0 ? ["TIMERS_I32"] : [],
    ...classes.map(({ name }) => `${name.toUpperCase()}_I32`),
    "FIBERS_I32",
  ];
  const words = names.filter((name) => name.endsWith("_I32") && !areas.includes(name))
    .filter((name) => name !== "RECORD_I32" && !name.endsWith("_STRIDE_I32"));
  const record = names.filter((name) => name.endsWith("_WORD"));
  const checks: [string, string][] = [
    ["TOTAL_BYTES <= PAGES * 65536", "the pages hold the structure"],
    [
      "REMOTE_I32 * 4 % LINE_BYTES === 0 && OWNER_I32 * 4 % LINE_BYTES === 0",
      "what other threads write lies on lines of its own",
    ],
    [differ([...words, ...areas]), "no two words or areas begin in one place"],
    [
      `${differ(record)} && Math.max(${record.join(", ")}) < RECORD_I32`,
      "every word of a record has a place in it",
    ],
    [differ(["ENDED", "FAILED", ...timers > 0 ? ["RUNS"] : []]), "ends are told apart"],
    ["READY_MASK === READY - 1 && (READY & READY_MASK) === 0", "READY is a power of two"],
    [
      "(FIBERS - 1 & ID_MASK) === FIBERS - 1 && ID_MASK === (1 << ID_BITS) - 1",
      "an id has room for every index",
    ],
    ["MAX_GENERATION === 0x7fffffff >>> ID_BITS", "ids are positive"],
    ["FIBERS_I32 % 2 === 0 && RECORD_I32 % 2 === 0", "results lie where a double can"],
    [
      "FIBERS_I32 > ASLEEP && FIBERS_I32 % 2 === 0 && HOST_JOINS === 1",
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
      "TIMERS_I32 >= FIBERS_I32 + FIBERS * RECORD_I32 && (TIMERS - 1 & ID_MASK) === TIMERS - 1",
      "timers are told from fibers",
    ]);
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
