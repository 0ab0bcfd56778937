import type { Form } from "../draft.ts";
import { nearest } from "../suggest.ts";

/** A piece of the spec inside a message: on one line, at most 60 characters. */
export function quote(written: string): string {
  const line = written.replace(/\s+/g, " ");
  const short = line.length > 60 ? line.slice(0, 59) + "…" : line;
  return "`" + short.replace(/\p{C}/gu, "\ufffd") + "`";
}

/** `a, b or c`. */
export function either(values: readonly string[]): string {
  const last = values.at(-1) ?? "";
  return values.length < 2 ? last : `${values.slice(0, -1).join(", ")} or ${last}`;
}

/** `; did you mean …` where a candidate is near, otherwise nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const candidate = nearest(name, candidates);
  return candidate === undefined ? "" : `; did you mean ${quote(candidate)}?`;
}

/** How each form writes what messages suggest. */
export interface Examples {
  readonly text: string;
  readonly bytes: string;
  readonly array: string;
  readonly union: string;
  readonly structure: string;
  readonly option: (name: string, value: string) => string;
}

const TYPESCRIPT: Examples = {
  text: "`Text<16>`",
  bytes: "`Bytes<16>`",
  array: "`FixedArray<f64, 8>`",
  union: '`"bid" | "ask"`',
  structure: "`export type Deltas = Queue<Delta, { capacity: 1024 }>;`",
  option: (name, value) => `\`${name}: ${value}\``,
};

const JSON_FORM: Examples = {
  text: '`{ "kind": "text", "bytes": 16 }`',
  bytes: '`{ "kind": "bytes", "length": 16 }`',
  array: '`{ "kind": "array", "of": "f64", "length": 8 }`',
  union: '`{ "kind": "union", "members": ["bid", "ask"] }`',
  structure:
    '`{ "structure": "Queue", "name": "Deltas", "item": "Delta", "options": { "capacity": 1024 } }`',
  option: (name, value) => `\`"${name}": ${value}\``,
};

export function examples(form: Form): Examples {
  return form === "ts" ? TYPESCRIPT : JSON_FORM;
}
