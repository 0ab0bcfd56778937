import type { StructureRules } from "../../spec/model.ts";

/** Indices stay below 2^30, so that their arithmetic stays within 32 bits with a sign. */
export const MAX_LENGTH = 2 ** 30;

/** What a spec may ask of a `SecVec`. */
export const secVecRules: StructureRules = {
  structure: "SecVec",
  summary: "growable vector between threads, whose elements never move",
  commonOptions: ["cacheLine", "padding"],
  maxItemBytes: 4096,
  options: [
    {
      kind: "integer",
      name: "maxLength",
      min: 1,
      max: MAX_LENGTH,
      default: undefined,
      roundUp: "none",
      doc: "Elements that the vector holds at most; memory is taken as it grows.",
    },
    {
      kind: "choice",
      name: "shrink",
      values: [true, false],
      default: true,
      doc: "`false`: elements are only appended, and never changed or taken away.",
    },
    {
      kind: "integer",
      name: "threads",
      min: 1,
      max: 256,
      default: 64,
      roundUp: "none",
      doc: "Handles that may be attached at once; without meaning where `shrink` is false.",
    },
  ],
};
