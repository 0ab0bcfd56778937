/**
 * `drain` and `for await` as scenarios use them. Neither is one step of the queue: each item is popped
 * by itself, and others may push and pop in between. So each item that they hand out is an operation,
 * from the call, or from where the caller asks for more, to the callback or the loop's body.
 */
import { GO_ON, type Value, VISITOR } from "../../core/machine.ts";
import type { Answer, Call, Operation } from "../../core/scenario.ts";
import type { Items } from "./items.ts";
import type { QueueReference } from "./reference.ts";

export interface VisitMakers {
  /** What leads to the nth item of a drain, from 0 on, or to its end. */
  drain(n: number): Operation;
  /** The same of `for await (const item of queue)`. */
  iterate(n: number): Operation;
}

/** Items that a drain takes at most: so that its limit can be seen. */
const DRAIN_LIMIT = 2;

export function visitMakers(items: Items, reference: QueueReference): VisitMakers {
  const visit = (
    first: Call,
    n: number,
    end: (answer: Answer, value: Value) => string,
    limit = Infinity,
  ): Pick<Operation, "next" | "resultOf"> => ({
    next: ({ length }) => {
      if (length > 0) return undefined;
      return n === 0 ? first : { operation: GO_ON, args: [] };
    },
    resultOf([answer]) {
      if (answer === undefined) return "no answer";
      const { outcome } = answer;
      if (outcome.kind === "throw") return `throws ${outcome.name}: ${outcome.message}`;
      const handed = handedOut(outcome.value);
      if (handed === undefined) return end(answer, outcome.value);
      if (handed.done) return "over";
      return n < limit ? items.describe(handed.value) : "an item beyond the limit";
    },
  });

  return {
    drain: (n) => ({
      label: n === 0 ? `drain(visit, ${DRAIN_LIMIT})` : `drain, after ${n}`,
      ...visit({ operation: "drain", args: [VISITOR, DRAIN_LIMIT] }, n, ({ fields }, count) => {
        if (count !== n) return `returns ${String(count)}`;
        if (count === DRAIN_LIMIT) return "limit reached";
        return fields["#busy"] === true ? "busy" : "empty";
      }, DRAIN_LIMIT),
      effects: (state) => reference.pop(state, false),
      idle: ["busy", "limit reached", "over"],
      timed: false,
    }),
    iterate: (n) => ({
      label: n === 0 ? "for await" : `for await, after ${n}`,
      ...visit(
        { operation: "[Symbol.asyncIterator]", args: [] },
        n,
        (_, value) => value === undefined ? "empty" : `returns ${String(value)}`,
      ),
      effects: (state) => reference.pop(state, true),
      idle: ["over"],
      timed: false,
    }),
  };
}

/** Undefined for what an operation returns at its end. */
function handedOut(value: Value): { readonly done: boolean; readonly value: Value } | undefined {
  if (typeof value !== "object" || value === null || !("done" in value)) return undefined;
  return { done: value["done"] === true, value: value["value"] };
}
