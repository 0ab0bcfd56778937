/** Layout → everything the queue's templates need. Facts and names only: no statement is made here. */
import { emitAccessors } from "../../emit/accessors.ts";
import { emitItem, nameUnions } from "../../emit/item.ts";
import type { ModulePlan, PlanInput } from "../../emit/plan.ts";
import { type Area, type Layout, type View, VIEW_BYTES } from "../../layout/model.ts";
import { areaOf } from "../frame/area.ts";
import { slotConstants, wordConstants } from "../frame/constants.ts";
import { frameView, viewsOf } from "../frame/frame.ts";
import { itemView } from "../frame/item-view.ts";
import { type Constant, FRAME_PARTIALS } from "../frame/view.ts";
import { GROUP_SLOTS, type QueueOptions, queueOptions, turnsName } from "./request.ts";
import { EAGER_TEXTS, lazyTexts, runOf } from "./runs.ts";
import type { QueueView } from "./view.ts";

/** Grows when the header or the protocol changes in a way that two modules would disagree about. */
const PROTOCOL_VERSION = 1;

export function planQueue(input: PlanInput): ModulePlan {
  const { spec, layout } = input;
  const options = queueOptions(spec);
  const { capacity, manyProducers, manyConsumers, waiting, lazy } = options;
  const slots = areaOf(layout, "slots");
  const { item } = slots;
  if (item === undefined) throw new Error(`${layout.name}: the slots have no item layout`);

  const unions = nameUnions(item);
  const code = emitItem(item, { unions, source: "item", target: "into" });
  const views = viewsOf(item);
  const constants = queueConstants(layout, options, views, slots);
  const hasTurns = manyProducers || manyConsumers;
  const someOne = !manyProducers || !manyConsumers;

  const view: QueueView = {
    ...frameView(input, {
      version: PROTOCOL_VERSION,
      defaultDoc: `A bounded queue of ${capacity} items between threads.`,
      whatIsMade: "an empty queue",
      createOptions: {
        type: "{ readonly initialTicket?: number }",
        notes: [
          "`initialTicket` is for tests that want to see the cursors wrap around: the first item's ticket.",
        ],
      },
      attachNotes: someOne
        ? [
          `${roleNote(options)} A handle that takes that role over`,
          `from another must be attached after the other's last ${lazy ? "flush" : "operation"}.`,
        ]
        : [],
      item: { type: spec.item, layout: item },
      constants,
      checks: checksOf(views, options),
    }),
    capacity,
    accessors: emitAccessors(item, unions),
    item: itemView(spec.item, item, views),
    manyProducers,
    manyConsumers,
    bothMany: manyProducers && manyConsumers,
    someOne,
    hasTurns,
    waiting,
    lazy,
    usesWords: !lazy || views.includes("i32"),
    givesBack: manyProducers && code.storeReadsItem,
    busy: hasTurns,
    groupSlots: Math.min(GROUP_SLOTS, capacity),
    producersText: manyProducers ? "many producers" : "one producer",
    consumersText: manyConsumers ? "many consumers" : "one consumer",
    roleNote: roleNote(options),
    runSlots: hasTurns ? "16 items or fewer" : "call",
    ...lazy ? lazyTexts(capacity) : EAGER_TEXTS,
    failure: "",
    keepsClaims: false,
    keepsPeeks: false,
  };
  return {
    main: "queue/module",
    partials: partialsOf(options),
    view,
    constants: new Map(constants.map(({ name, value }) => [name, value])),
  };
}

function roleNote({ manyProducers, manyConsumers }: QueueOptions): string {
  if (manyProducers) return "Only one thread pops at a time.";
  if (manyConsumers) return "Only one thread pushes at a time.";
  return "Only one thread pushes at a time, and only one pops.";
}

