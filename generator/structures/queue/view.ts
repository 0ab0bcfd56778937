/** Everything that the queue's templates say: the typed contract between plan and templates. */
import type { FrameView, ItemView } from "../frame/view.ts";

export interface QueueView extends FrameView {
  readonly capacity: number;
  readonly accessors: readonly string[];
  readonly item: ItemView;

  readonly manyProducers: boolean;
  readonly manyConsumers: boolean;
  readonly bothMany: boolean;
  readonly someOne: boolean;
  readonly hasTurns: boolean;
  readonly waiting: boolean;
  /** Items are published, and slots released, a run at a time. */
  readonly lazy: boolean;
  /** Pushes and pops touch control words, or items as Int32. */
  readonly usesWords: boolean;
  /** A single push may throw between claim and publish. */
  readonly givesBack: boolean;
  /** A try-operation can meet another thread half-way. */
  readonly busy: boolean;
  readonly groupSlots: number;
  readonly producersText: string;
  readonly consumersText: string;
  readonly roleNote: string;
  readonly runSlots: string;
  /** Items in a run, and what may be late because of it: `63 items`; empty where a run is one item. */
  readonly run: number;
  readonly late: string;
  readonly lateSlots: string;
  /** How soon a consumer that has run dry is served: `with one push in 8`. */
  readonly lookText: string;
  readonly sizeText: string;
  /** Sentences for the documentation of `tryPush`, `tryPop` and `close`, as lines of a comment. */
  readonly pushNotes: readonly string[];
  readonly popNotes: readonly string[];
  readonly closeNotes: readonly string[];

  /** What a partial does where nothing can be claimed; set where the partial is used. */
  readonly failure: string;
  readonly keepsClaims: boolean;
  readonly keepsPeeks: boolean;
}
