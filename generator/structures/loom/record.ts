/** Where the words of a fiber's record are, as the layout has placed them. */
import type { Area } from "../../layout/model.ts";

/** Int32 words from the start of a record. */
export interface RecordWords {
  /** The first of two. */
  readonly result: number;
  readonly id: number;
  readonly step: number;
  readonly frame: number;
  readonly link: number;
  readonly joiners: number;
  readonly tick: number;
  /** Of several workers. */
  readonly at: number;
  readonly claim: number;
  readonly waits: number;
  readonly baton: number;
  /** From one record to the next. */
  readonly stride: number;
}

export function recordWords({ item, strideBytes }: Area): RecordWords {
  const word = (name: string): number => {
    const found = item?.fields.find(({ field }) => field.name === name);
    if (found === undefined) throw new Error(`a record has no ${name}`);
    return found.layout.byteOffset / 4;
  };
  const moves = item?.fields.some(({ field }) => field.name === "at") === true;
  return {
    result: word("result"),
    id: word("id"),
    step: word("step"),
    frame: word("frame"),
    link: word("link"),
    joiners: word("joiners"),
    tick: word("tick"),
    at: moves ? word("at") : -1,
    claim: moves ? word("claim") : -1,
    waits: moves ? word("waits") : -1,
    baton: moves ? word("baton") : -1,
    stride: strideBytes / 4,
  };
}
