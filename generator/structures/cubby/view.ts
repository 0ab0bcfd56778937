/** Everything that the cubby's templates say: the typed contract between plan and templates. */
import type { FrameView, ItemView } from "../frame/view.ts";

export interface CubbyView extends FrameView {
  readonly item: ItemView;
  /** The slot's first index in each view of the item. */
  readonly slotBases: readonly string[];
  readonly waiting: boolean;
  readonly waiters: number;
  readonly graceMs: number;
  /** A single push may throw between claim and publish. */
  readonly givesBack: boolean;
  /** Some operation may throw there. */
  readonly givesBackAny: boolean;
  /** A pop checks the object to fill. */
  readonly preparesFill: boolean;
}
