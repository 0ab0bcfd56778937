import type { StructureRules } from "../../spec/model.ts";

/** Largest capacity: cursors count 2^30 tickets, and differences of cursors must stay far below that. */
export const MAX_CAPACITY = 2 ** 26;

/** What a spec may ask of a `Queue`. */
export const queueRules: StructureRules = {
  structure: "Queue",
  summary: "bounded queue between threads, first in, first out",
  maxItemBytes: 4096,
  options: [
    {
      kind: "integer",
      name: "capacity",
      min: 1,
      max: MAX_CAPACITY,
      default: undefined,
      roundUp: "powerOfTwo",
      doc: "Items that the queue holds; rounded up to a power of two.",
    },
    {
      kind: "choice",
      name: "producers",
      values: ["many", "one"],
      default: "many",
      doc: "How many threads push at the same time.",
    },
    {
      kind: "choice",
      name: "consumers",
      values: ["many", "one"],
      default: "many",
      doc: "How many threads pop at the same time.",
    },
    {
      kind: "choice",
      name: "publish",
      values: ["eager", "lazy"],
      default: "eager",
      doc: "`lazy`: single pushes are published, and single pops released, a run at a time.",
      needs: {
        value: "lazy",
        others: { producers: "one", consumers: "one" },
      },
    },
  ],
};
