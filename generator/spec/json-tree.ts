/**
 * JSON (RFC 8259) with the place of every value, which `JSON.parse` does not give; strict, so that a
 * file that reads here reads everywhere.
 */
import type { Place } from "./draft.ts";
import type { Faults, Message } from "./faults.ts";
import { notJson, repeatedKey } from "./messages/file.ts";
import { quote } from "./messages/wording.ts";

export interface JsonTree {
  readonly value: unknown;
  /** Where the value at a JSON pointer (RFC 6901) begins; `""` is the whole. */
  readonly places: ReadonlyMap<string, Place>;
  /** Where the key of a member begins, by the pointer of its value. */
  readonly keys: ReadonlyMap<string, Place>;
}

/** Deeper nesting is refused, so that no input overflows the call stack. */
const MAX_NESTING = 200;

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"/y;
const WORD = /true|false|null/y;
/** What a message shows of text that does not belong. */
const STRAY = /[\w$.+-]+|'[^'\r\n]*'?|\/[/*][^\r\n]*|[^]/yu;

/** Ends the parse at the first fault: what follows it would be guesswork. */
class Stop extends Error {}

/** One step of a JSON pointer. */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** `undefined`: not JSON, which has been reported. A repeated key is reported; its last value counts. */
export function parseJsonTree(text: string, faults: Faults): JsonTree | undefined {
  const places = new Map<string, Place>();
  const keys = new Map<string, Place>();
  const placeAt = placesOf(text);
  let offset = 0;

  function take(token: RegExp): string | undefined {
    token.lastIndex = offset;
    const found = token.exec(text)?.[0];
    offset += found?.length ?? 0;
    return found;
  }

  function stop(at: number, message: Message): never {
    faults.report(placeAt(at), message);
    throw new Stop();
  }

  function expected(what: string): never {
    const at = offset;
    const stray = take(STRAY);
    return stop(at, notJson(what, stray === undefined ? "the end of the file" : quote(stray)));
  }

  function takeSign(sign: string): boolean {
    take(SPACE);
    const found = text.startsWith(sign, offset);
    if (found) offset++;
    return found;
  }

  function string(): string {
    const at = offset;
    const token = take(STRING) ?? expected("a string in double quotes");
    try {
      return String(JSON.parse(token));
    } catch {
      return stop(
        at,
        notJson("a string without control characters or unknown escapes", quote(token)),
      );
    }
  }

  function value(pointer: string, depth: number): unknown {
    take(SPACE);
    places.set(pointer, placeAt(offset));
    if (depth > MAX_NESTING) expected(`at most ${MAX_NESTING} levels of nesting`);
    if (takeSign("{")) return object(pointer, depth);
    if (takeSign("[")) return array(pointer, depth);
    if (text[offset] === '"') return string();
    const literal = take(WORD) ?? take(NUMBER) ?? expected("a value");
    return JSON.parse(literal);
  }

  function object(pointer: string, depth: number): unknown {
    const members = new Map<string, unknown>();
    if (takeSign("}")) return {};
    do {
      take(SPACE);
      const at = placeAt(offset);
      const key = string();
      if (members.has(key)) faults.report(at, repeatedKey(key));
      if (!takeSign(":")) expected("`:` after the key");
      keys.set(pointer + pointerStep(key), at);
      members.set(key, value(pointer + pointerStep(key), depth + 1));
    } while (takeSign(","));
    if (!takeSign("}")) expected("`,` or `}` after the member");
    // Not by assignment: `__proto__` has to become a member like any other.
    return Object.fromEntries(members);
  }

  function array(pointer: string, depth: number): unknown {
    const elements: unknown[] = [];
    if (takeSign("]")) return elements;
    do {
      elements.push(value(pointer + pointerStep(elements.length), depth + 1));
    } while (takeSign(","));
    if (!takeSign("]")) expected("`,` or `]` after the element");
    return elements;
  }

  try {
    const whole = value("", 0);
    take(SPACE);
    if (offset < text.length) expected("the end of the file after the value");
    return { value: whole, places, keys };
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
}

/** Offset → place; lines end in `\n`, `\r\n` or `\r`. */
function placesOf(text: string): (offset: number) => Place {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