/** Each role's text, chosen by how many threads are on each side, and when they publish. */
function partialsOf(options: QueueOptions): Record<string, string> {
  // How a side's cursor is seen from the other side does not depend on how often it moves.
  const seenProducers = `queue/producers-${options.manyProducers ? "many" : "one"}`;
  const seenConsumers = `queue/consumers-${options.manyConsumers ? "many" : "one"}`;
  const producers = options.lazy ? "queue/producers-lazy" : seenProducers;
  const consumers = options.lazy ? "queue/consumers-lazy" : seenConsumers;
  const partials: Record<string, string> = {
    ...FRAME_PARTIALS,
    start: "queue/start",
    overview: options.lazy ? "queue/overview-lazy" : "queue/overview",
    helpers: "queue/helpers",
    "write-run": "queue/write-run",
    "write-item": "queue/write-item",
    open: "queue/operations/open",
    try: "queue/operations/try",
    many: "queue/operations/many",
    waiting: "queue/operations/waiting",
    state: "queue/operations/state",
    flush: "queue/operations/flush",
    "find-room": `queue/producers-${options.lazy ? "lazy" : "one"}/find-room`,
    "find-items": `queue/consumers-${options.lazy ? "lazy" : "one"}/find-items`,
    "producer-fields": `${producers}/fields`,
    "producer-begin": `${producers}/begin`,
    "consumer-fields": `${consumers}/fields`,
    "consumer-begin": `${consumers}/begin`,
    "before-close": `${producers}/before-close`,
    ...options.lazy ? { "closed-error": "queue/producers-lazy/closed-error" } : {},
  };
  // A side's own steps, and what the other side has to look at because of it.
  const ofProducers = ["claim", "publish", "claim-run", "publish-run", "claim-commit"];
  if (options.manyProducers) ofProducers.push("give-back");
  const seenOfProducers = ["item-ready", "published-run", "announce-pop", "wake-consumers"];
  const ofConsumers = ["take", "release", "take-run", "release-run", "peek-release"];
  const seenOfConsumers = ["free-run", "announce-push", "wake-producers"];
  if (options.manyProducers) seenOfConsumers.push("room");
  for (const role of ofProducers) partials[role] = `${producers}/${role}`;
  for (const role of seenOfProducers) partials[role] = `${seenProducers}/${role}`;
  for (const role of ofConsumers) partials[role] = `${consumers}/${role}`;
  for (const role of seenOfConsumers) partials[role] = `${seenConsumers}/${role}`;
  return partials;
}

function queueConstants(
  layout: Layout,
  options: QueueOptions,
  views: readonly View[],
  slots: Area,
): readonly Constant[] {
  const { capacity, manyProducers, manyConsumers, waiting, lazy } = options;
  const constants: Constant[] = [...wordConstants(layout)];
  const add = (name: string, value: number, doc: string) => constants.push({ name, value, doc });
  const log2 = Math.log2(capacity);
  const group = Math.min(GROUP_SLOTS, capacity);

  if (manyProducers || manyConsumers) {
    const turns = areaOf(layout, turnsName(options));
    const index = turns.byteOffset / 4;
    const both = manyProducers && manyConsumers;
    const where = (at: number) => `Byte ${at * 4}, Int32 index ${at}.`;
    if (manyProducers) add("PUBLISHED_I32", index, `First word of PUBLISHED bits. ${where(index)}`);
    if (manyConsumers) {
      const at = index + Number(both);
      add("FREED_I32", at, `First word of FREED bits. ${where(at)}`);
    }
    add("TURN_LOG2", Number(both), "Log2 of the words that a group of slots has.");
    add("GROUP_SLOTS", group, "Slots whose turn bits share a word.");
    add("GROUP_MASK", group - 1, "slot & GROUP_MASK is the slot's bit in its word.");
    add("GROUP_LOG2", Math.log2(group), "slot >>> GROUP_LOG2 is the slot's group.");
    add("CAPACITY_LOG2", log2, "ticket >>> CAPACITY_LOG2 is the ticket's lap.");
    add("LAP_SHIFT", log2 + 2, "cursor >>> LAP_SHIFT is the lap; its lowest bit is the turn.");
  }
  constants.push(...slotConstants(slots, views));
  add("CAPACITY", capacity, "Slots; a power of two.");
  add("MASK", capacity - 1, "ticket & MASK is the ticket's slot.");
  add("ONE", 4, "One ticket, in a cursor word.");
  add("CLOSED", 1, "Flag in TAIL: the queue is closed.");
  if (waiting && !(manyProducers && manyConsumers)) {
    add("WAITING", 2, "Flag in a cursor word: somebody of the other side waits.");
  }
  if (waiting && (manyProducers || manyConsumers)) {
    add("TURN_WAITING", 2 ** GROUP_SLOTS, "The same in a word of turn bits, above the turns.");
  }
  add("FLAGS", 3, "The bits of a cursor word that are not the ticket.");
  if (lazy) {
    const { run, look } = runOf(capacity);
    add(
      "RUN",
      run,
      "Items that are published together, and slots that are released together, at most.",
    );
    add("LOOK", look, "Pushes from one look at the consumer to the next: divides RUN.");
  } else if (!manyProducers || !manyConsumers) {
    const look = manyProducers || manyConsumers ? group : capacity;
    add("LOOK_AHEAD", look, "Slots that one look at the other side covers.");
  }
  if (waiting) {
    add("SPINS", 50, "Tries before a waiting thread sleeps: some 2 µs, a tenth of a wake-up.");
  }
  return constants;
}

