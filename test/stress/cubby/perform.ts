/**
 * A cubby in a thread: a queue whose batches are tries, one after the other. Each has an entry of its
 * own; where one ends and the next begins is seen when the operation turns to the next item.
 */
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
import { observedItems, observedRoom } from "../observed.ts";
import { fill, type Item, type StressQueue } from "../queue/items.ts";
import { KINDS, type Outcome, OUTCOMES, secondOf } from "../queue/operations.ts";
import { performQueue } from "../queue/perform.ts";
import type { Performer } from "../structure.ts";

export function performCubby(cubbies: readonly StressQueue[], isNumber: boolean): Performer {
  const others = performQueue(cubbies, isNumber);
  const scratch = { first: 0, second: 0 };

  const end = ({ words, returned }: Recorder, at: number, outcome: Outcome): void => {
    words[at + RESULT] = OUTCOMES.indexOf(outcome);
    returned(at);
  };

  const pushMany = (recorder: Recorder, at: number, cubby: StressQueue): void => {
    const { words } = recorder;
    const count = words[at + COUNT]!;
    let present = at;
    const reads = new Uint8Array(count);
    const items = observedItems(count, (k): Item => {
      // All are looked at before the first is pushed.
      if (reads[k]!++ > 0 && k > 0) {
        end(recorder, present, "pushed");
        present += ENTRY_WORDS;
        recorder.called(present);
      }
      const id = words[at + ARGUMENT]! + k;
      return isNumber ? id : fill(scratch, id);
    });
    recorder.called(present);
    const done = cubby.pushMany(items, 0, count);
    if (done === count) end(recorder, present, "pushed");
    else if (done > 0 && cubby.closed) end(recorder, present, "cut short");
    else end(recorder, present, cubby.busy === true ? "busy" : "not pushed");
    const seen = (present - at) / ENTRY_WORDS;
    if (seen !== Math.min(done, count - 1)) {
      throw new Error(`pushMany: ${done} after ${seen} items`);
    }
  };

  const popMany = (recorder: Recorder, at: number, cubby: StressQueue): void => {
    const { words } = recorder;
    const count = words[at + COUNT]!;
    let present = at;
    const into = observedRoom<Item>(
      count,
      () => isNumber ? 0 : scratch,
      (k, item) => {
        const id = typeof item === "number" ? item : item.first;
        words[present + VALUES] = id;
        const isWhole = typeof item === "number" || item.second === secondOf(id);
        if (!isWhole) words[present + AMOUNT] = item.second;
        end(recorder, present, isWhole ? "item" : "torn");
        present += ENTRY_WORDS;
        if (k + 1 < count) recorder.called(present);
      },
    );
    recorder.called(present);
    const done = cubby.popMany(into, 0, count);
    if (done < count) end(recorder, present, cubby.busy === true ? "busy" : "nothing");
    const seen = (present - at) / ENTRY_WORDS;
    if (seen !== done) throw new Error(`popMany: ${done} after ${seen} items`);
  };

  return {
    perform(recorder, at) {
      const { words } = recorder;
      const kind = KINDS[words[at + KIND]!]!;
      if (kind !== "pushMany" && kind !== "popMany") return others.perform(recorder, at);
      const cubby = cubbies[words[at + PART]!]!;
      const next = at + words[at + COUNT]! * ENTRY_WORDS;
      if (kind === "popMany") {
        popMany(recorder, at, cubby);
        return next;
      }
      try {
        pushMany(recorder, at, cubby);
      } catch (error) {
        // Only before the first: behind it, the batch is cut short.
        if (!(error instanceof Error && error.name === "ClosedError")) throw error;
        end(recorder, at, "closed");
      }
      return next;
    },
  };
}
