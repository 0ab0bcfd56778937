/** The structures of the harness, their planning half. */
import { cubbyStructure } from "./cubby/cubby.ts";
import { queueStructure } from "./queue/queue.ts";
import { appendStructure, secVecStructure } from "./secvec/secvec.ts";
import type { Structure } from "./structure.ts";

export const STRUCTURES: readonly Structure[] = [
  queueStructure,
  cubbyStructure,
  secVecStructure,
  appendStructure,
];
