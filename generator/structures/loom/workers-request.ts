/** What a loom has of its own for each of several workers, and what they share. */
import type { AreaRequest, SlotsRequest } from "../../layout/model.ts";
import type { SlotType } from "../../spec/model.ts";
import { HEADER_AREA } from "../frame/header.ts";
import type { LoomOptions } from "./request.ts";
import { array, LEVELS, words } from "./words.ts";

type Fields = readonly (readonly [name: string, doc: string, type?: SlotType])[];

/** Words that a worker has; each area begins a line for each worker, since others write the rest. */
export const WORKER_AREAS: readonly {
  readonly area: string;
  /** Names the distance from one worker to the next: `WORKER_I32`. */
  readonly name: string;
  readonly doc: string;
  readonly fields: (options: LoomOptions) => Fields;
}[] = [
  {
    area: "workers",
    name: "WORKER",
    doc: "For each worker alone.",
    fields: ({ hasWheel, timers }) => [
      ["READY_FIRST", "First fiber that is ready and does not lie in the deque."],
      ["READY_LAST", "The last one."],
      ["READY_COUNT", "How many there are."],
      ["BOUND_FIRST", "First fiber that is ready here and may go on nowhere else."],
      ["BOUND_LAST", "The last one."],
      ["BOUND_COUNT", "How many there are."],
      ["TURN", "1 when one of them comes next."],
      ["CURSOR", "Where the search for something free goes on."],
      ["SWITCHES", "Resumes, modulo 2^30."],
      ["SWITCHES_HIGH", "How often that went round."],
      ["STOLEN", "Fibers that were taken from others."],
      ...timers > 0
        ? [
          ["FREE_TIMERS", "First timer that was given back."],
          ["FRESH_TIMERS", "How many timers were ever in use."],
        ] as const
        : [],
      ...hasWheel
        ? [
          ["ELAPSED", "The tick up to which timers have expired."],
          ["OCCUPIED", "Which slots of the wheel are not empty, 2 words a level.", run(LEVELS * 2)],
          ["WHEEL", "First and last timer of each slot.", run(LEVELS * 128)],
        ] as const
        : [],
    ],
  },
  {
    area: "bottoms",
    name: "NEXT_BOTTOM",
    doc: "For each worker to write, and others to read.",
    fields: () => [["BOTTOM", "Fibers that were put into the deque, less those taken back."]],
  },
  {
    area: "tops",
    name: "NEXT_TOP",
    doc: "For whoever takes the last fiber of a deque.",
    fields: () => [["TOP", "Fibers that were taken from the deque's other end, modulo 2^32."]],
  },
  {
    area: "mailboxes",
    name: "MAILBOX",
    doc: "What others tell a worker, and see of it.",
    fields: () => [
      ["REMOTE", "The newest fiber that others have sent, or that the worker sleeps."],
      ["OWNER", "1 while a handle is the worker."],
      ["STOP", "1 when the worker shall stop."],
      ["BEAT", "Resumes, while they are watched."],
      ["RUNNING", "Id of the fiber that runs, while it is watched."],
      ["RUNNING_STEP", "Number of its function."],
      ["RUNNING_PLACE", "State in which it went on."],
    ],
  },
];

export function workerAreas(options: LoomOptions): AreaRequest[] {
  const { fibers, batons, locks, workers, ready, stealing } = options;
  const bits = (count: number): number => Math.ceil(count / 32);
  return [
    HEADER_AREA,
    words("common", "For all workers, and for threads that are none.", [
      ["COMMON", "The newest fiber that any worker may take, or 0."],
      ["IDLE", "A bit for each worker that goes to sleep."],
    ]),
    words("counts", "How many there are.", [
      ["ALIVE", "Fibers that have not ended."],
      ["FREES", "Records that are not in use, less those being taken."],
    ]),
    ...WORKER_AREAS
      .filter(({ area }) => stealing || (area !== "bottoms" && area !== "tops"))
      .map(({ area, doc, fields }) => perWorker(area, doc, workers, fields(options))),
    ...stealing
      ? [array("deques", "Fibers that others may take, of each worker.", workers * ready)]
      : [],
    array("free records", "A bit for each record that is not in use.", bits(fibers)),
    array("kept records", "A bit for each whose fiber has ended unjoined.", bits(fibers)),
    ...batons > 0 ? [array("free batons", "A bit for each that is not in use.", bits(batons))] : [],
    ...locks > 0 ? [array("free locks", "A bit for each that is not in use.", bits(locks))] : [],
  ];
}

const I32: SlotType = { kind: "scalar", scalar: "i32" };

const run = (length: number): SlotType => ({ kind: "array", of: I32, length });

function perWorker(name: string, doc: string, count: number, fields: Fields): SlotsRequest {
  return {
    kind: "slots",
    name,
    doc,
    writer: "everyone",
    count,
    item: {
      kind: "record",
      record: {
        name: "Worker",
        doc: "",
        fields: fields.map(([field, meaning, type = I32]) => ({ name: field, doc: meaning, type })),
      },
    },
    padding: "line",
  };
}
