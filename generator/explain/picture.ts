/** What a drawing of layouts shows, before anything is drawn. All offsets are bytes. */
import type { Users } from "../layout/uses.ts";

/** A structure: its areas one after the other. */
export interface Picture {
  readonly name: string;
  /** `BookDeltas, a Queue`. */
  readonly heading: string;
  /** `264,512 bytes, 4,133 cache lines of 64; 16,668 bytes are padding`. */
  readonly summary: string;
  readonly lineBytes: number;
  readonly totalBytes: number;
  readonly sections: readonly Section[];
}

/** An area and the padding behind it. */
export interface Section {
  readonly name: string;
  readonly doc: string;
  readonly writer: string;
  readonly byteOffset: number;
  /** Without the padding behind it. */
  readonly byteLength: number;
  readonly paddedBytes: number;
  readonly rows: readonly (Row | Gap)[];
  /** Everything that is in it, once each: the first of what repeats. */
  readonly entries: readonly About[];
}

/** A cache line, or a part of one that is too long for a row. */
export interface Row {
  readonly kind: "row";
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly isLineStart: boolean;
  readonly cells: readonly Cell[];
}

/** Rows that are left out. */
export interface Gap {
  readonly kind: "gap";
  readonly text: string;
}

/** A run of bytes of one row. */
export interface Cell {
  readonly kind: "data" | "padding" | "member";
  /** From the start of the structure; a cell that goes on in another row is cut. */
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly label: string;
  /** Whether an item begins here. */
  readonly isStart: boolean;
  readonly about: About;
}

/** What is said of a cell. */
export interface About extends Users {
  readonly name: string;
  readonly byteOffset: number;
  readonly byteLength: number;
  /** `Int32 index 16`; empty where there is none. */
  readonly index: string;
  readonly type: string;
  /** Which party writes it; empty for padding. */
  readonly writer: string;
  readonly doc: string;
  /** The structure that is a member here. */
  readonly member: string;
}

/** `264,512`, on every machine alike. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

export function plural(count: number, one: string): string {
  return `${grouped(count)} ${one}${count === 1 ? "" : "s"}`;
}

/** What a cell says in one line. */
export function sentenceOf(about: About): string {
  const { name, byteOffset, byteLength, index, type, writer, readers, writers, doc } = about;
  const who = [
    writer === "" ? "" : `written by ${writer}${listed(writers, " in ")}`,
    readers.length === 0 ? "" : `read in ${readers.join(", ")}`,
  ];
  return [
    `${name}: byte ${grouped(byteOffset)}, ${plural(byteLength, "byte")}`,
    index,
    type,
    ...who,
    doc.replace(/\s+/g, " "),
  ].filter((part) => part !== "").join("; ");
}

function listed(names: readonly string[], before: string): string {
  return names.length === 0 ? "" : `${before}${names.join(", ")}`;
}