/** What has to hold between the constants; a module that was edited by hand fails here, not in use. */
function checksOf(
  views: readonly View[],
  { waiting, manyProducers, manyConsumers, lazy }: QueueOptions,
): readonly (readonly [string, string])[] {
  const hasTurns = manyProducers || manyConsumers;
  const bothMany = manyProducers && manyConsumers;
  const words = ["TAIL_I32", "HEAD_I32", ...(waiting ? ["PUSH_EPOCH_I32", "POP_EPOCH_I32"] : [])];
  const starts = views.map((view) => `SLOTS_${view.toUpperCase()} * ${VIEW_BYTES[view]}`);
  const strides = views.map((view) => `STRIDE_${view.toUpperCase()} * ${VIEW_BYTES[view]}`);
  const checks: [string, string][] = [
    ["MASK === CAPACITY - 1 && (CAPACITY & MASK) === 0", "CAPACITY is a power of two"],
    ["TOTAL_BYTES <= PAGES * 65536", "the pages hold the structure"],
    [
      words.map((word) => `${word} * 4 % LINE_BYTES === 0`).join(" && "),
      "each control word starts a line",
    ],
    [
      `new Set([${words.join(", ")}]).size === ${words.length}`,
      "no two control words share a line",
    ],
    [
      `(ONE & FLAGS) === 0 && (CLOSED & FLAGS) === CLOSED`,
      "flags lie below the ticket",
    ],
    [
      `${starts[0]} + CAPACITY * ${strides[0]} <= TOTAL_BYTES`,
      "the slots lie within the structure",
    ],
  ];
  if (views.length > 1) {
    const same = (bytes: readonly string[]) =>
      bytes.slice(1).map((other) => `${other} === ${bytes[0]}`).join(" && ");
    checks.push([`${same(starts)} && ${same(strides)}`, "every view sees the slots at one place"]);
  }
  if (waiting && !bothMany) {
    checks.push([
      "(WAITING & FLAGS) === WAITING && (WAITING & CLOSED) === 0",
      "flags do not overlap",
    ]);
  }
  if (hasTurns) {
    const first = manyProducers ? "PUBLISHED_I32" : "FREED_I32";
    checks.push(
      [
        "1 << CAPACITY_LOG2 === CAPACITY && LAP_SHIFT === CAPACITY_LOG2 + 2",
        "laps are counted right",
      ],
      ["1 << GROUP_LOG2 === GROUP_SLOTS && GROUP_MASK === GROUP_SLOTS - 1", "groups are whole"],
      [
        `(${first} + ((CAPACITY / GROUP_SLOTS) << TURN_LOG2)) * 4 <= ${starts[0]}`,
        "the turn bits lie before the slots",
      ],
    );
    if (bothMany) {
      checks.push(["FREED_I32 === PUBLISHED_I32 + 1", "each side has a word of its own"]);
    }
    if (waiting) checks.push(["TURN_WAITING >= 1 << GROUP_SLOTS", "the flag lies above the turns"]);
  }
  if (lazy) {
    checks.push([
      "LOOK >= 1 && RUN % LOOK === 0 && RUN <= CAPACITY",
      "a run is whole looks and fits",
    ]);
  } else if (!bothMany) {
    checks.push(["LOOK_AHEAD <= CAPACITY", "a look ahead stays within one lap"]);
  }
  if (waiting) checks.push(["SPINS >= 0", "a waiting thread spins a bounded time"]);
  return checks;
}
