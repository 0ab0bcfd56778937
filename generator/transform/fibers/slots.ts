/** How values of each slot type are kept in a frame. */
import type { Scalar } from "../../spec/model.ts";

/** What a place can hold: a slot type, or the number of an error that the loom keeps. */
export type PlaceType = Scalar | "error";

export const bytesOf = (type: PlaceType): 4 | 8 =>
  type === "f64" || type === "f32" || type === "u53" || type === "u64" || type === "i64" ? 8 : 4;

/** The type of a local in emitted TypeScript. */
export function typeScriptOf(type: PlaceType): string {
  if (type === "error") return "unknown";
  if (type === "bool") return "boolean";
  return type === "u64" || type === "i64" ? "bigint" : "number";
}

/** What a local holds before it is given a value. */
export function initialOf(type: PlaceType): string {
  if (type === "error") return "undefined";
  if (type === "bool") return "false";
  return type === "u64" || type === "i64" ? "0n" : "0";
}

/** An element of a view; 8-byte elements are counted from `wide`, half the Int32 index of the frame. */
function element(type: PlaceType, byteOffset: number): string {
  if (bytesOf(type) === 4) return `i32[${plus("frame", byteOffset / 4)}]`;
  const view = type === "u64" || type === "i64" ? "i64" : "f64";
  return `${view}[${plus("wide", byteOffset / 8)}]`;
}

export function plus(name: string, words: number): string {
  return words === 0 ? name : `${name} + ${words}`;
}

/** Text in front of and behind the value, which is converted as a typed array of the type converts. */
export function storeParts(type: PlaceType, byteOffset: number): readonly [string, string] {
  const target = `${element(type, byteOffset)} = `;
  switch (type) {
    case "u8":
      return [`${target}(`, `) & 0xff`];
    case "u16":
      return [`${target}(`, `) & 0xffff`];
    case "i8":
      return [`${target}(`, `) << 24 >> 24`];
    case "i16":
      return [`${target}(`, `) << 16 >> 16`];
    case "f32":
      return [`${target}Math.fround(`, `)`];
    case "bool":
      return [`${target}(`, `) ? 1 : 0`];
    case "error":
      return [`${target}this.#keepError(fiber, `, `)`];
    default:
      return [target, ""];
  }
}

/** A store of what is no larger expression: a name, a number or a call. */
export function store(type: PlaceType, byteOffset: number, value: string): string {
  const [before, after] = storeParts(type, byteOffset);
  const isSimple = /^[\w$.#]+(?:\([\w$, ]*\))?$/.test(value);
  return isSimple && after.startsWith(")") && before.endsWith(" = (")
    ? `${before.slice(0, -1)}${value}${after.slice(1)}`
    : `${before}${value}${after}`;
}

export function load(type: PlaceType, byteOffset: number): string {
  const place = element(type, byteOffset);
  switch (type) {
    case "bool":
      return `${place} !== 0`;
    case "u32":
      return `${place}! >>> 0`;
    case "u64":
      return `BigInt.asUintN(64, ${place}!)`;
    case "error":
      return `this.#takeError(fiber, ${place}!)`;
    default:
      return `${place}!`;
  }
}
