/** Layout → everything the vector's templates need. Facts and names only. */
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
import type { SlotType } from "../../spec/model.ts";
import { areaOf } from "../frame/area.ts";
import { slotConstants, wordConstants } from "../frame/constants.ts";
import { frameView, viewsOf } from "../frame/frame.ts";
import { itemView } from "../frame/item-view.ts";
import { type Constant, FRAME_PARTIALS } from "../frame/view.ts";
import { FLAGS_A_WORD } from "./append.ts";
import { type SecVecOptions, secVecOptions } from "./request.ts";
import type { SecVecView } from "./view.ts";

/** Grows when the header or the protocol changes in a way that two modules would disagree about. */
const PROTOCOL_VERSION = 1;

const PAGE_BYTES = 65_536;

/** What a form of the vector adds to what both have. */
export interface FormPlan {
  readonly defaultDoc: string;
  readonly constants: readonly Constant[];
  readonly checks: readonly (readonly [holds: string, what: string])[];
  /** More of both where elements are numbers side by side. */
  readonly ofNumbers?: Pick<FormPlan, "constants" | "checks">;
  readonly attachNotes: readonly string[];
  /** By role, `start`, `overview` and `form` among them. */
  readonly partials: Readonly<Record<string, string>>;
  /** More holes. */
  readonly view: object;
}

/** A new view costs some 200 ns: a fifth of a nanosecond a read. */
const READS_BEHIND: Constant = {
  name: "READS_BEHIND",
  value: 1_024,
  doc: "Reads behind the prefix before it is shown anew.",
};

export function planAppend(input: PlanInput): ModulePlan {
  const { layout, spec } = input;
  const flags = areaOf(layout, "flags").byteOffset;
  return planForm(input, secVecOptions(spec), {
    defaultDoc: "A vector between threads to which elements are only appended.",
    constants: [
      {
        name: "FLAGS_I32",
        value: flags / 4,
        doc: `First word of published bits. Byte ${flags}, Int32 index ${flags / 4}.`,
      },
      { name: "FLAGS_LOG2", value: Math.log2(FLAGS_A_WORD), doc: "Log2 of the bits of a word." },
      { name: "FLAGS_MASK", value: FLAGS_A_WORD - 1, doc: "index & FLAGS_MASK is its bit." },
    ],
    ofNumbers: {
      constants: [READS_BEHIND],
      checks: [["READS_BEHIND > 0", "the prefix is shown anew after some reads"]],
    },
    checks: [
      ["1 << FLAGS_LOG2 === 32 && FLAGS_MASK === 31", "a word has 32 published bits"],
      [
        "FLAGS_I32 * 4 + (((MAX_LENGTH - 1) >>> FLAGS_LOG2) + 1) * 4 <= FIRST_SLOT_BYTES",
        "the published bits lie before the elements",
      ],
      [
        "RESERVED_I32 * 4 % LINE_BYTES === 0 && SIZE_I32 * 4 % LINE_BYTES === 0 && " +
        "FLAGS_I32 * 4 % LINE_BYTES === 0 && new Set([RESERVED_I32, SIZE_I32, FLAGS_I32]).size === 3",
        "words of different writers share no line",
      ],
    ],
    attachNotes: [],
    partials: {
      start: "secvec/append/start",
      overview: "secvec/append/overview",
      fields: "secvec/append/fields",
      begin: "secvec/append/begin",
      form: "secvec/append/form",
      push: "secvec/append/push",
      read: "secvec/append/read",
      "write-item": "secvec/append/write-item",
      "write-run": "secvec/append/write-run",
    },
    view: {},
  });
}

/** Both forms: the elements, the buckets, the memory that grows. */
export function planForm(input: PlanInput, options: SecVecOptions, form: FormPlan): ModulePlan {
  const { spec, layout } = input;
  const slots = areaOf(layout, "slots");
  const { item } = slots;
  if (item === undefined) throw new Error(`${layout.name}: the slots have no item layout`);
  const views = viewsOf(item);
  const widest = views[0];
  if (widest === undefined) throw new Error(`${layout.name}: an element without bytes`);
  const memory = memoryConstants(layout, slots, options);
  const element = elementView(spec.item, item, slots);
  const constants = [
    ...wordConstants(layout),
    ...slotConstants(slots, views),
    ...memory.constants,
    ...element === undefined ? [] : [
      { name: "BUCKETS", value: memory.buckets, doc: "Buckets at most." },
      ...form.ofNumbers?.constants ?? [],
    ],
    ...form.constants,
  ];
  const code = emitItem(item, { unions: nameUnions(item), source: "item", target: "into" });
  const array = element === undefined ? "" : VIEW_ARRAY[element];
  const itemCode = itemView(spec.item, item, views);
  const view: SecVecView = {
    ...frameView(input, {
      version: PROTOCOL_VERSION,
      defaultDoc: form.defaultDoc,
      whatIsMade: "an empty vector",
      createOptions: undefined,
      attachNotes: form.attachNotes,
      item: { type: spec.item, layout: item },
      constants,
      checks: [
        ...commonChecks(views),
        ...element === undefined ? [] : [BUCKETS_CHECK, ...form.ofNumbers?.checks ?? []],
        ...form.checks,
      ],
    }),
    maxLength: options.maxLength,
    firstBytes: memory.firstBytes,
    firstSlots: memory.firstSlots,
    item: itemCode,
    allViews: views.map((name) => `const ${name} = this.#${name};`),
    storeReadsItem: code.storeReadsItem,
    elementArray: array,
    elementView: element ?? "",
    elementStart: element === undefined ? "" : `SLOTS_${element.toUpperCase()}`,
    copyType: array || `${itemCode.type.includes(" ") ? `(${itemCode.type})` : itemCode.type}[]`,
  };
  return {
    main: "secvec/module",
    partials: {
      ...FRAME_PARTIALS,
      handle: "secvec/memory/handle",
      views: "secvec/memory/views",
      make: "secvec/memory/make",
      attach: "secvec/memory/attach",
      place: "secvec/memory/place",
      grow: "secvec/memory/grow",
      open: "secvec/open",
      state: "secvec/state",
      errors: "secvec/append/errors",
      ...form.partials,
    },
    view: { ...view, ...form.view },
    constants: new Map(constants.map(({ name, value }) => [name, value])),
  };
}

