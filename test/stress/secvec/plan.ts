/** What threads do with vectors in each kind of round. */
import type { Random } from "../../threads/random.ts";
import { MAX_VALUES, type Order } from "../history.ts";
import type { RoundKind } from "../structure.ts";
import { type Kind, KINDS } from "./operations.ts";

/** Operations of a thread in a round. */
const OPERATIONS = 8;
/** Rounds with one vector, before the next has its turn. */
const ROUNDS_A_PART = 6;
/** An operation in so many goes to any of them. */
const ELSEWHERE_RARITY = 6;
/** Indices that are looked at in a moment of rest. */
const REST_LOOKS = 12;

export interface Plannable {
  readonly doesShrink: boolean;
  readonly hasExchange: boolean;
  readonly maxLength: number;
  /** Elements of a new vector. */
  readonly prefilled: number;
}

export interface VectorPlanner {
  round(kind: RoundKind, threads: number, parts: number, random: Random): Order[][];
}

/** Numbers items from 1 on, behind those of a new vector, each once in a run. */
export function vectorPlanner(planned: Plannable): VectorPlanner {
  const { doesShrink, hasExchange, maxLength, prefilled } = planned;
  const kinds: readonly Kind[] = doesShrink
    ? [
      "pushBack",
      "pushBack",
      "pushBack",
      "pushMany",
      "popBack",
      "popBack",
      "popBack",
      "popBack",
      "get",
      "get",
      "set",
      ...hasExchange ? ["compareExchange", "compareExchange"] as const : ["set"] as const,
      "size",
      "detach",
    ]
    : ["pushBack", "pushBack", "pushMany", "get", "get", "get", "size", "size"];
  let items = prefilled + 1;
  let rounds = 0;
  /** About how many elements each vector has by now. */
  const sizes = new Map<number, number>();

  const order = (kind: Kind, part: number, random: Random): Order[] => {
    const code = KINDS.indexOf(kind);
    const size = sizes.get(part) ?? prefilled;
    const grow = (by: number) => void sizes.set(part, Math.max(0, Math.min(maxLength, size + by)));
    // Most are near the end, where vectors change.
    const near = Math.max(0, size - random(6)) + random(3);
    const index = Math.min(random(3) > 0 ? near : random(size + 1), maxLength);
    const argument = items;
    switch (kind) {
      case "pushMany": {
        const count = 2 + random(MAX_VALUES - 1);
        items += count;
        grow(count);
        return doesShrink
          ? Array.from(
            { length: count },
            (_, k) => ({ kind: code, part, argument: argument + k, count }),
          )
          : [{ kind: code, part, argument, count }];
      }
      case "pushBack":
        items++;
        grow(1);
        return [{ kind: code, part, argument, count: 0 }];
      case "popBack":
        grow(-1);
        return [{ kind: code, part, argument: 0, count: 0 }];
      case "set":
      case "compareExchange":
        items++;
        return [{ kind: code, part, argument, count: index }];
      default:
        return [{ kind: code, part, argument: 0, count: index }];
    }
  };

  const free = (threads: number, parts: number, random: Random): Order[][] => {
    const present = Math.floor(rounds++ / ROUNDS_A_PART) % parts;
    return Array.from({ length: threads }, () =>
      Array.from({ length: OPERATIONS }, () => {
        const part = random(ELSEWHERE_RARITY) === 0 ? random(parts) : present;
        return order(kinds[random(kinds.length)]!, part, random);
      }).flat());
  };

  /** Looks, with nobody else at work: what they see is exact. */
  const rest = (threads: number, parts: number, random: Random): Order[][] =>
    Array.from(
      { length: threads },
      (_, thread) =>
        thread !== threads - 1 ? [] : Array.from({ length: parts }, (_, part) => {
          const looks: readonly Kind[] = ["size", ...Array<Kind>(REST_LOOKS).fill("get")];
          return looks.flatMap((kind) => order(kind, part, random))
            .map((look) => ({ ...look, argument: 1 }));
        }).flat(),
    );

  return {
    round: (kind, threads, parts, random) =>
      (kind === "rest" ? rest : free)(threads, parts, random),
  };
}
