/** The queue in the harness: variants, and what its histories say in the words of its reference. */
import type { Operation } from "../../../generator/core/scenario.ts";
import {
  type OperationMakers,
  operationMakers,
} from "../../../generator/structures/queue/operations.ts";
import type { Items } from "../../../generator/structures/queue/items.ts";
import { queueReference } from "../../../generator/structures/queue/reference.ts";
import { type VisitMakers, visitMakers } from "../../../generator/structures/queue/visits.ts";
import { emittedTexts, nameOf, type Variant } from "../../model/modules.ts";
import type { Random } from "../../threads/random.ts";
import type { Entry } from "../history.ts";
import type { Reading, Structure, Subject } from "../structure.ts";
import { KINDS, OUTCOMES, secondOf } from "./operations.ts";
import { hopelessOrders } from "./order.ts";
import { queuePlanner } from "./plan.ts";

const CAPACITIES = [1, 2, 16] as const;

/** Tickets wrap around at the first, and the sign of a cursor changes at the second. */
const TURNING_POINTS = [2 ** 30, 2 ** 29, 0];

export const queueStructure: Structure = {
  name: "Queue",
  async choose(random) {
    const pick = <Choice>(list: readonly Choice[]): Choice => list[random(list.length)]!;
    const variant: Variant = {
      producers: pick(["many", "many", "one"] as const),
      consumers: pick(["many", "many", "one"] as const),
      waiting: random(4) > 0,
      capacity: pick(CAPACITIES),
      item: pick(["u32", "Pair"] as const),
    };
    const [text = ""] = await emittedTexts([variant]);
    return queueSubject(variant, text);
  },
};

/** `text`: the emitted module of the variant, also with a fault in it. */
export function queueSubject(variant: Variant, text: string): Subject {
  const { producers, consumers, waiting, capacity, item } = variant;
  const reference = queueReference(capacity, (number) => number);
  const visits = visitMakers(NUMBERS, reference);
  const makers = operationMakers(NUMBERS, reference, { capacity, popTakesInto: true });
  const slots = `${capacity} slot${capacity === 1 ? "" : "s"} of ${item}`;
  return {
    title: `Queue ${producers} to ${consumers}, ${waiting ? "waiting" : "polled"}, ${slots}`,
    className: nameOf(variant),
    text,
    createOptions: (random: Random) => ({
      initialTicket: Math.max(TURNING_POINTS[random(TURNING_POINTS.length)]! - random(100), 0),
    }),
    kinds: waiting
      ? ["free", "balanced", "closing", "ended", "rest"]
      : ["free", "closing", "ended", "rest"],
    ...queuePlanner(variant),
    initial: makers.empty,
    hopeless: hopelessOrders,
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
  }
}

/** Of the results that promise nothing, this one needs another operation in progress. */
const BUSY = "busy";

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
    idle: idle.filter((result) => result !== BUSY),
    idleInCompany: idle.filter((result) => result === BUSY),
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
      return argument === 1 ? `size ${amount}` : sizeInCompany(amount, capacity);
    case "limit":
      return "limit reached";
    case "done":
      return "done";
    default:
      return "no result";
  }
}

/** While others are at work a size is a moment's view; it has to be possible at all. */
function sizeInCompany(size: number, capacity: number): string {
  return size >= 0 && size <= capacity ? "a possible size" : `size ${size}`;
}
