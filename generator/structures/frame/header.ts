/** The header line that opens every structure: what `attach` compares before it trusts a memory. */
import type { Layout, WordsRequest } from "../../layout/model.ts";
import { areaOf } from "./area.ts";
import type { HeaderWord } from "./view.ts";

/** "amph" in ASCII. */
const MAGIC = 0x616d7068;

export const HEADER_AREA = {
  kind: "words",
  name: "header",
  doc: "Written once by create(), compared by attach().",
  writer: "creator",
  words: [
    { name: "MAGIC", doc: "Marks memory made by a generated module." },
    { name: "VERSION", doc: "Version of the header and of the protocol." },
    { name: "FINGERPRINT_LOW", doc: "Fingerprint of this layout, low half." },
    { name: "FINGERPRINT_HIGH", doc: "Fingerprint of this layout, high half." },
    { name: "TOTAL", doc: "Bytes of the structure." },
  ],
} as const satisfies WordsRequest;

/** `version` grows when the protocol changes in a way that two modules would disagree about. */
export function headerWords(layout: Layout, version: number): readonly HeaderWord[] {
  const values: Readonly<Record<string, number>> = {
    MAGIC,
    VERSION: version,
    FINGERPRINT_LOW: Number.parseInt(layout.fingerprint.slice(8), 16),
    FINGERPRINT_HIGH: Number.parseInt(layout.fingerprint.slice(0, 8), 16),
    TOTAL: layout.totalBytes,
  };
  return areaOf(layout, HEADER_AREA.name).words.map(({ name, i32Index }) => {
    const value = values[name];
    if (value === undefined) {
      throw new Error(`${layout.name}: the header word ${name} has no value`);
    }
    return {
      index: String(i32Index),
      value: `0x${value.toString(16).padStart(8, "0")} | 0`,
      what: name.toLowerCase().replace("_", " "),
    };
  });
}
