/** The queue in the harness: its variants. */
import { emittedTexts, nameOf, type Variant } from "../../model/modules.ts";
import type { Random } from "../../threads/random.ts";
import type { Structure, Subject } from "../structure.ts";
import { hopelessOrders } from "./order.ts";
import { queuePlanner } from "./plan.ts";
import { queueReader } from "./reading.ts";

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
  const { empty, read } = queueReader(capacity);
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
    ...queuePlanner({
      ...variant,
      pushes: ["tryPush", "tryPush", "pushMany", "claim"],
      pops: ["tryPop", "tryPop", "popMany", "peek", "drain"],
      looks: ["size", "closed"],
      isOneByOne: false,
    }),
    initial: empty,
    hopeless: hopelessOrders,
    read,
  };
}
