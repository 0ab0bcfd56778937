/** What a loom asks of the layout engine. */
import type { AreaRequest, LayoutRequest, WordsRequest } from "../../layout/model.ts";
import type { OptionValue, RecordType, SlotType } from "../../spec/model.ts";
import type { CompiledFiber } from "../../transform/fibers/model.ts";
import { HEADER_AREA } from "../frame/header.ts";

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
  /** Names of the operations that fibers use. */
  readonly uses: ReadonlySet<string>;
  readonly hasWheel: boolean;
}

const CLASSES = [
  { name: "Small", option: "small", bytes: 64 },
  { name: "Medium", option: "medium", bytes: 256 },
  { name: "Large", option: "large", bytes: 1024 },
] as const;

export const MAX_FRAME_BYTES = 1024;

/** Levels of the wheel: 6 bits each cover the 32 bits of a tick. */
export const LEVELS = 6;

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
  return {
    fibers: number("fibers"),
    classes: CLASSES
      .filter(({ name }) => needed.has(name))
      .map(({ name, option, bytes }) => ({
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
    uses,
    hasWheel: timers > 0 || uses.has("sleep") || uses.has("timedWait") ||
      uses.has("select"),
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
  const { fibers, classes, batons, timers, locks, sources, inbox, ready, hasWheel } = options;
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
  if (batons > 0) areas.push(array("batons", "State, and the next free one, of each.", batons * 2));
  if (batons > 0 && options.uses.has("select")) {
    areas.push(
      array("selections", "Link, next, fiber and index of each baton in a select.", batons * 4),
    );
  }
  if (locks > 0) {
    areas.push(array("locks", "Kind, value, first and last waiter of each.", locks * 4));
  }
  if (sources > 0) {
    areas.push(
      array("sources", "Head, tail, receiver and flags of each inbox.", sources * 4),
      slots("events", "The inboxes, one after the other.", sources * inbox, record(EVENT_RECORD)),
    );
  }
  areas.push(slots("fibers", "The fibers' records.", fibers, record(FIBER_RECORD)));
  if (timers > 0) {
    areas.push(slots("timers", "Timers that post batons.", timers, record(FIBER_RECORD)));
  }
  for (const { name, bytes, count } of classes) {
    const doc = `Frames of ${bytes} bytes.`;
    areas.push(slots(`${name.toLowerCase()} frames`, doc, count, { kind: "bytes", length: bytes }));
  }
  return { name, structure: "Loom", areas };
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

const words = (
  name: string,
  doc: string,
  list: readonly (readonly [string, string])[],
): WordsRequest => ({
  kind: "words",
  name,
  doc,
  writer: "everyone",
  words: list.map(([word, meaning]) => ({ name: word, doc: meaning })),
});

const array = (name: string, doc: string, count: number): AreaRequest => ({
  kind: "wordArray",
  name,
  doc,
  writer: "everyone",
  count,
});

const slots = (name: string, doc: string, count: number, item: SlotType): AreaRequest => ({
  kind: "slots",
  name,
  doc,
  writer: "everyone",
  count,
  item,
  padding: "none",
});

const record = (type: RecordType): SlotType => ({ kind: "record", record: type });

function powerOfTwo(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}