/** The view that shows the elements of a bucket as they are: one number each, without gaps. */
function elementView(type: SlotType, item: ItemLayout, slots: Area): View | undefined {
  if (type.kind !== "scalar" || type.scalar === "bool" || item.view === undefined) return undefined;
  return slots.strideBytes === VIEW_BYTES[item.view] ? item.view : undefined;
}

function memoryConstants(
  layout: Layout,
  slots: Area,
  { maxLength }: SecVecOptions,
): {
  readonly constants: readonly Constant[];
  readonly buckets: number;
  readonly firstBytes: number;
  readonly firstSlots: number;
} {
  const { request, strideBytes, byteOffset } = slots;
  if (request.kind !== "slots" || request.firstBucket === undefined) {
    throw new Error(`${layout.name}: the slots have no buckets`);
  }
  const first = request.firstBucket;
  const firstBytes = Math.min(layout.totalBytes, byteOffset + first * strideBytes);
  const buckets = Math.floor(Math.log2(request.count - 1 + first)) - Math.log2(first) + 1;
  const constants = [
    ["PAGE_BYTES", PAGE_BYTES, "Bytes of a page of memory."],
    ["FIRST_PAGES", Math.ceil(firstBytes / PAGE_BYTES), "Pages up to the end of the first bucket."],
    ["FIRST_BYTES", firstBytes, "Bytes up to the end of the first bucket."],
    ["FIRST_SLOT_BYTES", byteOffset, "Bytes before the first slot."],
    ["STRIDE_BYTES", strideBytes, "Bytes from one slot to the next."],
    ["SLOTS", request.count, "Slots at most."],
    ["FIRST_SLOTS", first, "Slots of the first bucket; each next one has twice as many."],
    ["FIRST_LOG2", Math.log2(first), "Log2 of it."],
    ["MAX_LENGTH", maxLength, "Elements at most."],
  ] as const;
  return {
    constants: constants.map(([name, value, doc]) => ({ name, value, doc })),
    buckets,
    firstBytes,
    firstSlots: first,
  };
}

const BUCKETS_CHECK = [
  "FIRST_SLOTS * (2 ** (BUCKETS - 1) - 1) < SLOTS && SLOTS <= FIRST_SLOTS * (2 ** BUCKETS - 1)",
  "the buckets are as many as the slots need",
] as const;

/** What has to hold between the constants; a module that was edited by hand fails here, not in use. */
function commonChecks(views: readonly View[]): readonly (readonly [string, string])[] {
  const starts = views.map((view) => `SLOTS_${view.toUpperCase()} * ${VIEW_BYTES[view]}`);
  const strides = views.map((view) => `STRIDE_${view.toUpperCase()} * ${VIEW_BYTES[view]}`);
  const all = (parts: readonly string[], what: string) =>
    parts.map((part) => `${part} === ${what}`).join(" && ");
  return [
    ["TOTAL_BYTES <= PAGES * PAGE_BYTES", "the pages hold the structure"],
    [
      "FIRST_BYTES <= FIRST_PAGES * PAGE_BYTES && FIRST_PAGES <= PAGES",
      "the first pages hold the first bucket",
    ],
    ["FIRST_SLOTS === 2 ** FIRST_LOG2", "the first bucket has a power of two of slots"],
    [
      "FIRST_BYTES === Math.min(TOTAL_BYTES, FIRST_SLOT_BYTES + FIRST_SLOTS * STRIDE_BYTES)",
      "the first bucket ends where it should",
    ],
    [
      "FIRST_SLOT_BYTES + SLOTS * STRIDE_BYTES <= TOTAL_BYTES",
      "the slots lie within the structure",
    ],
    [
      `${all(starts, "FIRST_SLOT_BYTES")} && ${all(strides, "STRIDE_BYTES")}`,
      "every view sees the slots at one place",
    ],
    ["MAX_LENGTH <= SLOTS && SLOTS < 2 ** 31", "every element has a slot"],
  ];
}
