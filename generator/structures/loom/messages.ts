/** AMPH72x: looms and the fibers that they run. */
import type { Message } from "../../spec/faults.ts";
import { quote } from "../../spec/messages/wording.ts";

export const noFibers = (loom: string): Message => ({
  code: "AMPH720",
  text:
    `${quote(loom)} has no fibers: expected at least one function of this file that runs in it; ` +
    `write \`export function* name(self: ${loom}): Fiber { … }\``,
});

export const loomless = (fiber: string, loom: string): Message => ({
  code: "AMPH721",
  text: `the fiber ${quote(fiber)} belongs to ${quote(loom)}, which is no loom of this file: ` +
    `expected one; write \`export type ${loom} = Loom<{ fibers: 1024 }>\``,
});

export const frameTooLarge = (fiber: string, bytes: number, max: number): Message => ({
  code: "AMPH722",
  text: `${quote(fiber)} needs a frame of ${bytes} bytes: expected at most ${max}; ` +
    "keep fewer locals alive across suspensions, or spawn the fibers that it calls",
});
