/** What the templates of both forms of the vector say, beside what every module has. */
import type { FrameView, ItemView } from "../frame/view.ts";

export interface SecVecView extends FrameView {
  readonly maxLength: number;
  /** Bytes that `create` makes: up to the end of the first bucket. */
  readonly firstBytes: number;
  readonly firstSlots: number;
  readonly item: ItemView;
  /** Locals for all views that an element needs, `i32` included. */
  readonly allViews: readonly string[];
  /** Storing reads the item once more, and a getter of it may throw. */
  readonly storeReadsItem: boolean;
  /** The typed array over a bucket's elements; empty where an element is more than one number. */
  readonly elementArray: string;
  /** The private field that holds the view of it. */
  readonly elementView: string;
  /** `SLOTS_F64`. */
  readonly elementStart: string;
  /** What `copyTo` fills. */
  readonly copyType: string;
}
