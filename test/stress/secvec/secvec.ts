/** The vectors in the harness, those that shrink and those that are only appended to. */
import type { HostProfile } from "../../../generator/host/profile.ts";
import { generateModules } from "../../../generator/pipeline.ts";
import { MAX_THREADS } from "../plan.ts";
import { secondOf } from "../queue/operations.ts";
import type { Structure, Subject } from "../structure.ts";
import { vectorPlanner } from "./plan.ts";
import type { StressVector } from "./perform.ts";
import { appendReader, shrinkReader } from "./reading.ts";

export interface VectorVariant {
  readonly item: "u32" | "Pair";
  readonly doesShrink: boolean;
  readonly maxLength: number;
  /** Elements of a new vector. */
  readonly prefilled: number;
  readonly padding: "line" | "none";
}

const HOST: HostProfile = { name: "test-64", lineBytes: 64, isolationBytes: 64, evidence: [] };

/** So large a line that few padded elements, with it 256, fill the first bucket of 64 KiB. */
const LINE_BYTES = 256;
const BORDER = 65_536 / LINE_BYTES;
/** Most of a run then happens before and behind the border, with few elements to look at. */
const BEFORE_BORDER = 12;
const BEHIND_BORDER = 60;
/** A word of published bits is full at 32, a vector that is not padded never crosses a border. */
const LENGTHS = [2, 40, 100];
/** Vectors of a run, one after the other: some become full, others are new. */
const PARTS = 5;

/** One for the thread that makes the vector. */
const SEATS = MAX_THREADS + 1;

function vectorStructure(name: string, doesShrink: boolean): Structure {
  return {
    name,
    async choose(random) {
      const pick = <Choice>(list: readonly Choice[]): Choice => list[random(list.length)]!;
      const item = pick(["u32", "Pair"] as const);
      const maxLength = pick([...LENGTHS, BORDER]);
      const variant: VectorVariant = maxLength === BORDER
        ? {
          item,
          doesShrink,
          // Where it shrinks, spare slots fill the first bucket.
          maxLength: doesShrink ? 100 : BORDER + BEHIND_BORDER,
          prefilled: doesShrink ? 0 : BORDER - BEFORE_BORDER,
          padding: "line",
        }
        : { item, doesShrink, maxLength, prefilled: 0, padding: "none" };
      return vectorSubject(variant, await vectorText(variant));
    },
  };
}

export const secVecStructure = vectorStructure("SecVec", true);
export const appendStructure = vectorStructure("SecVec-append", false);

/** Its end says what items are. */
function nameOf({ item, doesShrink }: VectorVariant): string {
  return `${doesShrink ? "Shrink" : "Append"}${item === "u32" ? "U32" : "Pair"}`;
}

export async function vectorText(variant: VectorVariant): Promise<string> {
  const { item, doesShrink, maxLength, padding } = variant;
  const options = JSON.stringify({
    maxLength,
    padding,
    ...padding === "line" ? { cacheLine: LINE_BYTES } : {},
    ...doesShrink ? { threads: SEATS } : { shrink: false },
  });
  const [file] = await generateModules([{
    file: "stress.layout.ts",
    text: `import type { SecVec, u32 } from "amph-gen/spec";
export interface Pair { first: u32; second: u32; }
export type ${nameOf(variant)} = SecVec<${item}, ${options}>;`,
  }], { host: HOST, emit: "ts" });
  if (file === undefined) throw new Error("nothing was emitted");
  return file.text;
}

/** `text`: the emitted module of the variant, also with a fault in it. */
export function vectorSubject(variant: VectorVariant, text: string): Subject {
  const { item, doesShrink, maxLength, prefilled, padding } = variant;
  const form = doesShrink ? "that shrinks" : "only appended to";
  const room = padding === "line" ? `${LINE_BYTES} bytes each` : "packed";
  const itemOf = (id: number) => item === "u32" ? id : { first: id, second: secondOf(id) };
  return {
    title: `SecVec ${form}, ${maxLength} of ${item}, ${room}`,
    className: nameOf(variant),
    text,
    createOptions: () => undefined,
    parts: PARTS,
    prepare(part) {
      const vector = part as StressVector;
      for (let id = 1; id <= prefilled; id++) vector.pushBack(itemOf(id));
    },
    kinds: ["free", "rest"],
    ...vectorPlanner({ doesShrink, hasExchange: item === "u32", maxLength, prefilled }),
    ...doesShrink ? shrinkReader(maxLength) : appendReader(maxLength, prefilled),
  };
}
