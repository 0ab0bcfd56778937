/** A vector in a thread: does what the entries say and writes down what came out. */
import {
  AMOUNT,
  ARGUMENT,
  COUNT,
  ENTRY_WORDS,
  KIND,
  PART,
  type Recorder,
  RESULT,
  VALUES,
} from "../history.ts";
import { observedItems } from "../observed.ts";
import { fill, type Item } from "../queue/items.ts";
import { secondOf } from "../queue/operations.ts";
import type { Performer } from "../structure.ts";
import { EXPECTED, type Kind, KINDS, type Outcome, OUTCOMES } from "./operations.ts";

type Items = { readonly length: number; readonly [index: number]: Item };

/** What the emitted vectors have, of either form, with items of either kind. */
export interface StressVector {
  readonly size: number;
  pushBack(item: Item): number;
  pushMany(items: Items): number;
  get(index: number, into?: Item): Item | undefined;
  popBack?(into?: Item): Item | undefined;
  set?(index: number, item: Item): void;
  compareExchange?(index: number, expected: Item, replacement: Item): Item;
  detach?(): void;
}

/** Stands for an element where there is none: no item has this number. */
const NO_ITEM = 0;

export function performVector(vectors: readonly StressVector[], isNumber: boolean): Performer {
  const scratch = { first: 0, second: 0 };
  const into: Item | undefined = isNumber ? undefined : { first: 0, second: 0 };
  const itemOf = (id: number): Item => isNumber ? id : fill(scratch, id);

  const end = ({ words, returned }: Recorder, at: number, outcome: Outcome, amount = 0): void => {
    words[at + AMOUNT] = amount;
    words[at + RESULT] = OUTCOMES.indexOf(outcome);
    returned(at);
  };

  const endItem = (recorder: Recorder, at: number, item: Item | undefined): void => {
    if (item === undefined) return end(recorder, at, "nothing");
    const id = typeof item === "number" ? item : item.first;
    recorder.words[at + VALUES] = id;
    if (typeof item === "number" || item.second === secondOf(id)) return end(recorder, at, "item");
    end(recorder, at, "torn", item.second);
  };

  /** A run: one operation, all or none. */
  const pushRun = (recorder: Recorder, at: number, vector: StressVector): void => {
    const first = recorder.words[at + ARGUMENT]!;
    const count = recorder.words[at + COUNT]!;
    const items = Array.from(
      { length: count },
      (_, k): Item => isNumber ? first + k : { first: first + k, second: secondOf(first + k) },
    );
    recorder.called(at);
    end(recorder, at, "at", vector.pushMany(items));
  };

  /** One push after the other, with an entry each: where the next item is read, the next begins. */
  const pushEach = (recorder: Recorder, at: number, vector: StressVector): void => {
    const { words } = recorder;
    let present = at;
    let reached = 0;
    const items = observedItems(words[at + COUNT]!, (k) => {
      if (k > reached) {
        end(recorder, present, "pushed");
        present += ENTRY_WORDS;
        recorder.called(present);
        reached = k;
      }
      return itemOf(words[at + ARGUMENT]! + k);
    });
    recorder.called(present);
    try {
      const first = vector.pushMany(items);
      end(recorder, present, "pushed");
      words[at + AMOUNT] = first;
      words[at + RESULT] = OUTCOMES.indexOf("at");
    } catch (error) {
      endError(recorder, present, error);
    }
  };

  const now = (kind: Kind, recorder: Recorder, at: number, vector: StressVector): void => {
    const { words } = recorder;
    const id = words[at + ARGUMENT]!;
    const index = words[at + COUNT]!;
    switch (kind) {
      case "pushBack":
        return end(recorder, at, "at", vector.pushBack(itemOf(id)));
      case "popBack":
        return endItem(recorder, at, vector.popBack!(into));
      case "get":
        return endItem(recorder, at, vector.get(index, into));
      case "set":
        vector.set!(index, itemOf(id));
        return end(recorder, at, "done");
      case "compareExchange":
        return endItem(
          recorder,
          at,
          vector.compareExchange!(index, words[at + VALUES + EXPECTED]! >>> 0, id),
        );
      case "size":
        return end(recorder, at, "number", vector.size);
      case "detach":
        vector.detach!();
        return end(recorder, at, "done");
      case "pushMany":
        return pushRun(recorder, at, vector);
    }
  };

  const endError = (recorder: Recorder, at: number, error: unknown): void => {
    if (error instanceof Error && error.name === "CapacityError") return end(recorder, at, "full");
    if (error instanceof RangeError && error.message.includes("no element")) {
      return end(recorder, at, "outside");
    }
    throw error;
  };

  return {
    perform(recorder, at) {
      const { words } = recorder;
      const kind = KINDS[words[at + KIND]!]!;
      const vector = vectors[words[at + PART]!]!;
      if (kind === "pushMany" && vector.popBack !== undefined) {
        pushEach(recorder, at, vector);
        return at + words[at + COUNT]! * ENTRY_WORDS;
      }
      if (kind === "compareExchange") {
        // A look that stands in no history, or the exchange would find something else nearly always.
        const there = vector.get(words[at + COUNT]!);
        words[at + VALUES + EXPECTED] = typeof there === "number" ? there : NO_ITEM;
      }
      if (kind !== "pushMany") recorder.called(at);
      try {
        now(kind, recorder, at, vector);
      } catch (error) {
        endError(recorder, at, error);
      }
      return at + ENTRY_WORDS;
    },
  };
}
