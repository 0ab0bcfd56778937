/** Layout → everything the cubby's templates need. Facts and names only: no statement is made here. */
import { emitItem, nameUnions } from "../../emit/item.ts";
import type { ModulePlan, PlanInput } from "../../emit/plan.ts";
import { VIEW_ARRAY } from "../../emit/types.ts";
import {
  type Area,
  type ItemLayout,
  type Layout,
  type View,
  VIEW_BYTES,
} from "../../layout/model.ts";
import { areaOf } from "../frame/area.ts";
import { wordConstants } from "../frame/constants.ts";
import { frameView, viewsOf } from "../frame/frame.ts";
import { itemView } from "../frame/item-view.ts";
import { type Constant, FRAME_PARTIALS } from "../frame/view.ts";
import { type CubbyOptions, cubbyOptions, ITEM, recordsOf, SLOT, TURN } from "./request.ts";
import type { CubbyView } from "./view.ts";

/** Grows when the header or the protocol changes in a way that two modules would disagree about. */
const PROTOCOL_VERSION = 1;

export function planCubby(input: PlanInput): ModulePlan {
  const { spec, layout } = input;
  const options = cubbyOptions(spec);
  const { waiting, waiters, graceMs } = options;
  const item = fieldOf(layout, ITEM);
  const views = viewsOf(item);
  const code = emitItem(item, { unions: nameUnions(item), source: "item", target: "into" });
  const constants = cubbyConstants(layout, options, views);
  const givesBack = code.storeReadsItem;
  const view: CubbyView = {
    ...frameView(input, {
      version: PROTOCOL_VERSION,
      defaultDoc: "A slot for one item, handed over between threads that take turns.",
      whatIsMade: "an empty cubby",
      createOptions: waiting
        ? {
          type: "{ readonly initialTicket?: number }",
          notes: [
            "`initialTicket` is for tests that want to see tickets wrap around: the first waiter's.",
          ],
        }
        : undefined,
      attachNotes: [],
      item: { type: spec.item, layout: item },
      constants,
      checks: checksOf(views, options),
    }),
    item: itemView(spec.item, item, views),
    slotBases: views.map((name) => `const slot${name.toUpperCase()} = SLOT_${name.toUpperCase()};`),
    waiting,
    waiters,
    graceMs,
    givesBack,
    givesBackAny: givesBack || waiting,
    preparesFill: code.prepare.length > 0,
  };
  return {
    main: "cubby/module",
    partials: {
      ...FRAME_PARTIALS,
      start: "cubby/start",
      overview: "cubby/overview",
      open: "cubby/operations/open",
      try: "cubby/operations/try",
      waiting: "cubby/operations/waiting",
      many: "cubby/operations/many",
      state: "cubby/operations/state",
      claim: "cubby/turns/claim",
      wait: "cubby/turns/wait",
      record: "cubby/turns/record",
      "hand-over": "cubby/turns/hand-over",
      "write-item": "cubby/write-item",
      "read-item": "cubby/read-item",
      publish: "cubby/publish",
      free: "cubby/free",
      sleepers: "cubby/sleepers",
    },
    view,
    constants: new Map(constants.map(({ name, value }) => [name, value])),
  };
}

/** A field of the slot; its offsets count from the slot's start. */
function fieldOf(layout: Layout, name: string): ItemLayout {
  const found = areaOf(layout, SLOT).item?.fields.find(({ field }) => field.name === name);
  if (found === undefined) throw new Error(`${layout.name}: the slot has no ${name}`);
  return found.layout;
}

function cubbyConstants(
  layout: Layout,
  { waiting, graceMs }: CubbyOptions,
  views: readonly View[],
): readonly Constant[] {
  const constants: Constant[] = [...wordConstants(layout)];
  const add = (name: string, value: number, doc: string) => constants.push({ name, value, doc });
  const slot = areaOf(layout, SLOT);
  const turnByte = slot.byteOffset + fieldOf(layout, TURN).byteOffset;
  add(
    "TURN_I32",
    turnByte / 4,
    `State, flags and the ticket of an offer. Byte ${turnByte}, Int32 index ${turnByte / 4}.`,
  );
  for (const view of views) {
    const start = slot.byteOffset / VIEW_BYTES[view];
    const array = VIEW_ARRAY[view].replace("Array", "");
    add(
      `SLOT_${view.toUpperCase()}`,
      start,
      `Start of the slot. Byte ${slot.byteOffset}, ${array} index ${start}.`,
    );
  }
  add("EMPTY", 0, "State: no item, nobody at work.");
  add("WRITING", 1, "State: a push owns the slot.");
  add("FULL", 3, "State: an item, nobody at work; also the bits of these four states.");
  add("READING", 2, "State: a pop owns the slot.");
  add("CLAIM", 1, "Exclusive or: EMPTY to WRITING, FULL to READING, and back.");
  add("RELEASE", 2, "Exclusive or: WRITING to FULL, READING to EMPTY.");
  add("STATE", waiting ? 7 : 3, "The bits of TURN that are the state.");
  if (waiting) {
    add("OFFERED", 4, "With EMPTY or FULL: the slot is for the waiter with the ticket.");
    add("PUSH_WAITS", 8, "Flag: pushes may be waiting.");
    add("POP_WAITS", 16, "Flag: pops may be waiting.");
  }
  add("CLOSED", 32, "Flag: the cubby is closed.");
  if (!waiting) return constants;
  add("FLAGS", 56, "The flags.");
  add("TICKET", -64, "The bits of TURN and of a record that are a ticket.");
  add("ONE", 64, "One ticket.");
  const push = areaOf(layout, recordsOf("push"));
  recordConstants(push, areaOf(layout, recordsOf("pop")), add);
  add("FREE", 0, "Record: nobody's.");
  add("WAITING", 1, "Record, with a ticket: to be called.");
  add("CALLED", 2, "Record, with a ticket: has been called, is to look.");
  add("LATE", 3, "Record, with a ticket: has not come; may be taken over.");
  add("KIND", 63, "The bits of a record that are not the ticket.");
  add("OWNED", 0, "Instead of a record: the slot is this thread's.");
  add("ENDED", -1, "Instead of a record: nothing will come.");
  add(
    "SPINS",
    500,
    "Looks before a thread waits: some 15 µs, less than the wake-up that they save.",
  );
  add("GRACE_MS", graceMs, "Milliseconds for which an offer stands.");
  return constants;
}

