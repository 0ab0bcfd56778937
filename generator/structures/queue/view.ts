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
  /** A single push may throw between claim and publish. */
  readonly givesBack: boolean;
  /** A try-operation can meet another thread half-way. */
  readonly busy: boolean;
  readonly groupSlots: number;
  readonly producersText: string;
  readonly consumersText: string;
  readonly roleNote: string;
  readonly runSlots: string;

  /** What a partial does where nothing can be claimed; set where the partial is used. */
  readonly failure: string;
  readonly keepsClaims: boolean;
  readonly keepsPeeks: boolean;
}
