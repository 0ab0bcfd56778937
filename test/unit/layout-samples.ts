/** Small builders, so that a test shows only what it is about. */
import type {
  AreaRequest,
  LayoutRequest,
  WordsRequest,
  Writer,
} from "../../generator/layout/model.ts";
import type { Field, Scalar, SlotType } from "../../generator/spec/model.ts";

export function scalar(name: Scalar): SlotType {
  return { kind: "scalar", scalar: name };
}

export function text(bytes: number): SlotType {
  return { kind: "text", bytes };
}

export function bytes(length: number): SlotType {
  return { kind: "bytes", length };
}

export function array(of: SlotType, length: number): SlotType {
  return { kind: "array", of, length };
}

export function union(...members: string[]): SlotType {
  return { kind: "union", members };
}

export function record(name: string, fields: Readonly<Record<string, SlotType>>): SlotType {
  const described = Object.entries(fields).map(([name, type]): Field => ({
    name,
    doc: `About ${name}.`,
    type,
  }));
  return { kind: "record", record: { name, doc: "", fields: described } };
}

export const bookDelta: SlotType = record("BookDelta", {
  price: scalar("f64"),
  side: union("bid", "ask"),
  size: scalar("f64"),
  symbol: scalar("u16"),
});

export function words(name: string, writer: Writer, ...names: string[]): WordsRequest {
  const described = names.map((name) => ({ name, doc: `About ${name}.` }));
  return { kind: "words", name, doc: "", writer, words: described };
}

export function slots(item: SlotType, count: number, padding: "line" | "none"): AreaRequest {
  return { kind: "slots", name: "SLOTS", doc: "", writer: "slot owner", count, item, padding };
}

/** Like a queue: a header, a cursor for each side, turn words and items. */
export function queue(item: SlotType, count: number, padding: "line" | "none"): LayoutRequest {
  return {
    name: "BookDeltas",
    structure: "Queue",
    areas: [
      words("HEADER", "creator", "MAGIC", "VERSION"),
      words("PRODUCERS", "producers", "TAIL"),
      words("CONSUMERS", "consumers", "HEAD"),
      { kind: "wordArray", name: "TURNS", doc: "", writer: "both", count },
      slots(item, count, padding),
    ],
  };
}
