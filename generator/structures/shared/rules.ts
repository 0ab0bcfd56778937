import type { StructureRules } from "../../spec/model.ts";

/** What a spec may ask of a `Shared` record. */
export const sharedRules: StructureRules = {
  structure: "Shared",
  summary: "one record that several threads see, with plain and atomic accessors",
  commonOptions: ["cacheLine", "padding", "waiting"],
  options: [],
  maxItemBytes: 65_536,
  itemKind: "record",
};
