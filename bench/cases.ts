/** The matrix: what is compared with what. */
import type { Case } from "./cases/case.ts";
import { CUBBY_CASES } from "./cases/cubby.ts";
import { LOOM_CASES } from "./cases/loom.ts";
import { QUEUE_CASES } from "./cases/queue.ts";
import { SECVEC_CASES } from "./cases/secvec.ts";

export const CASES: readonly Case[] = [
  ...QUEUE_CASES,
  ...CUBBY_CASES,
  ...SECVEC_CASES,
  ...LOOM_CASES,
];
