/**
 * A vector's module with room for as much as its scenarios use: a start then has kilobytes to copy, not
 * gigabytes. Only numbers change, and each by the difference that the layout rules give between the two
 * sizes: a number that is wrong in the module stays wrong by as much.
 *
 * What that may hide is what depends on the size itself: arithmetic beyond 32 bits, and a way over more
 * words, seats or records than the small one has. Memory that grows is not explored in any size.
 */
import { FLAGS_A_WORD } from "./append.ts";
import { recordsASeat, spareSlots } from "./shrink.ts";

export interface Reduced {
  readonly text: string;
  /** What was lowered, from what and to what; for people. */
  readonly what: string;
}

/** Elements of a vector that shrinks: scenarios find and leave a few. */
const SHRINK_LENGTH = 4;
/** A seat for each of four threads, dead ones too, and for who comes after them. */
const SHRINK_SEATS = 5;

type Numbers = ReadonlyMap<string, number>;

/** The module of a smaller vector; undefined where this one is small, or has no such numbers. */
export function reduceVector(text: string): Reduced | undefined {
  const numbers = numbersOf(text);
  const { maxLength, seats } = sizeOf(numbers);
  if (!(maxLength >= 1)) return undefined;
  const small = {
    maxLength: Math.min(maxLength, seats === 0 ? appendLength(maxLength) : SHRINK_LENGTH),
    seats: Math.min(seats, SHRINK_SEATS),
  };
  if (small.maxLength === maxLength && small.seats === seats) return undefined;
  const before = layoutNumbers(numbers, { maxLength, seats });
  const after = layoutNumbers(numbers, small);
  const shifts = new Map<string, number>();
  for (const [name, value] of before) {
    const shift = (after.get(name) ?? value) - value;
    if (numbers.has(name) && shift !== 0) shifts.set(name, shift);
  }
  const what = [
    ...maxLength === small.maxLength ? [] : [lowered("MAX_LENGTH", maxLength, small.maxLength)],
    ...seats === small.seats ? [] : [lowered("SEATS", seats, small.seats)],
  ];
  return { text: shifted(text, shifts), what: what.join(", ") };
}

/** Two words of published bits, the last as full as in the large vector. */
function appendLength(maxLength: number): number {
  const least = FLAGS_A_WORD + 1;
  return least + Math.max(0, maxLength - least) % FLAGS_A_WORD;
}

function lowered(name: string, from: number, to: number): string {
  return `${name} ${to} for ${from.toLocaleString("en")}`;
}

interface Size {
  readonly maxLength: number;
  /** 0 where the vector has none. */
  readonly seats: number;
}

function sizeOf(numbers: Numbers): Size {
  return { maxLength: numbers.get("MAX_LENGTH") ?? 0, seats: numbers.get("SEATS") ?? 0 };
}

/** Constants that are whole numbers, by name, as the module declares them. */
function numbersOf(text: string): Numbers {
  const found = text.matchAll(/^const (?<name>[A-Z]\w*) = (?<value>-?\d+);$/gm);
  return new Map([...found].map(({ groups }) => [groups!["name"]!, Number(groups!["value"])]));
}

/** The numbers that depend on the size, as the layout has them; the others are the module's own. */
function layoutNumbers(numbers: Numbers, { maxLength, seats }: Size): Numbers {
  const own = (name: string) => numbers.get(name) ?? 0;
  const found = new Map<string, number>([["MAX_LENGTH", maxLength]]);
  const strideBytes = own("STRIDE_BYTES");
  const lineBytes = own("LINE_BYTES");
  const nextLine = (byte: number) => Math.ceil(byte / lineBytes) * lineBytes;

  let [slots, endBytes] = [maxLength, 0];
  if (seats === 0) endBytes = (own("FLAGS_I32") + Math.ceil(maxLength / FLAGS_A_WORD)) * 4;
  else {
    slots += spareSlots(seats);
    const records = nextLine((own("SEATS_I32") + seats * own("SEAT_STRIDE_I32")) * 4) / 4;
    const recordWords = (1 + seats * recordsASeat(seats)) * own("RECORD_STRIDE_I32");
    const cells = nextLine((records + recordWords) * 4) / 4;
    endBytes = (cells + maxLength) * 4;
    found.set("SEATS", seats).set("RECORDS_A_SEAT", recordsASeat(seats));
    found.set("SPARE_SLOTS", spareSlots(seats)).set("RECORDS_I32", records).set("CELLS_I32", cells);
  }

  const firstSlotBytes = nextLine(endBytes);
  const totalBytes = nextLine(firstSlotBytes + slots * strideBytes);
  // All slots where they are fewer than the module's first bucket has.
  const firstSlots = Math.min(own("FIRST_SLOTS"), 2 ** Math.ceil(Math.log2(slots)));
  const firstBytes = Math.min(totalBytes, firstSlotBytes + firstSlots * strideBytes);
  const firstLog2 = Math.log2(firstSlots);
  const pages = (bytes: number) => Math.ceil(bytes / own("PAGE_BYTES"));
  found.set("SLOTS", slots).set("FIRST_SLOT_BYTES", firstSlotBytes);
  found.set("TOTAL_BYTES", totalBytes).set("PAGES", pages(totalBytes));
  found.set("FIRST_BYTES", firstBytes).set("FIRST_PAGES", pages(firstBytes));
  found.set("FIRST_SLOTS", firstSlots).set("FIRST_LOG2", firstLog2);
  found.set("BUCKETS", Math.floor(Math.log2(slots - 1 + firstSlots)) - firstLog2 + 1);
  for (const name of numbers.keys()) {
    const bits = /^SLOTS_[A-Z](?<bits>\d+)$/.exec(name)?.groups?.["bits"];
    if (bits !== undefined) found.set(name, firstSlotBytes / (Number(bits) / 8));
  }
  return found;
}

/** Declarations, the header's total, and where a pass has put the number behind its name. */
function shifted(text: string, shifts: Numbers): string {
  const by = (name: string, value: string) => String(Number(value) + (shifts.get(name) ?? 0));
  return text
    .replaceAll(
      /^(const (\w+) = )(-?\d+)(?=;$)/gm,
      (_, head: string, name: string, value: string) => head + by(name, value),
    )
    .replaceAll(
      /(\/\* (\w+) \*\/\s+)(-?\d+)/g,
      (_, head: string, name: string, value: string) => head + by(name, value),
    )
    .replace(
      /0x[0-9a-f]{8}(?= \| 0, "total"\])/,
      (total) => `0x${Number(by("TOTAL_BYTES", total)).toString(16).padStart(8, "0")}`,
    );
}
