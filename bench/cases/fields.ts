/** Fields of records, in one thread. */
import { alone, type Case } from "./case.ts";

export const FIELD_CASES: readonly Case[] = [
  {
    name: "fields",
    title: "write and read the eight u32 fields of a record",
    measure: "pair",
    sides: [
      {
        name: "slots of a queue, in place",
        job: { ...alone("fields", "WordSlots"), records: "slots" },
      },
      { name: "Shared", job: { ...alone("fields", "SharedWords"), records: "shared" } },
      ...(["DataView", "structurae", "typed-struct"] as const).map((records) => ({
        name: records,
        job: { ...alone("fields"), records },
      })),
      {
        name: "typed array, by hand",
        job: { ...alone("fields"), records: "typed arrays" },
      },
    ],
    quick: true,
  },
];