function recordConstants(
  push: Area,
  pop: Area,
  add: (name: string, value: number, doc: string) => void,
): void {
  const where = ({ byteOffset }: Area) => `Byte ${byteOffset}, Int32 index ${byteOffset / 4}.`;
  add("PUSH_RECORDS_I32", push.byteOffset / 4, `First record of a push. ${where(push)}`);
  add("POP_RECORDS_I32", pop.byteOffset / 4, `First record of a pop. ${where(pop)}`);
  add("RECORD_STRIDE", push.strideBytes / 4, "From one record to the next, in Int32 indices.");
  add("RECORDS_LENGTH", push.byteLength / 4, "All records of a side, in Int32 indices.");
}

/** What has to hold between the constants; a module that was edited by hand fails here, not in use. */
function checksOf(
  views: readonly View[],
  { waiting }: CubbyOptions,
): readonly (readonly [string, string])[] {
  const words = waiting ? ["COUNTER_I32", "PUSH_TICKETS_I32", "POP_TICKETS_I32"] : ["COUNTER_I32"];
  const starts = views.map((view) => `SLOT_${view.toUpperCase()} * ${VIEW_BYTES[view]}`);
  const checks: (readonly [string, string])[] = [
    ["TOTAL_BYTES <= PAGES * 65536", "the pages hold the structure"],
    [
      words.map((word) => `${word} * 4 % LINE_BYTES === 0`).join(" && "),
      "each control word starts a line",
    ],
    [
      "(EMPTY ^ CLAIM) === WRITING && (WRITING ^ RELEASE) === FULL && " +
      "(FULL ^ CLAIM) === READING && (READING ^ RELEASE) === EMPTY",
      "claims and releases go round",
    ],
    [
      waiting ? "(FLAGS & (STATE | TICKET)) === 0" : "(CLOSED & STATE) === 0",
      "flags lie above the state",
    ],
    [
      "Math.floor(COUNTER_I32 * 4 / LINE_BYTES) !== Math.floor(TURN_I32 * 4 / LINE_BYTES)",
      "the counter is not on the slot's line",
    ],
  ];
  if (views.length > 1) {
    checks.push([
      starts.slice(1).map((other) => `${other} === ${starts[0]}`).join(" && "),
      "every view sees the slot at one place",
    ]);
  }
  checks.push([
    `Math.floor(${starts[0]} / LINE_BYTES) <= Math.floor(TURN_I32 * 4 / LINE_BYTES)`,
    "the turn lies in the slot",
  ]);
  if (waiting) {
    checks.push(
      [
        "PUSH_USED_I32 === PUSH_TICKETS_I32 + 1 && POP_USED_I32 === POP_TICKETS_I32 + 1",
        "each side has a line of its own",
      ],
      [
        "(OFFERED & STATE) === OFFERED && (PUSH_WAITS | POP_WAITS | CLOSED) === FLAGS",
        "an offer is a state, and there are three flags",
      ],
      ["RECORD_STRIDE * 4 % LINE_BYTES === 0", "each record has lines of its own"],
      [
        "PUSH_RECORDS_I32 + RECORDS_LENGTH <= POP_RECORDS_I32 && " +
        "(POP_RECORDS_I32 + RECORDS_LENGTH) * 4 <= TOTAL_BYTES",
        "the records lie within the structure",
      ],
      ["(TICKET & KIND) === 0 && ONE === KIND + 1", "tickets lie above the kind"],
      [
        "new Set([FREE, WAITING, CALLED, LATE]).size === 4 && FREE === 0 && (LATE & TICKET) === 0",
        "records say one thing at a time",
      ],
      ["OWNED <= 0 && ENDED < OWNED", "what stands for a record is none"],
      ["GRACE_MS > 0 && SPINS >= 0", "waiting is bounded"],
    );
  }
  return checks;
}
