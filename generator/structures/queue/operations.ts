/** The operations of a queue as scenarios use them: how they are called, and what they may answer. */
import type { Value } from "../../core/machine.ts";
import type { Answer, Call, Effect, Operation } from "../../core/scenario.ts";
import type { Items } from "./items.ts";
import type { QueueReference } from "./reference.ts";

/** With nobody else at work there is one right answer. */
interface Alone {
  readonly isExact: boolean;
}

export interface OperationMakers {
  /** The reference of a queue without items. */
  readonly empty: string;
  /** Pushes `count` items, numbered from `first` on, as far as there is room; nobody else is there. */
  fill(first: number, count: number): Operation;
  tryPush(item: number): Operation;
  tryPop(): Operation;
  pushMany(items: readonly number[]): Operation;
  popMany(count: number, alone?: Alone): Operation;
  /** Claims a slot, writes it with the setters, commits it. */
  claim(item: number): Operation;
  /** Takes a slot, reads it with the getters, releases it. */
  peek(): Operation;
  push(item: number): Operation;
  pushTimed(item: number): Operation;
  pushAsync(item: number): Operation;
  pop(): Operation;
  popTimed(): Operation;
  popAsync(): Operation;
  /** By the thread that pushes, or by another. */
  close(isProducer?: boolean): Operation;
  /** Where items are published, and slots released, in runs. */
  flush(isProducer: boolean): Operation;
  size(alone?: Alone): Operation;
  closed(): Operation;
}

/** What the calls depend on. */
export interface QueueFacts {
  readonly capacity: number;
  /** Whether the limit of a pop is its second parameter. */
  readonly popTakesInto: boolean;
}

/** Long enough to sleep, and to run out. */
const LIMIT_MS = 5;

