/** What histories of vectors say in the words of their references. */
import type { Effect } from "../../../generator/core/scenario.ts";
import { appendReference } from "../../../generator/structures/secvec/append-reference.ts";
import { vectorReference } from "../../../generator/structures/secvec/reference.ts";
import type { Entry } from "../history.ts";
import { secondOf } from "../queue/operations.ts";
import type { Reading, Subject } from "../structure.ts";
import { EXPECTED, type Kind, KINDS, OUTCOMES } from "./operations.ts";

type Reader = Pick<Subject, "initial" | "read">;
type Effects = Reading["effects"];

export function shrinkReader(maxLength: number): Reader {
  const reference = vectorReference(maxLength);
  const { pop, size, nothing } = reference;
  const effectsOf = (kind: Kind, { argument, count, result, values }: Entry): Effects => {
    switch (kind) {
      case "pushBack":
        return (state) => reference.push(state, argument);
      case "pushMany": {
        const push: Effects = (state) => reference.push(state, argument);
        // Of a batch, the first tells its index, unless its thread was terminated.
        return OUTCOMES[result] === "at" ? push : (state) => push(state).map(withoutIndex);
      }
      case "popBack":
        return pop;
      case "get":
        return (state) => reference.get(state, count);
      case "set":
        return (state) => reference.set(state, count, argument);
      case "compareExchange":
        return (state) =>
          reference.compareExchange(state, count, values[EXPECTED]! >>> 0, argument);
      case "size":
        return size;
      case "detach":
        return nothing;
    }
  };
  return { initial: reference.empty, read: (entry) => readingOf(entry, effectsOf) };
}

/**
 * The first `prefilled` elements, numbered from 1 on, never change: the states of the reference leave
 * them out, or each would have some hundred numbers more.
 */
export function appendReader(maxLength: number, prefilled: number): Reader {
  const reference = appendReference(maxLength - prefilled, (number) => number, { hasParts: true });
  const behind = (effects: readonly Effect[]) =>
    effects.map(({ state, result }) => ({
      state,
      result: result.replace(
        /^(index|size) (\d+)$/,
        (_, what: string, number: string) => `${what} ${Number(number) + prefilled}`,
      ).replace("index", "at").replace("CapacityError", "full").replace("undefined", "nothing"),
    }));
  const effectsOf = (kind: Kind, { argument, count }: Entry): Effects => {
    const isAlone = argument === 1;
    switch (kind) {
      case "pushBack":
        return (state) => behind(reference.push(state, [argument]));
      case "pushMany": {
        const run = Array.from({ length: count }, (_, k) => argument + k);
        return (state) => behind(reference.push(state, run));
      }
      case "get":
        if (count < prefilled) return (state) => [{ state, result: `item ${count + 1}` }];
        return (state) => behind(reference.get(state, count - prefilled, isAlone));
      case "size":
        return (state) => behind(reference.size(state, isAlone));
      default:
        throw new Error(`a vector that is only appended to has no ${kind}`);
    }
  };
  return { initial: reference.empty, read: (entry) => readingOf(entry, effectsOf) };
}

function withoutIndex({ state, result }: Effect): Effect {
  return { state, result: result.startsWith("at ") ? "pushed" : result };
}

function readingOf(entry: Entry, effectsOf: (kind: Kind, entry: Entry) => Effects): Reading {
  const kind = KINDS[entry.kind]!;
  return {
    label: labelOf(kind, entry),
    result: resultOf(entry),
    effects: effectsOf(kind, entry),
    idle: [],
    idleInCompany: [],
  };
}

function labelOf(kind: Kind, { argument, count, values }: Entry): string {
  switch (kind) {
    case "pushBack":
    case "pushMany":
      return `${kind}(${argument}${kind === "pushMany" ? " …" : ""})`;
    case "get":
      return `get(${count})`;
    case "set":
      return `set(${count}, ${argument})`;
    case "compareExchange":
      return `compareExchange(${count}, ${values[EXPECTED]! >>> 0}, ${argument})`;
    default:
      return kind;
  }
}

function resultOf({ result, amount, values }: Entry): string {
  const outcome = OUTCOMES[result];
  switch (outcome) {
    case "at":
      return `at ${amount}`;
    case "item":
      return `item ${values[0]! >>> 0}`;
    case "torn":
      return `a torn item: ${values[0]! >>> 0} with ${amount >>> 0}, expected ${
        secondOf(values[0]!)
      }`;
    case "number":
      return `size ${amount}`;
    default:
      return outcome ?? "no result";
  }
}
