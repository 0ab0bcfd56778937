/**
 * Programs over a shared record for the model checker: every atomic accessor of one field against
 * every other, waiting against changing, and the hand-over of a plain field by an atomic one.
 */
import type { Value } from "../../core/machine.ts";
import type { Call, Effect, Operation, Scenario } from "../../core/scenario.ts";
import type { MachineProgram } from "../../transform/machine.ts";
import { callsOf, freshStart, LIMIT_MS, outcomeText } from "../frame/scenario-parts.ts";
import type { ScenarioLimits } from "../queue/scenarios.ts";

/** A field with atomic accessors. */
interface Word {
  /** What its accessors end with. */
  readonly name: string;
  /** What a record of zeros has, and another value. */
  readonly values: readonly [first: Value, second: Value];
  readonly isNumber: boolean;
  /** The number that a word of 32 bits stands for. */
  readonly wrap: (value: number) => number;
}

type Make = (nth: number) => Operation;

/** The state is the field's value as text. */
const textOf = (value: Value): string => JSON.stringify(value);

/** `text` is that of the emitted module from which `program` was compiled. */
export function sharedScenarios(
  program: MachineProgram,
  text: string,
  limits: ScenarioLimits,
): readonly Scenario[] {
  const words = wordsOf(text);
  return [
    ...words.flatMap((word) => wordScenarios(program, word, limits)),
    ...words.slice(0, 1).flatMap((word) => handOverScenarios(program, word, text)),
  ];
}

/** One field of each kind: the accessors of the others are the same but for the index. */
function wordsOf(text: string): readonly Word[] {
  const words = [...text.matchAll(/^ {2}load(?<name>\w+)\(\): (?<type>.+) \{$/gm)].map((match) => {
    const { name = "", type = "" } = match.groups ?? {};
    const members = type.match(/"(?:[^"\\]|\\.)*"/g)?.map((member): string => JSON.parse(member));
    const values: Word["values"] = type === "number"
      ? [0, 1]
      : type === "boolean"
      ? [false, true]
      : [members?.[0] ?? "", members?.[1] ?? members?.[0] ?? ""];
    const isUnsigned = new RegExp(`load${name}\\(\\): number \\{[^}]*>>> 0;`).test(text);
    const wrap = (value: number) => isUnsigned ? value >>> 0 : value | 0;
    return { name, type, values, isNumber: type === "number", wrap };
  });
  const kindOf = ({ type }: { readonly type: string }) => type.startsWith('"') ? "union" : type;
  return [...new Map(words.toReversed().map((word) => [kindOf(word), word])).values()];
}

function wordScenarios(
  program: MachineProgram,
  word: Word,
  limits: ScenarioLimits,
): readonly Scenario[] {
  const roles = rolesOf(program, word);
  const names = [...roles.keys()];
  const pairs = names.flatMap((first, k) => names.slice(k).map((second) => [first, second]));
  const three = CROWDS.filter((crowd) => crowd.every((name) => roles.has(name)));
  const start = freshStart(program, textOf(word.values[0]));
  return [...pairs, ...three]
    .filter((threads) => threads.length <= limits.threads)
    .filter(isMeant)
    .map((threads) => {
      const count = Math.max(1, limits.operations - (threads.length - 2));
      const operations = threads.map((name) =>
        Array.from({ length: count }, (_, k) => roles.get(name)?.(k) ?? load(word))
      );
      const called = `${word.name}/${threads.join("-")}/${count}`;
      return { name: called, start, threads: operations, finale: [load(word)], deaths: "anywhere" };
    });
}

/** A change without notify wakes nobody: who waits needs one with it. */
function isMeant(threads: readonly string[]): boolean {
  const others = threads.filter((name) => !name.startsWith("wait"));
  if (others.length === threads.length) return true;
  return others.includes("change") && others.every((name) => ["change", "load"].includes(name));
}

const CROWDS: readonly (readonly string[])[] = [
  ["add", "add", "add"],
  ["compareExchange", "compareExchange", "compareExchange"],
  ["exchange", "exchange", "load"],
  ["wait", "wait", "change"],
  ["wait", "waitTimed", "change"],
  ["wait", "waitAsync", "change"],
];

