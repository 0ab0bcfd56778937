/** Values of a machine: copied and compared with what they share, since an object may be held twice. */
import type { TypedArray, Value } from "../core/machine.ts";

/** Copies that were made, by original: an object that is held twice stays one object. */
export type Copies = Map<object, Value>;

export function copyValue(value: Value, copies: Copies): Value {
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const copy: Value[] = [];
    copies.set(value, copy);
    for (let k = 0; k < value.length; k++) copy.push(copyValue(value[k], copies));
    return copy;
  }
  if (isTypedArray(value)) {
    const copy = value.slice();
    copies.set(value, copy);
    return copy;
  }
  const copy: { [name: string]: Value } = {};
  copies.set(value, copy);
  for (const name of Object.keys(value)) copy[name] = copyValue(value[name], copies);
  return copy;
}

/** A text that is the same for equal values only; `seen` numbers the objects in order of mention. */
export function keyOf(value: Value, seen: Map<object, number>): string {
  switch (typeof value) {
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "string":
      return JSON.stringify(value);
    case "object":
      break;
    default:
      return String(value);
  }
  if (value === null) return "null";
  const known = seen.get(value);
  if (known !== undefined) return `#${known}`;
  seen.set(value, seen.size);
  if (Array.isArray(value)) return `[${value.map((element) => keyOf(element, seen)).join()}]`;
  if (isTypedArray(value)) return `${value.constructor.name}(${value.join()})`;
  const members = Object.entries(value).map(([name, member]) => `${name}:${keyOf(member, seen)}`);
  return `{${members.join()}}`;
}

export function isTypedArray(value: object): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
