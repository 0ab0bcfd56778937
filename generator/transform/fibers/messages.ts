/** AMPH7xx: fibers. */
import type { Message } from "../../spec/faults.ts";
import { didYouMean, either, quote } from "../../spec/messages/wording.ts";

const SLOTS = "u8, i8, u16, i16, u32, i32, f32, f64, bool, u53, u64 or i64";
const FORMS =
  "`yield* …;`, `const x = yield* …;`, `x = yield* …;` of a local `x`, or `return yield* …;`";

export const fiberForm = (what: string, instead: string): Message => ({
  code: "AMPH701",
  text: `${what}: expected \`export function* name(self: Loom, argument: u32): Fiber { … }\`; ` +
    instead,
});

export const yieldPosition = (written: string): Message => ({
  code: "AMPH702",
  text: `${quote(written)} stands inside something larger: expected ${FORMS}; ` +
    "put the result into a local of its own first",
});

export const plainYield = (): Message => ({
  code: "AMPH702",
  text: "`yield` gives a value to nobody: expected `yield*` of an operation or of another fiber; " +
    "write `yield* self.pass()` to let others run",
});

export const unknownSuspension = (written: string, self: string): Message => ({
  code: "AMPH703",
  text:
    `${quote(written)} is nothing that a fiber can wait for: expected \`${self}.operation(…)\` ` +
    `or \`fiber(${self}, …)\` with a fiber of this file; write one of these`,
});

export const unknownOperation = (name: string, known: readonly string[]): Message => ({
  code: "AMPH703",
  text: `a loom has no operation ${quote(name)}: expected ${either(known)}` +
    (didYouMean(name, known) || "; write one of these"),
});

export const wrongCall = (name: string, instead: string): Message => ({
  code: "AMPH703",
  text: `${quote(name)} is not called so; write ${instead}`,
});

export const argumentCount = (usage: string, found: number): Message => ({
  code: "AMPH704",
  text: `${found} argument${found === 1 ? "" : "s"}: expected ${usage}; write it so`,
});

export const spreadArgument = (): Message => ({
  code: "AMPH704",
  text: "a spread argument: expected each argument written out, since their number is fixed; " +
    "write them one by one",
});

export const untypedAlive = (name: string, line: number): Message => ({
  code: "AMPH705",
  text: `${quote(name)} is alive across the suspension in line ${line} and its type is not ` +
    `certain: expected a slot type; annotate it with ${SLOTS}`,
});

export const unsharedAlive = (name: string, what: string, line: number): Message => ({
  code: "AMPH706",
  text:
    `${quote(name)}, ${what}, is alive across the suspension in line ${line}: expected values ` +
    `of slot types only, since a frame lies in shared memory; take what is needed behind the ` +
    `suspension into locals of type ${SLOTS}, or keep it in the application under a number`,
});

export const untypedLocal = (name: string): Message => ({
  code: "AMPH705",
  text: `${quote(name)} is used in several states and its type is not certain: expected a type, ` +
    `since its declaration moves to the top; annotate it, with ${SLOTS} or any other`,
});

export const capturedLocal = (name: string): Message => ({
  code: "AMPH707",
  text: `the function mentions ${quote(name)}, which lives longer than one state of the fiber: ` +
    "expected functions that use their parameters, or constants of the same state; " +
    "copy it to a `const` right before, or pass it as an argument",
});

export const suspendedPattern = (): Message => ({
  code: "AMPH708",
  text: "the result of a suspension is taken apart: expected one name, since results are slot " +
    "values; write `const x = yield* …;`",
});

export const patternAlive = (name: string): Message => ({
  code: "AMPH708",
  text: `${quote(name)} is taken out of a pattern and lives longer than one state of the fiber: ` +
    "expected a declaration of its own; write for example `const x: u32 = whole.x;`",
});

export const readTooEarly = (name: string): Message => ({
  code: "AMPH709",
  text: `${quote(name)} may be read before it has a value: expected a value on every way; ` +
    "give it one where it is declared",
});

export const noResult = (name: string, type: string): Message => ({
  code: "AMPH709",
  text:
    `${quote(name)} may end without a result: expected \`return\` with a value of type ${type} ` +
    "on every way; add it, or throw",
});

export const recursion = (path: readonly string[]): Message => ({
  code: "AMPH710",
  text: `${quote(path[0] ?? "")} calls itself (${path.join(" → ")}): expected calls that end ` +
    "somewhere, since a frame holds those of its callees; write a loop, or spawn the fiber",
});

export const foreignSyntax = (what: string, instead: string): Message => ({
  code: "AMPH711",
  text: `${what} cannot be compiled in a fiber; ${instead}`,
});

export const selfElsewhere = (self: string): Message => ({
  code: "AMPH712",
  text:
    `${quote(self)} is used as a value: expected \`${self}.operation(…)\`, or \`${self}\` as the ` +
    "first argument of a fiber that is called by `yield*`; write one of these",
});

export const fiberElsewhere = (name: string, self: string): Message => ({
  code: "AMPH712",
  text:
    `the fiber ${quote(name)} is used as a value: expected \`yield* ${name}(${self}, …)\`, or ` +
    `its name in an operation that spawns; write one of these`,
});

export const takenName = (name: string, by: string): Message => ({
  code: "AMPH713",
  text: `the name ${quote(name)} is taken by ${by}: expected another; rename it` +
    (by === "emitted code" ? `, for example \`import { ${name} as app_${name} }\`` : ""),
});

export const jumpNowhere = (written: string): Message => ({
  code: "AMPH714",
  text: `${quote(written)} leads nowhere: expected a loop, a switch or a label around it; ` +
    "add it, or remove the jump",
});

export const earlyUse = (name: string): Message => ({
  code: "AMPH714",
  text: `${quote(name)} is used before its declaration: expected the declaration first; ` +
    "move it up",
});

export const constantAssigned = (name: string): Message => ({
  code: "AMPH714",
  text: `${quote(name)} is a constant: expected no assignment; declare it with \`let\``,
});

export const otherLoom = (name: string, other: string, own: string): Message => ({
  code: "AMPH715",
  text:
    `${quote(name)} is a fiber of ${quote(other)}, this one of ${quote(own)}: expected fibers ` +
    "of one loom, since a frame lies in the memory of one; give both the same loom",
});
