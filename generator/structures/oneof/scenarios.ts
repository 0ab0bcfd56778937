/**
 * Programs over a variant for the model checker: threads that race to make it the same kind, or
 * different ones, and others that open it. What the kinds' own modules do is stood in for, since a
 * module is checked alone: making an object is a plain write to its place, opening it a plain read.
 * So an object that is made twice, or opened before it is there, is a race or a wrong result.
 */
import type { Value } from "../../core/machine.ts";
import type { Effect, Operation, Scenario } from "../../core/scenario.ts";
import type { MachineProgram } from "../../transform/machine.ts";
import { callsOf, freshStart, LIMIT_MS, outcomeText } from "../frame/scenario-parts.ts";
import type { ScenarioLimits } from "../queue/scenarios.ts";

/** The module with stand-ins for its members. */
export function standAlone(text: string): string {
  const place = /^const PLACE_BYTE = (\d+);$/m.exec(text)?.[1];
  if (place === undefined) throw new Error("the module has no constant PLACE_BYTE");
  const word = Number(place) / 4;
  return text
    .replaceAll(/^import \{ \w+ \} from ".*";$/gm, "")
    .replaceAll(
      /^ *const \{ buffer, byteOffset \} = this\.handle;$/gm,
      (line, at: number) =>
        text.lastIndexOf("#makeIn(", at) > text.lastIndexOf("static ", at) ? "" : line,
    )
    .replaceAll(/\b\w+\.createIn\(buffer, byteOffset \+ [^;]*\);/g, "makeObject(this.#i32);")
    .replaceAll(
      /return this\.#opened\.\w+ = \w+\.attach\(\{[^}]*\}\);/g,
      "return openObject(this.#i32);",
    ) +
    `
function makeObject(i32: Int32Array): void {
  i32[${word}] = i32[${word}]! + 1;
}

function openObject(i32: Int32Array): number {
  return i32[${word}]!;
}
`;
}

/** The state is the kind, or nothing. */
const NO_KIND = "";

/** `text` is that of the emitted module from which `program` was compiled. */
export function oneOfScenarios(
  program: MachineProgram,
  text: string,
  limits: ScenarioLimits,
): readonly Scenario[] {
  const list = /^const KINDS = \[(.*)\] as const;$/m.exec(text)?.[1] ?? "";
  const kinds: readonly string[] = JSON.parse(`[${list}]`);
  const [first = "", second = first] = kinds;
  const makers: Readonly<Record<string, () => Operation>> = {
    become: () => become(first),
    becomeOther: () => become(second),
    becomeTimed: () => become(first, LIMIT_MS),
    open: () => open(first),
    kind: () => kindOf(),
  };
  const names = Object.keys(makers);
  const pairs = names.flatMap((a, k) => names.slice(k).map((b) => [a, b]));
  const crowds = [
    ["become", "become", "become"],
    ["become", "become", "open"],
    ["become", "becomeOther", "open"],
    ["become", "becomeTimed", "kind"],
    ["become", "become", "become", "open"],
  ];
  const start = freshStart(program, NO_KIND);
  return [...pairs, ...crowds]
    .filter((threads) => threads.length <= limits.threads)
    .map((threads) => {
      const count = Math.max(1, limits.operations - (threads.length - 2));
      return {
        name: `${threads.join("-")}/${count}`,
        start,
        threads: threads.map((name) =>
          Array.from({ length: count }, () => makers[name]?.() ?? kindOf())
        ),
        finale: [kindOf()],
        deaths: "anywhere",
      };
    });
}

/** One object was made, whatever the number of threads that asked for it. */
const OPENED = "object 1";

/**
 * Another thread is making it: a third one that asked for another kind may have seen that already, so
 * this promises nothing about the order.
 */
const UNDER_WAY = "under way";

const objectText = (value: Value): string => `object ${String(value)}`;

function become(kind: string, timeoutMs: number = Infinity): Operation {
  const timed = timeoutMs < Infinity;
  return callsOf(
    `become("${kind}", ${timeoutMs})`,
    [{ operation: "become", args: [kind, timeoutMs] }],
    (answer) => outcomeText(answer, objectText),
    {
      effects: (state): readonly Effect[] =>
        state === NO_KIND || state === kind
          ? [{ state: kind, result: OPENED }]
          : [{ state, result: "WrongKindError" }],
      idle: timed ? ["UnfinishedError"] : [],
      timed,
    },
  );
}

function open(kind: string): Operation {
  return callsOf(
    `open ${kind}`,
    [{ operation: kind, args: [] }],
    (answer) => {
      const { outcome } = answer;
      const isUnderWay = outcome.kind === "throw" && outcome.message.includes("still becoming");
      return isUnderWay ? UNDER_WAY : outcomeText(answer, objectText);
    },
    {
      effects: (state) => [{ state, result: state === kind ? OPENED : "WrongKindError" }],
      idle: [UNDER_WAY],
    },
  );
}

function kindOf(): Operation {
  return callsOf(
    "kind",
    [{ operation: "kind", args: [] }],
    (answer) => outcomeText(answer, (value) => String(value ?? NO_KIND)),
    { effects: (state) => [{ state, result: state }], idle: [NO_KIND] },
  );
}
