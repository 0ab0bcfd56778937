import type { StructureRules } from "../../spec/model.ts";

/** Most waiters of a side: a call looks at each record, 5 ns or so each, and a wake-up takes 5 µs and more. */
export const MAX_WAITERS = 1024;

/** What a spec may ask of a `Cubby`. */
export const cubbyRules: StructureRules = {
  structure: "Cubby",
  summary: "one slot between threads that take turns",
  maxItemBytes: 4096,
  commonOptions: ["cacheLine", "waiting"],
  options: [
    {
      kind: "integer",
      name: "waiters",
      min: 1,
      max: MAX_WAITERS,
      default: 64,
      roundUp: "none",
      doc: "How many pushes, and how many pops, can wait at the same time.",
    },
    {
      kind: "integer",
      name: "graceMs",
      min: 1,
      max: 60_000,
      default: 250,
      roundUp: "none",
      doc: "Milliseconds after which a waiter that does not take its turn is passed over.",
    },
  ],
};
