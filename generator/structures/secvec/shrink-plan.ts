/** What the templates of the lock-free form need beside what both forms have. */
import type { ModulePlan, PlanInput } from "../../emit/plan.ts";
import type { Layout } from "../../layout/model.ts";
import type { SlotType } from "../../spec/model.ts";
import { areaOf } from "../frame/area.ts";
import type { Constant } from "../frame/view.ts";
import { planForm } from "./plan.ts";
import { type SecVecOptions, secVecOptions } from "./request.ts";
import { recordsASeat, SCAN_RECORDS, SCAN_RECORDS_A_SEAT, spareSlots } from "./shrink.ts";

const RECORD_WORDS = [
  "RECORD_SIZE",
  "RECORD_INDEX",
  "RECORD_BEFORE",
  "RECORD_AFTER",
  "RECORD_LINK",
] as const;

export function planShrink(input: PlanInput): ModulePlan {
  const { layout, spec } = input;
  const options = secVecOptions(spec);
  const isFloat = spec.item.kind === "scalar" && ["f32", "f64", "u53"].includes(spec.item.scalar);
  return planForm(input, options, {
    defaultDoc: "A vector between threads that grows and shrinks at its end.",
    constants: shrinkConstants(layout, options),
    checks: [
      ["SEATS >= 1 && RECORDS_A_SEAT >= 2 * SEATS + 2", "a seat can always find a free record"],
      [
        "SCAN_RECORDS + SCAN_RECORDS_A_SEAT * SEATS <= RECORDS_A_SEAT && SCAN_RECORDS_A_SEAT >= 2",
        "a seat looks for free records before it runs out of new ones",
      ],
      ["SPARE_SLOTS === SEATS * RECORDS_A_SEAT + 1", "every record has a slot to spare"],
      ["SLOTS === MAX_LENGTH + SPARE_SLOTS && SLOTS < 2 ** 30", "a cell can name every slot"],
      [
        "SEATS_I32 * 4 % LINE_BYTES === 0 && SEAT_STRIDE_I32 * 4 % LINE_BYTES === 0 && " +
        "DESCRIPTOR_I32 * 4 % LINE_BYTES === 0 && SLOTS_USED_I32 * 4 % LINE_BYTES === 0",
        "words of different writers share no line",
      ],
      [distinct("DESCRIPTOR_I32", "SLOTS_USED_I32", "SEATS_USED_I32"), "no two words are one"],
      [
        `${distinct("SEAT_TAKEN", "SEAT_RECORD", "SEAT_SLOT", "SEAT_RECORDS")} && ` +
        "Math.max(SEAT_TAKEN, SEAT_RECORD, SEAT_SLOT, SEAT_RECORDS) < SEAT_STRIDE_I32",
        "a seat holds its words",
      ],
      [
        `${distinct(...RECORD_WORDS)} && Math.max(${RECORD_WORDS.join(", ")}) < RECORD_STRIDE_I32`,
        "a record holds its words",
      ],
      ["POPPED === 1 && IN_USE < 0", "flags are told from slots and records"],
      [
        "SEATS_I32 + SEATS * SEAT_STRIDE_I32 <= RECORDS_I32 && " +
        "RECORDS_I32 + (1 + SEATS * RECORDS_A_SEAT) * RECORD_STRIDE_I32 <= CELLS_I32 && " +
        "(CELLS_I32 + MAX_LENGTH) * 4 <= FIRST_SLOT_BYTES",
        "seats, records, cells and slots do not overlap",
      ],
    ],
    attachNotes: [],
    partials: {
      start: "secvec/shrink/start",
      overview: "secvec/shrink/overview",
      fields: "secvec/shrink/fields",
      begin: "secvec/shrink/begin",
      push: "secvec/shrink/push-pop",
      read: "secvec/shrink/read-write",
      state: "secvec/shrink/state",
      form: "secvec/shrink/form",
      sequence: "secvec/shrink/sequence",
      seat: "secvec/shrink/seat",
      protocol: "secvec/shrink/protocol",
      "load-item": "secvec/shrink/load-item",
      errors: "secvec/shrink/errors",
    },
    view: {
      threads: options.threads,
      recordsASeat: recordsASeat(options.threads),
      comparable: isComparable(spec.item),
      comparison: isFloat ? "Object.is" : "===",
      differs: isFloat ? "!Object.is(found, expected)" : "found !== expected",
    },
  });
}

/** Whether equal values are told by `===` or `Object.is`. */
function isComparable({ kind }: SlotType): boolean {
  return kind === "scalar" || kind === "union" || kind === "text";
}

function distinct(...names: readonly string[]): string {
  return `new Set([${names.join(", ")}]).size === ${names.length}`;
}

function shrinkConstants(layout: Layout, { threads }: SecVecOptions): readonly Constant[] {
  const constants: Constant[] = [];
  const add = (name: string, value: number, doc: string) => constants.push({ name, value, doc });
  const first = (name: string, area: string, doc: string) => {
    const { byteOffset } = areaOf(layout, area);
    add(name, byteOffset / 4, `${doc} Byte ${byteOffset}, Int32 index ${byteOffset / 4}.`);
  };
  const stride = (name: string, area: string, doc: string) => {
    const { strideBytes } = areaOf(layout, area);
    add(name, strideBytes / 4, `${doc} ${strideBytes} bytes, in Int32 indices.`);
  };
  const fields = (area: string, prefix: string, what: string) => {
    for (const { field, layout: { byteOffset } } of areaOf(layout, area).item?.fields ?? []) {
      const { name, doc } = field;
      add(`${prefix}_${name.toUpperCase()}`, byteOffset / 4, `Word of a ${what}: ${doc}`);
    }
  };

  first("SEATS_I32", "seats", "First seat.");
  stride("SEAT_STRIDE_I32", "seats", "From one seat to the next:");
  add("SEATS", threads, "Seats; option threads.");
  fields("seats", "SEAT", "seat");
  first("RECORDS_I32", "records", "First record, that of the empty vector.");
  stride("RECORD_STRIDE_I32", "records", "From one record to the next:");
  add("RECORDS_A_SEAT", recordsASeat(threads), "Records of a seat, in a row.");
  fields("records", "RECORD", "record");
  add("IN_USE", -1, "RECORD_LINK of a record that may not be used again yet.");
  add("SCAN_RECORDS", SCAN_RECORDS, "Records that a seat uses before it looks for free ones,");
  add("SCAN_RECORDS_A_SEAT", SCAN_RECORDS_A_SEAT, "and as many more for each seat in use.");
  first("CELLS_I32", "cells", "The cell of index 0.");
  add("POPPED", 1, "Flag of a cell: its slot is no element, only kept here.");
  add("SPARE_SLOTS", spareSlots(threads), "Slots beyond one for each element.");
  return constants;
}
