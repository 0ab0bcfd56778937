/** What a loom asks of the layout engine. */
import type { AreaRequest, LayoutRequest, WordsRequest } from "../../layout/model.ts";
import type { OptionValue, RecordType, SlotType } from "../../spec/model.ts";
import type { CompiledFiber } from "../../transform/fibers/model.ts";
import { HEADER_AREA } from "../frame/header.ts";
import { array, LEVELS, slots, words } from "./words.ts";
import { workerAreas } from "./workers-request.ts";

export interface FrameClass {
  /** `Small`, as in names of methods. */
  readonly name: string;
  readonly bytes: number;
  readonly count: number;
}

/** The options of a loom, read once from the checked spec, and what its fibers make of them. */
export interface LoomOptions {
  readonly fibers: number;
  /** Those that have frames, smallest first. */
  readonly classes: readonly FrameClass[];
  readonly batons: number;
  readonly timers: number;
  readonly locks: number;
  readonly sources: number;
  readonly inbox: number;
  readonly ready: number;
  /** Threads that run it together. */
  readonly workers: number;
  readonly stealing: boolean;
  /** Names of the operations that fibers use. */
  readonly uses: ReadonlySet<string>;
  readonly hasWheel: boolean;
  /** The host's timers stand for the wheel. */
  readonly hasAlarms: boolean;
}

const CLASSES = [
  { name: "Small", option: "small", bytes: 64 },
  { name: "Medium", option: "medium", bytes: 256 },
  { name: "Large", option: "large", bytes: 1024 },
] as const;

export const MAX_FRAME_BYTES = 1024;

const LOCK_OPERATIONS = ["lock", "unlock", "acquire", "release", "waitAll", "add", "done"];

/** The smallest class whose frames hold `bytes`. */
export function classOf(bytes: number): (typeof CLASSES)[number] {
  const found = CLASSES.find((one) => bytes <= one.bytes);
  if (found === undefined) throw new Error(`no frame holds ${bytes} bytes`);
  return found;
}

export function loomOptions(
  options: Readonly<Record<string, OptionValue>>,
  fibers: readonly CompiledFiber[],
): LoomOptions {
  const number = (name: string): number => Number(options[name]);
  const uses = new Set(fibers.flatMap(({ usedOps }) => usedOps));
  const needed = new Set(fibers.map(({ frameBytes }) => classOf(frameBytes).name));
  const timers = number("timers");
  const hasClock = timers > 0 ||
    ["sleep", "timedWait", "select"].some((name) => uses.has(name));
  const workers = number("workers");
  // Of several workers, each fiber has a frame of its own, which is large enough for all functions.
  const classes = CLASSES.filter(({ name }) => needed.has(name)).slice(workers > 1 ? -1 : 0);
  return {
    fibers: number("fibers"),
    classes: classes.map(({ name, option, bytes }) => ({
      name,
      bytes,
      count: number(option) || number("fibers"),
    })),
    batons: number("batons"),
    timers,
    locks: LOCK_OPERATIONS.some((name) => uses.has(name)) ? number("locks") : 0,
    sources: uses.has("receive") ? number("sources") : 0,
    inbox: number("inbox"),
    ready: Math.min(number("ready"), powerOfTwo(number("fibers"))),
    workers,
    stealing: options["stealing"] === true,
    uses,
    hasWheel: hasClock && options["timing"] === "wheel",
    hasAlarms: hasClock && options["timing"] === "host",
  };
}

const i32 = (name: string, doc: string) => ({
  name,
  doc,
  type: { kind: "scalar", scalar: "i32" } as const,
});

/** 32 bytes; the result lies where the links of a timer do, since a fiber that waits has none yet. */
export const FIBER_RECORD: RecordType = {
  name: "FiberRecord",
  doc: "",
  fields: [
    {
      name: "result",
      doc: "Links of the wheel; arguments until it runs; the result when it has ended.",
      type: { kind: "scalar", scalar: "f64" },
    },
    i32("id", "How often the record was used, and its index."),
    i32("step", "Number of the function; below 0 until it runs; how it has ended."),
    i32("frame", "Int32 index of its frame."),
    i32("link", "The next one in the list that it is in; the baton of a timed wait."),
    i32("joiners", "The first of those that wait for its end."),
    i32("tick", "When its time is up; then how its wait has ended."),
  ],
};

/** Of several workers: what moves has to say where it may go on. */
const MOVING_RECORD: RecordType = {
  ...FIBER_RECORD,
  fields: [
    ...FIBER_RECORD.fields,
    i32("at", "Which worker alone may resume it, plus 1; below 0: until its wait is over; 0: any."),
    i32("claim", "Whether a select may still be ended, for who would end it."),
    i32("waits", "What a wait has to undo: ~ of a baton, or the selections."),
    i32("baton", "Of a select: the baton that has ended it, or that its time was up."),
  ],
};

const EVENT_RECORD: RecordType = {
  name: "Event",
  doc: "",
  fields: ["event", "detail"].map((name) => ({
    name,
    doc: "",
    type: { kind: "scalar", scalar: "f64" } as const,
  })),
};

