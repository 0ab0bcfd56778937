/** The structures of the harness, their planning half. */
import { queueStructure } from "./queue/queue.ts";
import type { Structure } from "./structure.ts";

export const STRUCTURES: readonly Structure[] = [queueStructure];
