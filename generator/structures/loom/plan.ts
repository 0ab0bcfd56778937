/** Layout and compiled fibers → everything the loom's templates need. */
import type { ModulePlan } from "../../emit/plan.ts";
import { commentText } from "../../emit/types.ts";
import type { Layout } from "../../layout/model.ts";
import type { LoomSpec } from "../../spec/model.ts";
import type { CompiledFiber, CompiledFibers } from "../../transform/fibers/model.ts";
import { areaOf } from "../frame/area.ts";
import { frameView } from "../frame/frame.ts";
import { FRAME_PARTIALS } from "../frame/view.ts";
import { ASLEEP, loomChecks, loomConstants, MAX_BATCH } from "./constants.ts";
import { fiberView } from "./fibers.ts";
import { LOOM_OPERATIONS } from "./operations-table.ts";
import { recordWords } from "./record.ts";
import { loomOptions } from "./request.ts";
import type { LoomView } from "./view.ts";

/** Grows when the header or the protocol changes in a way that two modules would disagree about. */
const PROTOCOL_VERSION = 1;

export interface LoomInput {
  readonly spec: LoomSpec;
  readonly layout: Layout;
  readonly banner: string;
  readonly fibers: CompiledFibers;
  /** File name without folders. */
  readonly specFile: string;
}

export function planLoom(input: LoomInput): ModulePlan {
  const { spec, layout, specFile } = input;
  const { fibers, imports } = input.fibers;
  const options = loomOptions(spec.options, fibers);
  const record = recordWords(areaOf(layout, "fibers"));
  const constants = loomConstants(layout, options, record);
  const { uses } = options;
  const usesI64 = fibers.some(({ code, parameters, resultType }) =>
    code.includes("i64[") || [...parameters.map(({ type }) => type), resultType].some(isBig)
  );
  const view: LoomView = {
    ...frameView({ ...input, spec: { ...spec, members: [] } }, {
      version: PROTOCOL_VERSION,
      defaultDoc: `Up to ${options.fibers} fibers in one thread.`,
      whatIsMade: "a loom without fibers",
      createOptions: undefined,
      attachNotes: [],
      item: undefined,
      constants,
      checks: loomChecks(constants, options),
    }),
    createParameter: "",
    otherViews: [
      { view: "f64", array: "Float64Array", bytes: 8 },
      ...usesI64 ? [{ view: "i64", array: "BigInt64Array", bytes: 8 } as const] : [],
    ],
    specFile,
    imports,
    fibers: fibers.map((fiber, k) => fiberView(fiber, k, fibers, options, record)),
    classes: options.classes.map(({ name, bytes }) => ({
      Name: name,
      NAME: name.toUpperCase(),
      bytes,
    })),
    frameTables: fibers.flatMap(frameTable).map(commentText),
    fiberCount: options.fibers,
    batons: options.batons,
    timers: options.timers,
    locks: options.locks,
    ready: options.ready,
    maxBatch: MAX_BATCH,
    asleep: ASLEEP,
    uses: Object.fromEntries(LOOM_OPERATIONS.map(({ name }) => [name, uses.has(name)])),
    hasOverflow: options.ready < options.fibers,
    hasWheel: options.hasWheel,
    hasBatons: options.batons > 0,
    hasTimers: options.timers > 0,
    hasSources: options.sources > 0,
    hasLocks: options.locks > 0,
    postsHere: options.timers > 0 || uses.has("post"),
  };
  return {
    main: "loom/module",
    partials: partials(),
    view,
    constants: new Map(constants.map(({ name, value }) => [name, value])),
    applicationImports: imports,
  };
}

const isBig = (type: string): boolean => type === "u64" || type === "i64";

const PARTS = [
  "overview",
  "reports",
  "start",
  "open",
  "spawn",
  "run",
  "turn",
  "ready",
  "ends",
  "pools",
  "batons",
  "select",
  "wheel",
  "timers",
  "sources",
  "locks",
  "operations",
  "state",
  "errors",
  "host",
  "helpers",
] as const;

function partials(): Record<string, string> {
  return { ...FRAME_PARTIALS, ...Object.fromEntries(PARTS.map((part) => [part, `loom/${part}`])) };
}

function frameTable({ name, line, frameBytes, frame }: CompiledFiber): readonly string[] {
  const rows = frame.map((place) => {
    const lines = place.aliveFromLine === place.aliveToLine
      ? `line ${place.aliveFromLine}`
      : `lines ${place.aliveFromLine} to ${place.aliveToLine}`;
    return `  ${String(place.byteOffset).padStart(5)}  ${
      place.type.padEnd(5)
    }  ${place.name}, ${lines}`;
  });
  return [`${name}, line ${line}: ${frameBytes} bytes`, "      0  i32    state", ...rows, ""];
}