export function loomRequest(name: string, options: LoomOptions): LayoutRequest {
  const { fibers, classes, batons, timers, locks, sources, inbox, workers } = options;
  const areas: AreaRequest[] = workers > 1 ? workerAreas(options) : loneAreas(options);
  if (batons > 0) areas.push(array("batons", "State, and the next free one, of each.", batons * 2));
  if (batons > 0 && options.uses.has("select")) {
    areas.push(
      array("selections", "Link, next, fiber and index of each baton in a select.", batons * 4),
    );
  }
  if (locks > 0) {
    areas.push(
      workers > 1
        ? array("locks", "What each is, who waits, and what is to be done.", locks * 8)
        : array("locks", "Kind, value, first and last waiter of each.", locks * 4),
    );
  }
  if (sources > 0) {
    areas.push(
      array("sources", "Head, tail, receiver and flags of each inbox.", sources * 4),
      slots("events", "The inboxes, one after the other.", sources * inbox, record(EVENT_RECORD)),
    );
  }
  const type = record(workers > 1 ? MOVING_RECORD : FIBER_RECORD);
  areas.push(slots("fibers", "The fibers' records.", fibers, type));
  if (timers > 0) {
    const doc = workers > 1 ? "Timers that post batons, by worker." : "Timers that post batons.";
    areas.push(slots("timers", doc, timers * workers, type));
  }
  for (const { name, bytes, count } of classes) {
    const doc = `Frames of ${bytes} bytes.`;
    areas.push(slots(`${name.toLowerCase()} frames`, doc, count, { kind: "bytes", length: bytes }));
  }
  return { name, structure: "Loom", areas };
}

/** What a loom has whom one thread runs. */
function loneAreas(options: LoomOptions): AreaRequest[] {
  const { ready, hasWheel } = options;
  const areas: AreaRequest[] = [
    HEADER_AREA,
    schedulerWords(options),
    words("remote", "What other threads have made ready.", [
      ["REMOTE", "The newest fiber that others have made ready, or that the loom sleeps."],
    ]),
    words("control", "Who runs the loom, and what other threads see of it.", [
      ["OWNER", "1 while a handle runs the loom."],
      ["STOP", "1 when the loom shall stop."],
      ["BEAT", "Resumes, while they are watched."],
      ["RUNNING", "Id of the fiber that runs, while it is watched."],
      ["RUNNING_STEP", "Number of its function."],
      ["RUNNING_PLACE", "State in which it went on."],
    ]),
    array("ready", "Records of the fibers that are ready.", ready),
  ];
  if (hasWheel) {
    areas.push(
      array("occupied", "Which slots of the wheel are not empty, 2 words a level.", LEVELS * 2),
      array("wheel", "First and last timer of each slot.", LEVELS * 128),
    );
  }
  return areas;
}

function schedulerWords({ classes, batons, timers, locks, hasWheel }: LoomOptions): WordsRequest {
  const pool = (name: string, what: string): [string, string][] => [
    [`FREE_${name}`, `First of the ${what} that were given back.`],
    [`FRESH_${name}`, `How many ${what} were ever in use.`],
  ];
  return words("scheduler", "For the thread that runs the loom.", [
    ["READY_HEAD", "Fibers that were taken from the ring, modulo 2^32."],
    ["READY_TAIL", "Fibers that were put into the ring, modulo 2^32."],
    ["OVERFLOW_HEAD", "First fiber that is ready and does not fit the ring."],
    ["OVERFLOW_TAIL", "The last one."],
    ["OVERFLOWN", "How many there are."],
    ["ALIVE", "Fibers that have not ended."],
    ["SWITCHES", "Resumes, modulo 2^30."],
    ["SWITCHES_HIGH", "How often that went round."],
    ["FREE", "First record that was given back."],
    ["FRESH", "How many records were ever in use."],
    ["ENDED_HEAD", "First fiber that ended and was not joined."],
    ["ENDED_TAIL", "The last one."],
    ...hasWheel ? [["ELAPSED", "The tick up to which timers have expired."] as const] : [],
    ...classes.flatMap(({ name, bytes }): [string, string][] => [
      ...pool(name.toUpperCase(), `frames of ${bytes} bytes`),
      [`WANT_${name.toUpperCase()}_HEAD`, "First fiber that waits for one."],
      [`WANT_${name.toUpperCase()}_TAIL`, "The last one."],
    ]),
    ...batons > 0 ? pool("BATONS", "batons, plus 1,").map(plain) : [],
    ...timers > 0 ? pool("TIMERS", "timers") : [],
    ...locks > 0 ? pool("LOCKS", "locks, plus 1,").map(plain) : [],
  ]);
}

/** Only the free one is kept plus 1, so that 0 is none. */
const plain = ([name, doc]: [string, string]): [string, string] => [
  name,
  name.startsWith("FRESH") ? doc.replace(", plus 1,", "") : doc,
];

const record = (type: RecordType): SlotType => ({ kind: "record", record: type });

function powerOfTwo(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}
