import type { ContainerRules } from "../../spec/model.ts";

/** What a spec may ask of an `Amphetanim`. */
export const amphetanimRules: ContainerRules = {
  structure: "Amphetanim",
  summary: "several structures side by side in one memory, behind one handle",
  holds: "members",
  commonOptions: ["cacheLine"],
  options: [],
  ownNames: ["handle"],
};
