/**
 * The frozen result of layout: where every byte of a structure is, and who writes it. All offsets
 * count from the start of the structure, which is aligned to `lineBytes`.
 */
import type { Field, SlotType } from "../spec/model.ts";

/** Who writes a range while the structure is in use. Two ranges with different writers never share a line. */
export type Writer =
  | "creator"
  | "producers"
  | "consumers"
  | "both"
  | "slot owner"
  | "member"
  | "pushers"
  | "everyone";

/** The typed array that reaches a leaf; one width per byte range. */
export type View =
  | "u8"
  | "i8"
  | "u16"
  | "i16"
  | "u32"
  | "i32"
  | "f32"
  | "f64"
  | "u64"
  | "i64";

export const VIEW_BYTES: Readonly<Record<View, number>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  f64: 8,
  u64: 8,
  i64: 8,
};

// ---------------------------------------------------------------- what a structure asks for

/** A run of Int32 control words that one party writes; starts on a line of its own. */
export interface WordsRequest {
  readonly kind: "words";
  readonly name: string;
  readonly doc: string;
  readonly writer: Writer;
  readonly words: readonly { readonly name: string; readonly doc: string }[];
}

/** `count` Int32 words in a row (turn words), on lines of their own. */
export interface WordArrayRequest {
  readonly kind: "wordArray";
  readonly name: string;
  readonly doc: string;
  readonly writer: Writer;
  readonly count: number;
}

/** `count` items in a row, on lines of their own; `padding: "line"` gives each item whole lines. */
export interface SlotsRequest {
  readonly kind: "slots";
  readonly name: string;
  readonly doc: string;
  readonly writer: Writer;
  readonly count: number;
  readonly item: SlotType;
  readonly padding: "line" | "none";
  /**
   * Set where the slots come into use in buckets: the first has so many, a power of two, and each next
   * one twice as many. Then it is the last area, so that its memory can grow.
   */
  readonly firstBucket?: number;
}

/**
 * A whole structure, on lines of its own; or one of several that lie in the same place, the largest
 * deciding the size.
 */
export interface MembersRequest {
  readonly kind: "members";
  readonly name: string;
  readonly doc: string;
  readonly writer: Writer;
  readonly alternatives: readonly MemberLayout[];
}

export interface MemberLayout {
  readonly name: string;
  readonly doc: string;
  /** Counts from the start of the member. */
  readonly layout: Layout;
}

export type AreaRequest = WordsRequest | WordArrayRequest | SlotsRequest | MembersRequest;

export interface LayoutRequest {
  /** The class name. */
  readonly name: string;
  readonly structure: string;
  readonly areas: readonly AreaRequest[];
}

// ---------------------------------------------------------------- what layout answers

/** One Int32 control word. */
export interface Word {
  readonly name: string;
  readonly doc: string;
  readonly byteOffset: number;
  /** `byteOffset / 4`. */
  readonly i32Index: number;
}

/** A scalar piece of an item that one typed-array access reaches, or a run of bytes (text, bytes). */
export interface Leaf {
  /** Field names from the item inwards; `[]` where the item is itself a scalar. */
  readonly path: readonly string[];
  readonly doc: string;
  readonly type: SlotType;
  readonly view: View;
  /** From the start of the item, with every array index 0. */
  readonly byteOffset: number;
  /** Of one element. */
  readonly byteLength: number;
  /** Enclosing arrays, outermost first: how many, and how far apart in bytes. */
  readonly arrays: readonly { readonly length: number; readonly strideBytes: number }[];
}

/** An item type with offsets; the tree has the shape of the spec's type. */
export interface ItemLayout {
  readonly type: SlotType;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly alignment: number;
  /** Records: one per field, in the order of the spec. */
  readonly fields: readonly FieldLayout[];
  /** Arrays: the element (offset 0 within it) and its stride. */
  readonly element: ItemLayout | undefined;
  readonly strideBytes: number;
  /** Scalars, unions, text (its length word has `lengthView`, its bytes follow) and bytes. */
  readonly view: View | undefined;
  /** Text only: the UTF-8 length is stored in front, in this view, at `byteOffset`. */
  readonly lengthView: "u8" | "u16" | undefined;
  /** Text only: where the UTF-8 bytes begin. */
  readonly dataByteOffset: number;
}

export interface FieldLayout {
  readonly field: Field;
  /** `byteOffset` is from the start of the outermost item. */
  readonly layout: ItemLayout;
}

/** A named stretch of padding. */
export interface Padding {
  readonly name: string;
  readonly byteOffset: number;
  readonly byteLength: number;
}

export interface Area {
  readonly request: AreaRequest;
  readonly byteOffset: number;
  /** Up to the end of the last word or slot; the padding to the next line follows as `Padding`. */
  readonly byteLength: number;
  readonly words: readonly Word[];
  /** Bytes from one element to the next (4 for words, all of them for a member). */
  readonly strideBytes: number;
  /** Slots only. */
  readonly item: ItemLayout | undefined;
}

export interface Layout {
  readonly name: string;
  readonly structure: string;
  readonly lineBytes: number;
  /** A multiple of `lineBytes`. */
  readonly totalBytes: number;
  readonly areas: readonly Area[];
  readonly paddings: readonly Padding[];
  /** 16 hexadecimal digits over everything above: names, types, offsets. */
  readonly fingerprint: string;
}
