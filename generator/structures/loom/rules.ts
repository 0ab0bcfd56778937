import type { CommonRules, OptionRule } from "../../spec/model.ts";

/** An id has 31 bits; what an index leaves of them counts the uses of a record. */
const MAX_FIBERS = 2 ** 22;

/** Each has a bit in the word of those that sleep. */
const MAX_WORKERS = 31;

const count = (name: string, max: number, fallback: number, doc: string): OptionRule => ({
  kind: "integer",
  name,
  min: 0,
  max,
  default: fallback,
  roundUp: "none",
  doc,
});

const framesDoc = (bytes: number): string =>
  `Frames of ${bytes} bytes; 0: none or, where a fiber needs one, as many as \`fibers\`.`;

/** What a spec may ask of a `Loom`. */
export const loomRules: CommonRules = {
  structure: "Loom",
  summary: "fibers in one thread or several, which other threads can wake",
  commonOptions: ["cacheLine"],
  options: [
    {
      kind: "integer",
      name: "fibers",
      min: 1,
      max: MAX_FIBERS,
      default: undefined,
      roundUp: "none",
      doc: "Fibers that there can be at a time; 32 bytes each until they run.",
    },
    count("small", MAX_FIBERS, 0, framesDoc(64)),
    count("medium", MAX_FIBERS, 0, framesDoc(256)),
    count("large", MAX_FIBERS, 0, framesDoc(1024)),
    count("batons", 2 ** 20, 64, "Batons that there can be at a time."),
    count("timers", 2 ** 20, 0, "Timers that post batons; a fiber that sleeps needs none."),
    count("locks", 2 ** 16, 16, "Mutexes, semaphores and groups, where fibers use them."),
    count("sources", 2 ** 16, 16, "Sources of events, where fibers receive."),
    {
      kind: "integer",
      name: "inbox",
      min: 1,
      max: 2 ** 16,
      default: 64,
      roundUp: "powerOfTwo",
      doc: "Events that wait at a source; rounded up to a power of two.",
    },
    {
      kind: "integer",
      name: "ready",
      min: 1,
      max: MAX_FIBERS,
      default: 1024,
      roundUp: "powerOfTwo",
      doc: "Fibers in the ring of those that are ready; more wait in a list behind it.",
    },
    {
      kind: "choice",
      name: "timing",
      values: ["wheel", "host"],
      default: "wheel",
      doc:
        "What wakes sleepers and rings timers: a wheel in the loom's memory, or the host's timers.",
    },
    {
      kind: "integer",
      name: "workers",
      min: 1,
      max: MAX_WORKERS,
      default: 1,
      roundUp: "none",
      doc: "Threads that run the loom together.",
    },
    {
      kind: "choice",
      name: "stealing",
      values: [true, false],
      default: false,
      doc: "Whether a worker without work takes fibers that others have not come to yet.",
    },
    {
      kind: "choice",
      name: "host",
      values: [true, false],
      default: false,
      doc: "Whether to write the reactor and the pinning of threads beside the module.",
    },
  ],
};
