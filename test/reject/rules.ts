import type { ContainerRules, Rules, StructureRules } from "../../generator/spec/model.ts";

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

/** Rules like those of a shared record: of records only, without one of the common options. */
const SHARED_RULES: StructureRules = {
  structure: "Shared",
  summary: "shared record",
  commonOptions: ["cacheLine", "waiting"],
  options: [],
  maxItemBytes: 65_536,
  itemKind: "record",
};

function containerRules(structure: string, ownNames: readonly string[]): ContainerRules {
  return {
    structure,
    summary: "container",
    holds: "members",
    commonOptions: ["cacheLine"],
    options: [],
    ownNames,
  };
}

/** Structures, and containers that hold them. */
export const MEMBER_RULES: readonly Rules[] = [
  QUEUE_RULES,
  SHARED_RULES,
  containerRules("Amphetanim", ["handle"]),
  containerRules("OneOf", ["handle", "kind", "become"]),
];
