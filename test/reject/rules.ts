import type { StructureRules } from "../../generator/spec/model.ts";

/** Rules like those of the queue: these tests are about reading, whatever structures exist. */
export const QUEUE_RULES: StructureRules = {
  structure: "Queue",
  summary: "bounded queue",
  options: [
    {
      kind: "integer",
      name: "capacity",
      min: 1,
      max: 2 ** 26,
      default: undefined,
      roundUp: "powerOfTwo",
      doc: "Items that the queue holds.",
    },
    {
      kind: "choice",
      name: "producers",
      values: ["one", "many"],
      default: "many",
      doc: "Threads that push.",
    },
    {
      kind: "choice",
      name: "consumers",
      values: ["one", "many"],
      default: "many",
      doc: "Threads that pop.",
    },
  ],
  maxItemBytes: 4096,
};
