/** What a cubby asks of the layout engine: counter, slot and waiters, each on lines of their own. */
import type { AreaRequest, LayoutRequest } from "../../layout/model.ts";
import type { SlotType, StructureSpec } from "../../spec/model.ts";
import { HEADER_AREA } from "../frame/header.ts";

/** The options of a cubby, read once from the checked spec. */
export interface CubbyOptions {
  readonly waiting: boolean;
  /** Of each side. */
  readonly waiters: number;
  readonly graceMs: number;
}

export function cubbyOptions(spec: StructureSpec): CubbyOptions {
  return {
    waiting: spec.options["waiting"] === true,
    waiters: Number(spec.options["waiters"]),
    graceMs: Number(spec.options["graceMs"]),
  };
}

export const SLOT = "slot";
export const TURN = "turn";
export const ITEM = "item";

export function cubbyRequest(spec: StructureSpec): LayoutRequest {
  const { waiting, waiters } = cubbyOptions(spec);
  const areas: AreaRequest[] = [
    HEADER_AREA,
    {
      kind: "words",
      name: "counter",
      doc: "On a line of its own: who begins leaves the owner of the slot alone.",
      writer: "both",
      words: [{ name: "COUNTER", doc: "Pushes less pops, those that wait included." }],
    },
    {
      kind: "slots",
      name: SLOT,
      doc: "Whose turn it is, and the item beside it.",
      writer: "slot owner",
      count: 1,
      item: slotType(spec),
      padding: "line",
    },
  ];
  if (waiting) areas.push(...waiterAreas("push", waiters), ...waiterAreas("pop", waiters));
  return { name: spec.name, structure: "Cubby", areas };
}

/** The word TURN and the item in one record, so that a small item shares its line. */
function slotType({ name, item }: StructureSpec): SlotType {
  const turn: SlotType = { kind: "scalar", scalar: "i32" };
  return {
    kind: "record",
    record: {
      name: `${name}Slot`,
      doc: "",
      fields: [
        { name: TURN, doc: "State, flags and the ticket of an offer.", type: turn },
        { name: ITEM, doc: "", type: item },
      ],
    },
  };
}

function waiterAreas(side: "push" | "pop", waiters: number): readonly AreaRequest[] {
  const upper = side.toUpperCase();
  return [
    {
      kind: "words",
      name: `${side} tickets`,
      doc: `What orders the ${side}es that wait.`.replace("popes", "pops"),
      writer: "both",
      words: [
        { name: `${upper}_TICKETS`, doc: "Next ticket, times 64." },
        { name: `${upper}_USED`, doc: "Int32 words of records that were ever used." },
      ],
    },
    {
      kind: "slots",
      name: recordsOf(side),
      doc: "A word for each waiter, on a line of its own.",
      writer: "both",
      count: waiters,
      item: { kind: "scalar", scalar: "i32" },
      padding: "line",
    },
  ];
}

export function recordsOf(side: "push" | "pop"): string {
  return `${side} records`;
}
