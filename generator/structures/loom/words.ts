/** What the areas are made of that a loom asks for. */
import type { AreaRequest, WordsRequest } from "../../layout/model.ts";
import type { SlotType } from "../../spec/model.ts";

/** Levels of the wheel: 6 bits each cover the 32 bits of a tick. */
export const LEVELS = 6;

export const words = (
  name: string,
  doc: string,
  list: readonly (readonly [string, string])[],
): WordsRequest => ({
  kind: "words",
  name,
  doc,
  writer: "everyone",
  words: list.map(([word, meaning]) => ({ name: word, doc: meaning })),
});

export const array = (name: string, doc: string, count: number): AreaRequest => ({
  kind: "wordArray",
  name,
  doc,
  writer: "everyone",
  count,
});

export const slots = (name: string, doc: string, count: number, item: SlotType): AreaRequest => ({
  kind: "slots",
  name,
  doc,
  writer: "everyone",
  count,
  item,
  padding: "none",
});
