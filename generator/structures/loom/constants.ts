/** The numbers of a loom's module, with what each means. */
import type { Area, Layout } from "../../layout/model.ts";
import { areaOf } from "../frame/area.ts";
import { wordConstants } from "../frame/constants.ts";
import type { Constant } from "../frame/view.ts";
import type { RecordWords } from "./record.ts";
import type { LoomOptions } from "./request.ts";
import { LEVELS } from "./words.ts";
import { workerConstants } from "./workers-constants.ts";

/** Resumes between two looks at the clock, at most: the looks take a fortieth of the shortest then. */
export const MAX_BATCH = 1024;

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
  const isAlone = options.workers === 1;

  add("FIBERS", fibers, "Fibers that there can be at a time.");
  place("FIBERS", "fibers", "First record of a fiber");
  add("RECORD_I32", record.stride, "From one record to the next, in Int32 indices.");
  if (hasWheel) {
    add("NEXT_WORD", record.result, "In a record: what stands behind it on the wheel.");
    add("PREVIOUS_WORD", record.result + 1, "In a record: what stands before it on the wheel.");
  }
  if (options.hasAlarms) {
    add("NEXT_WORD", record.result, "In a record: whether the host has a timer for it.");
    add("ARMED", 1, "NEXT of a record for which the host has a timer.");
  }
  add("ID_WORD", record.id, "In a record: how often it was used, and its index.");
  add("STEP_WORD", record.step, "In a record: what the fiber runs, or how it has ended.");
  add("FRAME_WORD", record.frame, "In a record: Int32 index of the frame; of a timer: its period.");
  add("LINK_WORD", record.link, "In a record: the next one in its list, or ~ of the baton.");
  add("JOINERS_WORD", record.joiners, "In a record: who waits for its end; of a timer: its baton.");
  add("TICK_WORD", record.tick, "In a record: when its time is up, then how its wait has ended.");
  const bits = Math.max(
    1,
    Math.ceil(
      Math.log2(
        isAlone ? Math.max(fibers, timers) : Math.max(fibers + 3, timers * options.workers),
      ),
    ),
  );
  add("ID_BITS", bits, "Bits of an id that are the index of its record.");
  add("ID_MASK", 2 ** bits - 1, "id & ID_MASK is the index of its record.");
  add("MAX_GENERATION", 2 ** (31 - bits) - 1, "Uses of a record after which ids come again.");
  if (isAlone) {
    add("ENDED", 0x40000000, "STEP of a fiber that has ended.");
    add("FAILED", 0x40000001, "STEP of a fiber that an error has ended.");
  }
  if (timers > 0) add("RUNS", 0x40000002, "STEP of a timer that runs.");
  if (isAlone) add("HOST_JOINS", 1, "Flag in JOINERS: the host waits as well.");
  add("ASLEEP", ASLEEP, "REMOTE while the loom sleeps.");
  if (!isAlone) constants.push(...workerConstants(layout, options, record));
  else if (uses.has("sleep") || uses.has("timedWait") || uses.has("select")) {
    add("SLEEPS", 1, "LINK of a fiber that sleeps: no baton, no record.");
  }
  if (isAlone) {
    place("READY", "ready", "First place of the ring of fibers that are ready");
    add("READY", ready, "Places in the ring; a power of two.");
    add("READY_MASK", ready - 1, "Position & READY_MASK is a place in the ring.");
  }
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
    if (isAlone) {
      place("WHEEL", "wheel", "First slot of the wheel, 2 words each");
      place("OCCUPIED", "occupied", "Bits of the slots that are not empty, 2 words a level");
    }
    add("MAX_DELAY_MS", 0x7fffffff, "Longest time of a timer: half of the circle of ticks.");
  }
  if (options.hasAlarms) {
    add("MAX_DELAY_MS", 0x7fffffff, "Longest time of a timer: what hosts can count.");
  }
  if (timers > 0) {
    add("TIMERS", timers, "Timers that there can be at a time.");
    place("TIMERS", "timers", "First record of a timer");
  }
  if (["pop", "timedPop", "push", "timedPush"].some((name) => uses.has(name))) {
    add("IN_TIME", 0, "TICK of a fiber that has popped or pushed.");
    add("TOO_LATE", 1, "TICK of a fiber whose time was up at a queue.");
    add("BROKEN_OFF", 2, "TICK of a fiber whose wait at a queue has failed.");
  }
  if (locks > 0) {
    add("LOCKS", locks, "Mutexes, semaphores and groups that there can be at a time.");
    place("LOCKS", "locks", `First lock, ${isAlone ? 4 : 8} words each`);
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
