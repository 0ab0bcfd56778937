/** Everything that the templates of a shared record say. */
import type { FrameView } from "../frame/view.ts";

export interface SharedView extends FrameView {
  readonly recordName: string;
  /** Plain ones, as text. */
  readonly accessors: readonly string[];
  readonly words: readonly WordView[];
  /** Locals for the views that reach the whole record. */
  readonly views: readonly string[];
  readonly capture: readonly string[];
  readonly store: readonly string[];
  readonly prepare: readonly string[];
  readonly load: readonly string[];
  readonly value: string;
  readonly fill: readonly string[];
  readonly hasWords: boolean;
  readonly waiting: boolean;
  readonly hasNumberWords: boolean;
  readonly hasBooleanWords: boolean;
  readonly hasArrays: boolean;
}

/** A field with atomic accessors. */
export interface WordView {
  /** What accessors end with: `Running`. */
  readonly name: string;
  /** The field. */
  readonly member: string;
  /** The field with its type. */
  readonly label: string;
  /** The documentation of the first accessor, with that of the field. */
  readonly loadDoc: string;
  readonly type: string;
  /** Its Int32 index. */
  readonly constant: string;
  /** What stands before a value and makes a word of it, up to the closing bracket. */
  readonly encode: string;
  /** What stands around a word and makes a value of it. */
  readonly beforeWord: string;
  readonly afterWord: string;
  /** Whether it can be added to. */
  readonly isNumber: boolean;
  /** Whether threads can wait for it to change. */
  readonly waits: boolean;
}
