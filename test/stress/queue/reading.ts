/** What histories of a queue, or of a cubby, say in the words of its reference. */
import type { Operation } from "../../../generator/core/scenario.ts";
import {
  type OperationMakers,
  operationMakers,
  sizeBesideOthers,
} from "../../../generator/structures/queue/operations.ts";
import type { Items } from "../../../generator/structures/queue/items.ts";
import { queueReference } from "../../../generator/structures/queue/reference.ts";
import { type VisitMakers, visitMakers } from "../../../generator/structures/queue/visits.ts";
import type { Entry } from "../history.ts";
import { MAX_THREADS } from "../plan.ts";
import type { Reading } from "../structure.ts";
import { KINDS, OUTCOMES, secondOf } from "./operations.ts";

export interface QueueReader {
  /** The reference without items. */
  readonly empty: string;
  readonly read: (entry: Entry) => Reading;
}

export function queueReader(capacity: number): QueueReader {
  const reference = queueReference(capacity, (number) => number);
  const visits = visitMakers(NUMBERS, reference);
  const makers = operationMakers(NUMBERS, reference, { capacity, popTakesInto: true });
  return {
    empty: makers.empty,
    read: (entry) => readingOf(entry, operationOf(entry, makers, visits), capacity),
  };
}

/** Items are their numbers here; the makers are asked for labels and effects, not for calls. */
const NUMBERS: Items = {
  make: (number) => number,
  describe: (value) => `item ${String(value)}`,
  nameOf: (number) => number,
  setters: () => [],
  getters: () => [],
  gather: ([value]) => value,
};

/** The operation that the model checker knows by this name. */
function operationOf(entry: Entry, makers: OperationMakers, visits: VisitMakers): Operation {
  const { argument, count } = entry;
  const alone = { isExact: argument === 1 };
  const kind = KINDS[entry.kind]!;
  switch (kind) {
    case "tryPush":
      return makers.tryPush(argument);
    case "pushMany":
      return makers.pushMany(Array.from({ length: count }, (_, k) => argument + k));
    case "claim":
      return makers.claim(argument);
    case "push":
      return makers.push(argument);
    case "pushTimed":
    case "pushAsyncTimed":
      return makers.pushTimed(argument);
    case "pushAsync":
      return makers.pushAsync(argument);
    case "tryPop":
      return makers.tryPop();
    case "popMany":
      return makers.popMany(count, alone);
    case "peek":
      return makers.peek();
    case "pop":
      return makers.pop();
    case "popTimed":
    case "popAsyncTimed":
      return makers.popTimed();
    case "popAsync":
      return makers.popAsync();
    case "drain":
      return visits.drain(argument);
    case "iterate":
      return visits.iterate(0);
    case "close":
      return makers.close();
    case "size":
      return makers.size(alone);
    case "closed":
      return makers.closed();
    case "pressure":
      return { ...makers.size(alone), label: kind, idle: ["a possible pressure"] };
  }
}

/** Of the results that promise nothing, these need another operation in progress. */
const BUSY = "busy";
const TOO_MANY = "too many waiters";
/** What a batch would have met that found itself closed. */
const CUT_SHORT = "cut short";

function readingOf(
  entry: Entry,
  { label, effects, idle }: Operation,
  capacity: number,
): Reading {
  const kind = KINDS[entry.kind]!;
  return {
    label: kind.endsWith("Timed") || kind.endsWith("Async")
      ? `${kind}(${entry.argument === 0 ? "" : entry.argument})`
      : label,
    result: resultOf(entry, capacity),
    effects,
    idle: [...idle.filter((result) => result !== BUSY), CUT_SHORT],
    idleInCompany: [...idle.filter((result) => result === BUSY), TOO_MANY],
  };
}

function resultOf(entry: Entry, capacity: number): string {
  const { kind: code, argument, result, amount, values } = entry;
  const kind = KINDS[code]!;
  switch (OUTCOMES[result]) {
    case "pushed":
      return "pushed";
    case "pushed many":
      return `${amount} pushed`;
    case "not pushed":
      if (kind === "pushMany") return "0 pushed";
      if (kind === "tryPush" || kind === "claim") return "full";
      return kind.endsWith("Timed") ? "out of time" : "false, without a limit";
    case "busy":
      return BUSY;
    case "closed":
      return "closed";
    case "item":
      return `item ${values[0]! >>> 0}`;
    case "items":
      return `items ${values.slice(0, amount).map((value) => value >>> 0).join(" ")}`;
    case "torn":
      return `a torn item: ${values[0]! >>> 0} with ${amount >>> 0}, expected ${
        secondOf(values[0]!)
      }`;
    case "nothing":
      return kind === "popMany" ? "no items" : "empty";
    case "number":
      if (kind === "closed") return String(amount === 1);
      if (argument === 1) return `size ${amount}`;
      return kind === "pressure" ? pressureInCompany(amount) : sizeBesideOthers(amount, capacity);
    case "limit":
      return "limit reached";
    case "done":
      return "done";
    case "too many":
      return TOO_MANY;
    case "cut short":
      return CUT_SHORT;
    default:
      return "no result";
  }
}

/** Each thread counts once more or less than it has pushed and popped, at most. */
function pressureInCompany(pressure: number): string {
  const isPossible = pressure >= -MAX_THREADS && pressure <= MAX_THREADS + 1;
  return isPossible ? "a possible pressure" : `pressure ${pressure}`;
}
