/**
 * The two forms of a fiber's method around the same states. A fiber that others call by `yield*` has one
 * that resumes a given frame. All have one that resumes those in front of the ready ring that run it, with
 * the states within its loop: with a call for each resume, switches took up to 1.7 times as long.
 */
import type { CompiledFiber, Turns } from "./model.ts";
import type { PrintInput } from "./print.ts";
import { printStates, viewsIn } from "./states.ts";

/** `#runFeed(fiber, frame)`: resumes one frame; true: it has ended. */
export function callMethod(method: string, input: PrintInput): string {
  const states = printStates(input, { ended: ["return true;"], parked: "return false;" });
  return [
    `${method}(fiber: number, frame: number): boolean {`,
    ...states.views.map((view) => `const ${view} = this.#${view};`),
    ...states.declarations,
    states.text,
    `}`,
  ].join("\n");
}

/** `#turnsOfFeed(until)`: resumes fibers as long as the next one that is ready runs this function. */
export function turnsMethod(
  methods: Pick<CompiledFiber, "method" | "turnsMethod">,
  input: PrintInput,
  { number, ended, isWhole }: Turns,
  label: string,
): string {
  const jump = `continue ${label};`;
  const inPlace = isWhole
    ? printStates(input, { ended: [...ended, jump], parked: jump })
    : undefined;
  const isLabelled = inPlace?.hasLoop === true;
  const plain = (text: string): string => isLabelled ? text : text.replaceAll(jump, "continue;");
  const body = inPlace === undefined
    ? [`if (this.${methods.method}(fiber, frame)) {`, ...ended, `}`]
    : [...inPlace.declarations, plain(inPlace.text)];
  const text = body.join("\n");
  return [
    `${methods.turnsMethod}(until: number): void {`,
    ...viewsIn(text).map((view) => `const ${view} = this.#${view};`),
    `let fiber = 0;`,
    `try {`,
    `${isLabelled ? `${label}: ` : ""}for (let head = i32[READY_HEAD_I32]!; head !== until;) {`,
    `fiber = i32[READY_I32 + (head & READY_MASK)]!;`,
    `if (i32[fiber + STEP_WORD] !== ${number}) return;`,
    `const frame = i32[fiber + FRAME_WORD]!;`,
    `head = (head + 1) | 0;`,
    `i32[READY_HEAD_I32] = head;`,
    text,
    `}`,
    `} catch (thrown) {`,
    `this.#fail(fiber, thrown);`,
    `}`,
    `}`,
  ].join("\n");
}

/** The frame as a comment: one line a place. */
export function frameTable(fiber: Pick<CompiledFiber, "frame" | "frameBytes">): string[] {
  const rows = [
    ["byte", "type", "what", "alive in lines"],
    ["0", "i32", "state", ""],
    ...fiber.frame.map(({ name, type, byteOffset, aliveFromLine, aliveToLine }) => [
      String(byteOffset),
      type,
      name,
      `${aliveFromLine} – ${aliveToLine}`,
    ]),
  ];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0))
  );
  return [
    `Frame: ${fiber.frameBytes} bytes.`,
    "```text",
    ...rows.map((row) =>
      row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()
    ),
    "```",
  ];
}