/** What a thread does again and again, by name. */
function rolesOf(program: MachineProgram, word: Word): ReadonlyMap<string, Make> {
  const { name, values: [first, second], isNumber, wrap } = word;
  const call = (operation: string, ...args: readonly Value[]): Call => ({
    operation: `${operation}${name}`,
    args,
  });
  const next = (nth: number): Value => nth % 2 === 0 ? second : first;
  const returned = (answer: Parameters<Operation["resultOf"]>[0][number]) =>
    outcomeText(answer, (value) => value === undefined ? "done" : textOf(value));
  const one = (
    operation: string,
    args: readonly Value[],
    after: (state: Value) => Effect,
  ): Operation =>
    callsOf(
      `${operation}${name}(${args.map(textOf).join(", ")})`,
      [call(operation, ...args)],
      returned,
      { effects: (state) => [after(JSON.parse(state))] },
    );
  const change = (operation: string, args: readonly Value[], after: (state: Value) => Value) =>
    one(operation, args, (state) => ({ state: textOf(after(state)), result: textOf(state) }));

  const waits = (operation: string, args: readonly Value[], timed: boolean): Operation =>
    callsOf(`${operation}${name}`, [call(operation, first, ...args)], returned, {
      effects: (state) => state === textOf(first) ? [] : [{ state, result: "true" }],
      idle: timed ? ["false"] : [],
      timed,
    });

  const roles = new Map<string, Make>([
    ["load", () => load(word)],
    [
      "store",
      (nth) => one("store", [next(nth)], () => ({ state: textOf(next(nth)), result: "done" })),
    ],
    ["exchange", (nth) => change("exchange", [next(nth)], () => next(nth))],
    [
      "compareExchange",
      () => change("compareExchange", [first, second], (state) => state === first ? second : state),
    ],
  ]);
  if (isNumber) {
    const bits: readonly (readonly [string, (state: number) => number])[] = [
      ["add", (state) => state + 3],
      ["sub", (state) => state - 3],
      ["or", (state) => state | 3],
      ["and", (state) => state & 3],
      ["xor", (state) => state ^ 3],
    ];
    for (const [operation, after] of bits) {
      roles.set(
        operation,
        () => change(operation, [3], (state) => wrap(after(Number(state)))),
      );
    }
  }
  if (program.operations.includes(`wait${name}`)) {
    // Changes for good: a field that goes back may be missed, and is then waited for again.
    roles.set(
      "change",
      () =>
        callsOf(
          `store${name}, notify${name}`,
          [call("store", second), call("notify")],
          () => "done",
          {
            effects: () => [{ state: textOf(second), result: "done" }],
          },
        ),
    );
    roles.set("wait", () => waits("wait", [], false));
    roles.set("waitTimed", () => waits("wait", [LIMIT_MS], true));
    roles.set("waitAsync", () => waits("await", [], false));
  }
  return roles;
}

function load({ name }: Word): Operation {
  return callsOf(
    `load${name}()`,
    [{ operation: `load${name}`, args: [] }],
    (answer) => outcomeText(answer, textOf),
    { effects: (state) => [{ state, result: state }] },
  );
}

/** What a plain field is given before an atomic one says that it is there. */
const HANDED = 7;

/** A race here would be one of the plain accesses: nothing else orders them. */
function handOverScenarios(
  program: MachineProgram,
  { name, values: [first, second] }: Word,
  text: string,
): readonly Scenario[] {
  const plain = [...text.matchAll(/^ {2}get(?<field>\w+)\(\): number \{$/gm)]
    .map(({ groups }) => groups?.["field"] ?? "")
    .find((field) => !program.operations.includes(`load${field}`));
  if (plain === undefined) return [];
  const give = callsOf(
    `set${plain}(${HANDED}), store${name}(${textOf(second)})`,
    [
      { operation: `set${plain}`, args: [HANDED] },
      { operation: `store${name}`, args: [second] },
    ],
    () => "done",
    { effects: () => [{ state: textOf(second), result: "done" }] },
  );
  const take: Operation = {
    label: `load${name}(), get${plain}()`,
    next: ([seen, ...others]) => {
      if (seen === undefined) return { operation: `load${name}`, args: [] };
      const isThere = seen.outcome.kind === "return" && seen.outcome.value === second;
      return isThere && others.length === 0 ? { operation: `get${plain}`, args: [] } : undefined;
    },
    resultOf: ([, got]) => got === undefined ? "nothing" : outcomeText(got, textOf),
    effects: (state) => [{ state, result: state === textOf(first) ? "nothing" : `${HANDED}` }],
    idle: [],
    timed: false,
  };
  return [{
    name: `${name}/give-take-take`,
    start: freshStart(program, textOf(first)),
    threads: [[give], [take, take], [take]],
    finale: [take],
    deaths: "anywhere",
  }];
}
