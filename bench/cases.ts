/** The matrix: what is compared with what. */
import type { Case } from "./cases/case.ts";
import { CHOICE_CASES } from "./cases/choices.ts";
import { CUBBY_CASES } from "./cases/cubby.ts";
import { FIELD_CASES } from "./cases/fields.ts";
import { LOOM_CASES } from "./cases/loom.ts";
import { MPMC_CASES } from "./cases/mpmc.ts";
import { SECVEC_CASES } from "./cases/secvec.ts";
import { SPSC_CASES } from "./cases/spsc.ts";

export const CASES: readonly Case[] = [
  ...SPSC_CASES,
  ...MPMC_CASES,
  ...CHOICE_CASES,
  ...FIELD_CASES,
  ...CUBBY_CASES,
  ...SECVEC_CASES,
  ...LOOM_CASES,
];
