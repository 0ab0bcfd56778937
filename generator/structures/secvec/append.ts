/** The append-only form: a word that reserves, a bit for each element that publishes. */
import type { FormAreas, SecVecOptions } from "./request.ts";

/** Elements whose published bits share an Int32 word. */
export const FLAGS_A_WORD = 32;

export function appendAreas({ maxLength }: SecVecOptions): FormAreas {
  return {
    areas: [
      {
        kind: "words",
        name: "reservation",
        doc: "The pushers' cursor.",
        writer: "pushers",
        words: [{ name: "RESERVED", doc: "Next index to reserve." }],
      },
      {
        kind: "words",
        name: "size",
        doc: "A mark that saves readers the way.",
        writer: "everyone",
        words: [{ name: "SIZE", doc: "All elements below are published; may lag behind." }],
      },
      {
        kind: "wordArray",
        name: "flags",
        doc: "Published bits of the elements, 32 a word.",
        writer: "pushers",
        count: Math.ceil(maxLength / FLAGS_A_WORD),
      },
    ],
    slots: maxLength,
  };
}
