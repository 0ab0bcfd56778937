import type { ContainerRules } from "../../spec/model.ts";

/** What a spec may ask of a `OneOf`. */
export const oneOfRules: ContainerRules = {
  structure: "OneOf",
  summary: "one structure out of several kinds in the same place, with a tag",
  holds: "members",
  commonOptions: ["cacheLine"],
  options: [],
  ownNames: ["handle", "kind", "become"],
};
