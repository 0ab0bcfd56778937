/**
 * Readers of what the operating systems say about cache lines: text in, evidence out. None of them
 * runs anything. An answer that cannot be a line is kept in `detail` and counts as none.
 */
import { Buffer } from "node:buffer";
import type { HostEvidence } from "./profile.ts";
import { isLineBytes } from "./profile.ts";

/** One number and nothing else: `getconf`, `sysctl -n`. Zero, `undefined` and nothing are no answer. */
export function readNumber(source: string, text: string): HostEvidence {
  const said = text.trim();
  return evidence(source, /^\d+$/.test(said) ? [Number(said)] : [], `said ${quoted(said)}`);
}

/** The contents of Linux's `coherency_line_size` files, one for each cache of each processor. */
export function readCoherencyLineSizes(source: string, texts: readonly string[]): HostEvidence {
  const sizes = texts.map((text) => Number(text.trim()));
  return evidence(source, sizes, tally(sizes));
}

/** A line such as `clflush size : 64` of Linux's `/proc/cpuinfo`, once for each processor. */
export function readCpuInfo(source: string, text: string, key: string): HostEvidence {
  const sizes = text.split("\n").flatMap((line) => {
    const [name, value] = line.split(":");
    return name?.trim() === key && value !== undefined ? [Number(value.trim())] : [];
  });
  return evidence(source, sizes, sizes.length === 0 ? `has no "${key}"` : tally(sizes));
}

/** JSON of Windows' `Win32_CacheMemory` objects, where firmware seldom fills in `LineSize`. */
export function readCacheMemory(source: string, json: string): HostEvidence {
  const values = parsed(json);
  if (values === undefined) return evidence(source, [], `said ${quoted(json.trim())}`);
  const caches = (Array.isArray(values) ? values : [values]).filter(isObject);
  const sizes = caches.map((cache) => Number(cache["LineSize"] ?? 0));
  return evidence(source, sizes, tally(sizes));
}

/** `LOGICAL_PROCESSOR_RELATIONSHIP` of an entry that describes a cache. */
const RELATION_CACHE = 2;

/**
 * `pointerBytes:base64` of an array of Windows' `SYSTEM_LOGICAL_PROCESSOR_INFORMATION`: a mask of
 * one pointer, a relationship of 32 bits, then, aligned to 8, 16 bytes of which a cache's line
 * size is the 16 bits at 2.
 */
export function readLogicalProcessors(source: string, text: string): HostEvidence {
  const [, pointerText, base64] = /^\s*([48]):([A-Za-z0-9+/=\s]*)$/.exec(text) ?? [];
  if (pointerText === undefined || base64 === undefined) {
    return evidence(source, [], `said ${quoted(text.trim())}`);
  }
  const pointerBytes = Number(pointerText);
  const cacheOffset = pointerBytes === 8 ? 16 : 8;
  const entryBytes = cacheOffset + 16;
  const bytes = Buffer.from(base64, "base64");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sizes: number[] = [];
  for (let entry = 0; entry + entryBytes <= bytes.byteLength; entry += entryBytes) {
    if (view.getUint32(entry + pointerBytes, true) !== RELATION_CACHE) continue;
    sizes.push(view.getUint16(entry + cacheOffset + 2, true));
  }
  return evidence(source, sizes, tally(sizes));
}

/** A source that could not be asked. */
export function noAnswer(source: string, reason: string): HostEvidence {
  return { source, lineBytes: undefined, detail: reason };
}

/** The largest of `sizes` that can be a line: keeping words further apart than needed is safe. */
function evidence(source: string, sizes: readonly number[], detail: string): HostEvidence {
  const possible = sizes.filter(isLineBytes);
  const lineBytes = possible.length === 0 ? undefined : Math.max(...possible);
  return { source, lineBytes, detail };
}

/** `2 x 128, 8 x 64`, largest first. */
function tally(sizes: readonly number[]): string {
  if (sizes.length === 0) return "lists no cache";
  const distinct = [...new Set(sizes)].sort((a, b) => b - a);
  const times = (size: number) => sizes.filter((other) => Object.is(other, size)).length;
  return distinct.map((size) => `${times(size)} x ${size}`).join(", ");
}

function quoted(text: string): string {
  return text === "" ? "nothing" : JSON.stringify(text.slice(0, 80));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
