/** Layout and compiled fibers → everything the loom's templates need. */
import type { ModulePlan } from "../../emit/plan.ts";
import { commentText } from "../../emit/types.ts";
import type { Layout } from "../../layout/model.ts";
import type { LoomSpec } from "../../spec/model.ts";
import type { CompiledFiber, CompiledFibers } from "../../transform/fibers/model.ts";
import { areaOf } from "../frame/area.ts";
import { frameView } from "../frame/frame.ts";
import { FRAME_PARTIALS } from "../frame/view.ts";
import { loomChecks } from "./checks.ts";
import { ASLEEP, loomConstants, MAX_BATCH } from "./constants.ts";
import { fiberView } from "./fibers.ts";
import { LOOM_OPERATIONS } from "./operations-table.ts";
import { recordWords } from "./record.ts";
import { loomOptions } from "./request.ts";
import { hasLimits } from "./workers-constants.ts";
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
  const pops = uses.has("pop") || uses.has("timedPop");
  const pushes = uses.has("push") || uses.has("timedPush");
  const moves = options.workers > 1 ? SHARED_OPERATIONS : new Set<string>();
  const views = fibers.map((fiber, k) => fiberView(fiber, k, fibers, options, record));
  const keepsErrors = pops || pushes || fibers.some((fiber) => fiber.keepsErrors);
  const named = (isOne: (name: string) => boolean): Record<string, boolean> =>
    Object.fromEntries(LOOM_OPERATIONS.map(({ name }) => [name, uses.has(name) && isOne(name)]));
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
    fibers: views,
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
    uses: named((name) => !moves.has(name)),
    moves: named((name) => moves.has(name)),
    workers: options.workers > 1,
    workerCount: options.workers,
    stealing: options.stealing,
    my: options.workers > 1 ? "this.#my + " : "",
    hasLimits: options.workers > 1 && hasLimits(uses),
    hasErrors: options.workers === 1 || keepsErrors,
    keepsErrors,
    hasSelect: uses.has("select"),
    hasCopies: views.some(({ copies }) => copies.length > 0),
    releases: uses.has("unlock") || uses.has("release"),
    stays: uses.has("pin") && options.workers === 1,
    frames: options.classes.map(({ name }) => name.toUpperCase()).join(),
    pinned: views.filter(({ isPinned }) => isPinned).map(({ name }) => name).join(", "),
    hasOverflow: options.workers === 1 && options.ready < options.fibers,
    hasClock: options.hasWheel || options.hasAlarms,
    hasWheel: options.hasWheel,
    hasAlarms: options.hasAlarms,
    hasBatons: options.batons > 0,
    hasTimers: options.timers > 0,
    hasSources: options.sources > 0,
    hasLocks: options.locks > 0,
    hasQueues: pops || pushes,
    pops,
    pushes,
    needsEvents: pops || pushes || options.hasAlarms,
    eventsFor: options.timers > 0 && options.hasAlarms ? "fibers or timers" : "fibers",
    canClose: options.sources > 0 || pops || pushes,
    postsHere: options.timers > 0 || uses.has("post"),
  };
  return {
    main: "loom/module",
    partials: partials(options.workers > 1),
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
  "alarms",
  "due",
  "timers",
  "sources",
  "locks",
  "queues",
  "queue-types",
  "operations",
  "state",
  "errors",
  "host",
  "helpers",
  "idle",
] as const;

/** Those of several workers; the first ones stand for parts of the same name. */
const WORKER_PARTS = [
  "overview",
  "start",
  "turn",
  "ready",
  "ends",
  "pools",
  "select",
  "locks",
  "state",
  "idle",
  "deque",
  "limits",
  "moving",
] as const;

/** What a fiber asks for that works otherwise where other workers may have a part in it. */
const SHARED_OPERATIONS: ReadonlySet<string> = new Set(
  "timedWait select join lock unlock acquire release waitAll add done".split(" "),
);

function partials(ofWorkers: boolean): Record<string, string> {
  return Object.fromEntries([
    ...Object.entries(FRAME_PARTIALS),
    ...PARTS.map((part) => [part, `loom/${part}`] as const),
    ...ofWorkers ? WORKER_PARTS.map((part) => [part, `loom/workers/${part}`] as const) : [],
  ]);
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
