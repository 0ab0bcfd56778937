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

export const stealingAlone = (loom: string): Message => ({
  code: "AMPH723",
  text: `${quote(loom)} has \`stealing: true\` and one worker: expected two workers or more, ` +
    "for one to take from another; write `workers: 2`, or leave `stealing` out",
});

export const framesOfWorkers = (loom: string, option: string): Message => ({
  code: "AMPH724",
  text: `${quote(loom)} has several workers and ${quote(option)}: expected no number of frames, ` +
    `since each fiber of such a loom has a frame of its own; leave ${quote(option)} out`,
});

export const emptyPool = (loom: string, option: string, user: string): Message => ({
  code: "AMPH725",
  text: `${quote(loom)} has \`${option}: 0\`, and ${user}: expected room for one at least; ` +
    `write \`${option}: 1\` or more, or leave ${quote(option)} out`,
});

export const alarmsOfWorkers = (loom: string): Message => ({
  code: "AMPH727",
  text: `${quote(loom)} has several workers and \`timing: "host"\`: expected the wheel, since a ` +
    "fiber may go on in another thread than that of its timer; leave `timing` out",
});

export const frameTooLarge = (fiber: string, bytes: number, max: number): Message => ({
  code: "AMPH722",
  text: `${quote(fiber)} needs a frame of ${bytes} bytes: expected at most ${max}; ` +
    "keep fewer locals alive across suspensions, or spawn the fibers that it calls",
});
