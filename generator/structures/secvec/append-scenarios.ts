/**
 * Programs over a vector that is only appended to, for the model checker: pushes and runs of them
 * against each other and against readers, over the border of a word of published bits, up to the last
 * element. A thread may stop at any step: the others go on, and what they see stays true.
 */
import type { Operation, Scenario, Start } from "../../core/scenario.ts";
import type { MachineProgram } from "../../transform/machine.ts";
import { callsOf, freshStart, outcomeText } from "../frame/scenario-parts.ts";
import { type Items, itemsOf } from "../queue/items.ts";
import type { ScenarioLimits } from "../queue/scenarios.ts";
import { FLAGS_A_WORD } from "./append.ts";
import { type AppendReference, appendReference } from "./append-reference.ts";

/** Elements that lie in the vector at the start are numbered from here on. */
const FIRST_FILL = 50;
/** Vectors with room for no more are filled in the end. */
const MAX_FILL = 4;

/** What a thread does, again and again, and how many elements it appends each time. */
interface Role {
  readonly name: string;
  readonly pushes: number;
  readonly make: (makers: Makers, fresh: () => number, start: number, k: number) => Operation;
}

const ROLES: readonly Role[] = [
  { name: "push", pushes: 1, make: (makers, fresh) => makers.push([fresh()]) },
  { name: "run", pushes: 2, make: (makers, fresh) => makers.run([fresh(), fresh()]) },
  { name: "size", pushes: 0, make: (makers) => makers.size(false) },
  { name: "first", pushes: 0, make: (makers, _, start) => makers.get(start, false) },
  { name: "next", pushes: 0, make: (makers, _, start) => makers.get(start + 1, false) },
  { name: "each", pushes: 0, make: (makers, _, start, k) => makers.get(start + k, false) },
];

const CROWDS: readonly (readonly string[])[] = [
  ["push", "push", "size"],
  ["push", "run", "first"],
  ["push", "push", "next"],
  ["run", "run", "size"],
  ["push", "push", "push"],
  ["push", "run", "run"],
  ["push", "size", "size"],
  ["run", "size", "next"],
  ["push", "push", "size", "size"],
  ["push", "push", "run", "next"],
];

interface Makers {
  readonly empty: string;
  push(numbers: readonly number[]): Operation;
  run(numbers: readonly number[]): Operation;
  size(isAlone: boolean): Operation;
  get(index: number, isAlone: boolean): Operation;
}

/** `text` is that of the emitted module from which `program` was compiled. */
export function appendScenarios(
  program: MachineProgram,
  text: string,
  limits: ScenarioLimits,
): readonly Scenario[] {
  const maxLength = Number(/^const MAX_LENGTH = (\d+);$/m.exec(text)?.[1]);
  if (!(maxLength >= 1)) throw new Error(`${program.className} has no constant MAX_LENGTH`);
  const items = itemsOf(text, "pushBack");
  const startAt = startsOf(program);
  const pairs = ROLES.flatMap((first, k) => ROLES.slice(k).map((second) => [first, second]));
  const crowds = CROWDS.map((names) =>
    names.flatMap((name) => ROLES.filter((role) => role.name === name))
  );
  return [...pairs, ...crowds]
    .filter((roles) => roles.length <= limits.threads && roles.some(({ pushes }) => pushes > 0))
    .flatMap((roles) => {
      const count = Math.max(1, limits.operations - (roles.length - 2));
      const pushers = roles.filter(({ pushes }) => pushes > 0);
      const hasParts = pushers.length > 1 || pushers.some(({ pushes }) => pushes > 1);
      const reference = appendReference(maxLength, items.nameOf, { hasParts });
      const makers = makersOf(items, reference);
      return placesOf(maxLength).map((place) => {
        const fresh = counter(0);
        return {
          name: `${roles.map(({ name }) => name).join("-")}/${place.name}/${count}`,
          start: startAt(place, makers, hasParts),
          threads: roles.map(({ make }) =>
            Array.from({ length: count }, (_, k) => make(makers, fresh, place.size, k))
          ),
          finale: finaleOf(makers, maxLength, place),
          deaths: "anywhere" as const,
        };
      });
    });
}

interface Place {
  readonly name: string;
  readonly size: number;
}

function placesOf(maxLength: number): readonly Place[] {
  const places = [
    { name: "empty", size: 0 },
    { name: "almost-full", size: maxLength - 1 },
    { name: "word", size: FLAGS_A_WORD - 1 },
  ];
  const isUseful = ({ size }: Place, k: number) =>
    size < maxLength && places.findIndex((other) => other.size === size) === k;
  return places.filter(isUseful);
}

function startsOf(
  program: MachineProgram,
): (place: Place, makers: Makers, hasParts: boolean) => Start {
  const starts = new Map<string, Start>();
  return ({ size }, makers, hasParts) => {
    const key = `${size} ${hasParts}`;
    const known = starts.get(key);
    if (known !== undefined) return known;
    const fresh = counter(FIRST_FILL);
    const setup = size === 0
      ? []
      : [makers.run(Array.from({ length: size }, fresh)), makers.size(true)];
    const start = freshStart(program, makers.empty, setup);
    starts.set(key, start);
    return start;
  };
}

/** Nothing is missing, and the vector can be filled to its end and no further. */
function finaleOf(makers: Makers, maxLength: number, { size }: Place): readonly Operation[] {
  const indices = Array.from({ length: 8 }, (_, k) => size + k);
  const rest = maxLength - size;
  const last = counter(2 * FIRST_FILL);
  return [
    makers.size(true),
    ...indices.map((index) => makers.get(index, true)),
    makers.push([last()]),
    makers.run([last(), last()]),
    ...rest > MAX_FILL ? [] : Array.from({ length: rest }, () => makers.push([last()])),
    makers.size(true),
    ...indices.map((index) => makers.get(index, true)),
    makers.get(maxLength, true),
  ];
}

function makersOf(items: Items, reference: AppendReference): Makers {
  const indexText = (value: unknown) => `index ${String(value)}`;
  return {
    empty: reference.empty,
    push: (numbers) =>
      callsOf(
        `pushBack(${numbers})`,
        numbers.map((number) => ({ operation: "pushBack", args: [items.make(number)] })),
        (answer) => outcomeText(answer, indexText),
        { effects: (state) => reference.push(state, numbers) },
      ),
    run: (numbers) =>
      callsOf(
        `pushMany(${numbers[0]} … ${numbers.at(-1)})`,
        [{ operation: "pushMany", args: [numbers.map(items.make)] }],
        (answer) => outcomeText(answer, indexText),
        { effects: (state) => reference.push(state, numbers) },
      ),
    size: (isAlone) =>
      callsOf(
        "size",
        [{ operation: "size", args: [] }],
        (answer) => outcomeText(answer, (value) => `size ${String(value)}`),
        { effects: (state) => reference.size(state, isAlone) },
      ),
    get: (index, isAlone) =>
      callsOf(
        `get(${index})`,
        [{ operation: "get", args: [index] }],
        (answer) =>
          outcomeText(answer, (value) => value === undefined ? "undefined" : items.describe(value)),
        { effects: (state) => reference.get(state, index, isAlone) },
      ),
  };
}

function counter(first: number): () => number {
  let next = first;
  return () => next++;
}