export function operationMakers(
  items: Items,
  reference: QueueReference,
  { capacity, popTakesInto }: QueueFacts,
): OperationMakers {
  const pushed = (answer: Answer | undefined, otherwise: string) =>
    outcomeOf(answer, (value) => (value === true ? "pushed" : value === false ? otherwise : ""));
  const popped = (answer: Answer | undefined, otherwise: string) =>
    outcomeOf(answer, (value) => (value === undefined ? otherwise : items.describe(value)));

  const one = (
    label: string,
    call: () => Call,
    resultOf: (answer: Answer | undefined) => string,
    effects: (state: string) => readonly Effect[],
    { idle = [], timed = false }: Partial<Pick<Operation, "idle" | "timed">> = {},
  ): Operation => ({
    label,
    next: (answers) => (answers.length === 0 ? call() : undefined),
    resultOf: ([answer]) => resultOf(answer),
    effects,
    idle,
    timed,
  });

  const tryPush = (item: number) =>
    one(
      `tryPush(${item})`,
      () => ({ operation: "tryPush", args: [items.make(item)] }),
      (answer) => pushed(answer, failed(answer, "full")),
      (state) => reference.push(state, item, false),
      { idle: ["busy"] },
    );

  const tryPop = () =>
    one(
      "tryPop()",
      () => ({ operation: "tryPop", args: [] }),
      (answer) => popped(answer, failed(answer, "empty")),
      (state) => reference.pop(state, false),
      { idle: ["busy"] },
    );

  const pushMany = (numbers: readonly number[], isExact: boolean) =>
    one(
      `pushMany(${numbers[0]} … ${numbers.at(-1)})`,
      () => ({ operation: "pushMany", args: [numbers.map(items.make)] }),
      (answer) =>
        outcomeOf(
          answer,
          (value) => (value === 0 ? failed(answer, "0 pushed") : `${String(value)} pushed`),
        ),
      (state) => reference.pushMany(state, numbers, isExact),
      { idle: isExact ? [] : ["busy"] },
    );

  const popMany = (count: number, { isExact }: Alone = { isExact: false }) =>
    one(
      `popMany(${count})`,
      () => ({ operation: "popMany", args: [[], 0, count] }),
      (answer) =>
        outcomeOf(answer, (value) => {
          if (value === 0) return failed(answer, "no items");
          const [into] = answer?.args ?? [];
          const batch = Array.isArray(into) ? into.slice(0, Number(value)) : [];
          return `items ${
            batch.map((item) => items.describe(item).slice("item ".length)).join(" ")
          }`;
        }),
      (state) => reference.popMany(state, count, isExact),
      { idle: ["busy"] },
    );

  /** The slot that the first call gave; undefined where it gave none. */
  const slotOf = ([first]: readonly Answer[]): number | undefined =>
    first?.outcome.kind === "return" && typeof first.outcome.value === "number" &&
      first.outcome.value >= 0
      ? first.outcome.value
      : undefined;

  const claim = (item: number): Operation => ({
    label: `claim() … commit(${item})`,
    next(answers) {
      if (answers.length === 0) return { operation: "claim", args: [] };
      const slot = slotOf(answers);
      if (slot === undefined) return undefined;
      const calls = [...items.setters(slot, item), { operation: "commit", args: [slot] }];
      return calls[answers.length - 1];
    },
    resultOf: (answers) =>
      firstError(answers) ??
        (slotOf(answers) === undefined ? failed(answers[0], "full") : "pushed"),
    effects: (state) => reference.claim(state, item),
    idle: ["busy"],
    timed: false,
  });

  const peek = (): Operation => ({
    label: "peek() … release()",
    next(answers) {
      if (answers.length === 0) return { operation: "peek", args: [] };
      const slot = slotOf(answers);
      if (slot === undefined) return undefined;
      const calls = [...items.getters(slot), { operation: "release", args: [slot] }];
      return calls[answers.length - 1];
    },
    resultOf(answers) {
      const error = firstError(answers);
      if (error !== undefined) return error;
      if (slotOf(answers) === undefined) return failed(answers[0], "empty");
      const values = answers.slice(1, -1).map(({ outcome }) =>
        outcome.kind === "return" ? outcome.value : undefined
      );
      return items.describe(items.gather(values));
    },
    effects: (state) => reference.peek(state),
    idle: ["busy"],
    timed: false,
  });

  const push = (operation: string, item: number, args: readonly Value[], timed: boolean) =>
    one(
      `${operation}(${item}${timed ? `, ${LIMIT_MS} ms` : ""})`,
      () => ({ operation, args: [items.make(item), ...args] }),
      (answer) => pushed(answer, timed ? "out of time" : "false, without a limit"),
      (state) => reference.push(state, item, true),
      { idle: timed ? ["out of time"] : [], timed },
    );

  /** Undefined of a pop with a limit means: closed and empty, or out of time. */
  const pop = (operation: string, args: readonly Value[], timed: boolean) =>
    one(
      `${operation}(${timed ? `${LIMIT_MS} ms` : ""})`,
      () => ({ operation, args }),
      (answer) => popped(answer, "empty"),
      (state) => reference.pop(state, true),
      { idle: timed ? ["empty"] : [], timed },
    );

  return {
    empty: reference.empty,
    fill: (first, count) => pushMany(Array.from({ length: count }, (_, k) => first + k), true),
    tryPush,
    tryPop,
    pushMany: (numbers) => pushMany(numbers, false),
    popMany,
    claim,
    peek,
    push: (item) => push("push", item, [], false),
    pushTimed: (item) => push("push", item, [LIMIT_MS], true),
    pushAsync: (item) => push("pushAsync", item, [], false),
    pop: () => pop("pop", [], false),
    popTimed: () => pop("pop", popTakesInto ? [undefined, LIMIT_MS] : [LIMIT_MS], true),
    popAsync: () => pop("popAsync", [], false),
    close: (isProducer = false) =>
      one(
        "close()",
        () => ({ operation: "close", args: [] }),
        (answer) => outcomeOf(answer, () => "done"),
        (state) => reference.close(state, isProducer),
      ),
    flush: (isProducer) =>
      one(
        "flush()",
        () => ({ operation: "flush", args: [] }),
        (answer) => outcomeOf(answer, () => "done"),
        (state) => reference.flush(state, isProducer),
      ),
    size: ({ isExact } = { isExact: false }) =>
      one(
        "size",
        () => ({ operation: "size", args: [] }),
        (answer) =>
          outcomeOf(
            answer,
            (value) =>
              isExact ? `size ${String(value)}` : sizeBesideOthers(Number(value), capacity),
          ),
        isExact ? reference.size : (state) => sizesUpTo(state, reference),
      ),
    closed: () =>
      one(
        "closed",
        () => ({ operation: "closed", args: [] }),
        (answer) => outcomeOf(answer, String),
        reference.closed,
      ),
  };
}

/** A size above this, of a large queue. */
const MOST_COUNTED = 4;
const MANY = "a larger size";

/** What a look beside others has seen. */
export function sizeBesideOthers(size: number, capacity: number): string {
  const isMany = Number.isInteger(size) && size > MOST_COUNTED && size <= capacity;
  return isMany ? MANY : `size ${size}`;
}

/**
 * What a look beside others may say: never more than there is at some moment of it. Less, where items
 * come and go meanwhile.
 */
function sizesUpTo(state: string, reference: QueueReference): readonly Effect[] {
  const size = reference.largestSize(state);
  const counted = Array.from(
    { length: Math.min(size, MOST_COUNTED) + 1 },
    (_, k) => ({ state, result: `size ${k}` }),
  );
  return size > MOST_COUNTED ? [...counted, { state, result: MANY }] : counted;
}

/** Why a try failed: `busy`, or what it says of the queue. */
function failed(answer: Answer | undefined, otherwise: string): string {
  return answer?.fields["#busy"] === true ? "busy" : otherwise;
}

function outcomeOf(answer: Answer | undefined, describe: (value: Value) => string): string {
  if (answer === undefined) return "no answer";
  const { outcome } = answer;
  if (outcome.kind === "return") {
    return describe(outcome.value) || `returns ${String(outcome.value)}`;
  }
  return errorOf(outcome.name, outcome.message);
}

function errorOf(name: string, message: string): string {
  return name === "ClosedError" ? "closed" : `throws ${name}: ${message}`;
}

function firstError(answers: readonly Answer[]): string | undefined {
  for (const { outcome } of answers) {
    if (outcome.kind === "throw") return errorOf(outcome.name, outcome.message);
  }
  return undefined;
}
