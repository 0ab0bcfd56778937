/** The operations of a vector that shrinks as scenarios use them: how they are called, and what they answer. */
import type { Outcome, Value } from "../../core/machine.ts";
import type { Effect, Operation } from "../../core/scenario.ts";
import type { Items } from "../queue/items.ts";
import type { VectorReference } from "./reference.ts";

export interface OperationMakers {
  push(item: number): Operation;
  pop(): Operation;
  get(index: number): Operation;
  set(index: number, item: number): Operation;
  compareExchange(index: number, expected: number, replacement: number): Operation;
  size(): Operation;
  detach(): Operation;
}

export function operationMakers(items: Items, reference: VectorReference): OperationMakers {
  /** Small elements repeat: the first number whose item is the same. */
  const known = (number: number) => Number(items.describe(items.make(number)).replace("item ", ""));
  const item = (value: Value) => (value === undefined ? "nothing" : items.describe(value));
  const one = (
    label: string,
    operation: string,
    args: () => readonly Value[],
    describe: (value: Value) => string,
    effects: (state: string) => readonly Effect[],
  ): Operation => ({
    label,
    next: (answers) => (answers.length === 0 ? { operation, args: args() } : undefined),
    resultOf: ([answer]) => answer === undefined ? "no answer" : resultOf(answer.outcome, describe),
    effects,
    idle: [],
    timed: false,
  });

  return {
    push: (number) =>
      one(
        `pushBack(${number})`,
        "pushBack",
        () => [items.make(number)],
        (value) => `at ${String(value)}`,
        (state) => reference.push(state, known(number)),
      ),
    pop: () => one("popBack()", "popBack", () => [], item, reference.pop),
    get: (index) =>
      one(`get(${index})`, "get", () => [index], item, (state) => reference.get(state, index)),
    set: (index, number) =>
      one(
        `set(${index}, ${number})`,
        "set",
        () => [index, items.make(number)],
        done,
        (state) => reference.set(state, index, known(number)),
      ),
    compareExchange: (index, expected, replacement) =>
      one(
        `compareExchange(${index}, ${expected}, ${replacement})`,
        "compareExchange",
        () => [index, items.make(expected), items.make(replacement)],
        item,
        (state) => reference.compareExchange(state, index, known(expected), known(replacement)),
      ),
    size: () => one("size", "size", () => [], (value) => `size ${String(value)}`, reference.size),
    detach: () => one("detach()", "detach", () => [], done, reference.nothing),
  };
}

function done(value: Value): string {
  return value === undefined ? "done" : `returns ${String(value)}`;
}

function resultOf(outcome: Outcome, describe: (value: Value) => string): string {
  if (outcome.kind === "return") return describe(outcome.value);
  const { name, message } = outcome;
  if (name === "CapacityError") return "full";
  return name === "RangeError" && message.includes("no element")
    ? "outside"
    : `throws ${name}: ${message}`;
}
