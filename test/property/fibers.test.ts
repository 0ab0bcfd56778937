import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { programOf } from "./fibers-program.ts";
import { build } from "./fibers-run.ts";

/** Programs of one run of this file, and how many worlds each of them meets. */
const PROGRAMS = 2_000;
const WORLDS = 2;

/** A planted fault has to show within as many programs. */
const PROGRAMS_PER_FAULT = 1_500;

/** 5040 is divisible by every count of choices that the decoder has. */
const numbers = fc.array(fc.nat(5_039), { minLength: 80, maxLength: 280, size: "max" });

/** Runs one program in a few worlds; throws with the program where the two sides differ. */
function compare(
  drawn: readonly number[],
  seed: number,
  change?: (code: string) => string,
): void {
  const program = programOf(drawn);
  const built = build(program, change);
  for (let world = 0; world < WORLDS; world++) {
    const { generator, machine } = built(seed + world);
    if (isDeepStrictEqual(generator, machine)) continue;
    const at = generator.findIndex((event, k) => !isDeepStrictEqual(event, machine[k]));
    throw new Error(
      `seed ${seed + world}, event ${at}: the generator ${inspect(generator[at])}, ` +
        `the machine ${inspect(machine[at])} in\n${program.text}`,
    );
  }
}

test("a compiled fiber does, step by step, what its generator does", () => {
  fc.assert(
    fc.property(numbers, fc.nat(), (drawn, seed) => compare(drawn, seed)),
    // Making a long program shorter takes minutes; the seed that is printed gives the same one again.
    { numRuns: PROGRAMS, endOnFailure: true },
  );
});

/** What a compiler could do wrong, as a change of what it emits. */
const FAULTS: Readonly<Record<string, (code: string) => string>> = {
  "a local is not stored": (code) => code.replace(/^i32\[frame \+ 2\] = \w+;$/gm, ""),
  "a local is loaded from the place of another": (code) =>
    code.replace(/ = i32\[frame \+ 2\]!/g, " = i32[frame + 1]!"),
  "an 8-byte local is not loaded": (code) => code.replace(/^\w+ = f64\[wide \+ \d+\]!;$/gm, ""),
  "a resumed state has no handler": (code) =>
    code.replace(/(goes on behind .*\n)handler = \d+;/g, "$1"),
  "a handler is left too late": (code) => code.replace(/^handler = 0;$/gm, ""),
  "a return is lost in `finally`": (code) => code.replace(/^reason = 2;$/gm, "reason = 0;"),
  "a jump is lost in `finally`": (code) => code.replace(/^reason = 3;$/gm, "reason = 0;"),
  "a callee's frame is not reset": (code) => code.replace(/^i32\[frame \+ \d+\] = 0;$/gm, ""),
  "an error is not kept": (code) => code.replace(/this\.#keepError\(fiber, \w+\)/g, "1"),
  "a result is not taken": (code) => code.replace(/^\w+ = this\.#endTake\(fiber\);$/gm, ""),
  "a frame is larger than it says": (code) =>
    code.replace(/^(i32\[frame\] = 1;)$/gm, "$1 i32[frame - 1] = 1;"),
};

for (const [fault, change] of Object.entries(FAULTS)) {
  test(`found, if planted: ${fault}`, () => {
    const details = fc.check(
      fc.property(numbers, fc.nat(), (drawn, seed) => compare(drawn, seed, change)),
      { numRuns: PROGRAMS_PER_FAULT, endOnFailure: true },
    );
    assert.ok(details.failed, `nothing was found in ${PROGRAMS_PER_FAULT} programs`);
  });
}
