/** The lock-free form: cells that name slots, records of changes, a seat for each thread. */
import type { RecordType } from "../../spec/model.ts";
import type { FormAreas, SecVecOptions } from "./request.ts";

/**
 * Others can keep at most one record and one slot of a seat from being used again each, and the
 * descriptor one record more. With four records for each seat, and some more for the first ones, a look
 * at the other seats frees half of a seat's records or more.
 */
export const SCAN_RECORDS = 16;
export const SCAN_RECORDS_A_SEAT = 4;

/** Records of one seat. */
export function recordsASeat(seats: number): number {
  return SCAN_RECORDS + SCAN_RECORDS_A_SEAT * seats;
}

/** Slots beyond those of the elements: one for each record, and slot 0, which stands for none. */
export function spareSlots(seats: number): number {
  return seats * recordsASeat(seats) + 1;
}

const SEAT = words("Seat", {
  taken: "1 while a handle has the seat.",
  record: "Record that its thread may help or replace.",
  slot: "Slot that its thread reads.",
  records: "Records that it has used, for the next owner.",
});

const RECORD = words("Change", {
  size: "Elements after the change.",
  index: "The cell to change.",
  before: "What it holds before.",
  after: "What it holds after.",
  link: "For the owner: the next free record.",
});

export function shrinkAreas({ maxLength, threads }: SecVecOptions): FormAreas {
  return {
    areas: [
      {
        kind: "words",
        name: "descriptor",
        doc: "The last change.",
        writer: "everyone",
        words: [{ name: "DESCRIPTOR", doc: "Int32 index of the record in force." }],
      },
      {
        kind: "words",
        name: "counters",
        doc: "What has been used at some time; they only grow.",
        writer: "everyone",
        words: [
          { name: "SLOTS_USED", doc: "Slots 1 to SLOTS_USED were handed out." },
          { name: "SEATS_USED", doc: "Seats below have had an owner." },
        ],
      },
      {
        kind: "slots",
        name: "seats",
        doc: "What each thread helps and reads.",
        writer: "slot owner",
        count: threads,
        item: { kind: "record", record: SEAT },
        padding: "line",
      },
      {
        kind: "slots",
        name: "records",
        doc: "Changes, those of a seat in a row; the first record stands for the empty vector.",
        writer: "slot owner",
        count: 1 + threads * recordsASeat(threads),
        item: { kind: "record", record: RECORD },
        padding: "none",
      },
      {
        kind: "wordArray",
        name: "cells",
        doc: "A word for each index: slot * 2, plus 1 where the element was popped; 0: never used.",
        writer: "everyone",
        count: maxLength,
      },
    ],
    slots: maxLength + spareSlots(threads),
  };
}

/** A record of Int32 words. */
function words(name: string, fields: Readonly<Record<string, string>>): RecordType {
  return {
    name,
    doc: "",
    fields: Object.entries(fields).map(([field, doc]) => ({
      name: field,
      doc,
      type: { kind: "scalar", scalar: "i32" },
    })),
  };
}
