/** One fiber: checked, lowered, analysed, placed and printed. */
import { pascalCase } from "../../core/identifiers.ts";
import { bind } from "./binder.ts";
import { checkFiber } from "./checks.ts";
import { liveBefore, liveness, type Sets, unchanged } from "./flow.ts";
import { planFrame, type Stop } from "./frame.ts";
import { type Block, reachable, type Variable } from "./ir.ts";
import { unsharedKind } from "./infer.ts";
import { type LoweredFiber, lowerFiber } from "./lower.ts";
import * as messages from "./messages.ts";
import type { CompiledFiber } from "./model.ts";
import { namerOf } from "./names.ts";
import { calledBy } from "./order.ts";
import { callMethod, frameTable, turnsMethod } from "./method.ts";
import { type Rewriter, textOf } from "./rewrite.ts";
import { type Shape, shapeOf, skipEmptyBlocks } from "./shape.ts";
import { bytesOf } from "./slots.ts";
import type { FiberSource, FileSource, Report } from "./source.ts";
import type { Callables } from "./suspensions.ts";
import { ts } from "ts-morph";
import { lineOf } from "../machine/fault.ts";

export interface FileContext {
  readonly file: FileSource;
  readonly callables: Callables;
  /** Fibers that this one may call. */
  readonly compiled: ReadonlyMap<string, CompiledFiber>;
  readonly report: Report;
}

interface Compiled {
  readonly fiber: CompiledFiber;
  /** Names from outside of the fiber. */
  readonly free: readonly string[];
}

/** Undefined: reported. */
export function compileFiber(source: FiberSource, context: FileContext): Compiled | undefined {
  const { file, callables, compiled } = context;
  let isSound = true;
  const report: Report = (node, message) => {
    isSound = false;
    context.report(node, message);
  };
  const binding = bind(source.node);
  checkFiber(source, binding, callables, report);
  if (!isSound) return undefined;

  const [usedOps, spawnedFibers] = [new Set<string>(), new Set<string>()];
  const resultBytes = source.result === "void" ? 0 : bytesOf(source.result);
  const rewriter: Rewriter = {
    binding,
    slots: file.slots,
    self: source.self,
    result: source.result,
    // Nothing else of the frame is needed any more when the result is stored.
    resultByteOffset: resultBytes,
    spawning: new Set(
      [...callables.operations.values()].flatMap(({ name, kind }) =>
        kind === "spawn" ? [name] : []
      ),
    ),
    onOperation(name, spawned) {
      usedOps.add(name);
      if (spawned !== undefined) spawnedFibers.add(spawned);
    },
  };
  const lowered = lowerFiber({
    source,
    binding,
    callables,
    rewriter,
    report,
    namer: namerOf(binding),
  });
  if (!isSound) return undefined;
  skipEmptyBlocks(lowered.entry, lowered.written);
  const blocks = reachable(lowered.entry, lowered.written);
  const live = liveness(blocks);
  const stops = stopsOf(blocks, live);
  checkValues(source, lowered, blocks, live, report);
  checkAlive(stops, report);
  const calledFibers = calledBy(source, callables.fibers);
  if (!isSound || calledFibers.some((name) => !compiled.has(name))) return undefined;

  const plan = planFrame(lowered.parameters, stops, compiled, 2 * resultBytes);
  const placed = (variable: Variable) => plan.offsets.has(variable);
  const shape = shapeOf(lowered.entry, lowered.written, lowered.variables, placed);
  checkShape(lowered.variables, shape, report);
  if (!isSound) return undefined;

  const method = `#run${pascalCase(source.name)}`;
  const stored = storesOf(blocks, lowered.entry, stops, live);
  const fiber = {
    name: source.name,
    method,
    turnsMethod: `#turnsOf${pascalCase(source.name)}`,
    doc: source.doc,
    line: lineOf(source.node.name ?? source.node),
    loom: source.loom,
    parameters: lowered.parameters.map((variable, k) => ({
      name: variable.name,
      type: source.parameters[k]?.type ?? "f64",
      byteOffset: plan.offsets.get(variable) ?? 0,
    })),
    resultType: source.result,
    resultByteOffset: source.result === "void" ? undefined : resultBytes,
    frameBytes: plan.frameBytes,
    frame: plan.places,
    stateLines: shape.heads.map(({ line }) => line),
    usedOps: [...usedOps].sort(),
    calledFibers,
    spawnedFibers: [...spawnedFibers].sort(),
    keepsErrors: stops.some(({ across }) => [...across].some(({ type }) => type === "error")) ||
      calledFibers.some((name) => compiled.get(name)?.keepsErrors),
  } satisfies Omit<CompiledFiber, "code" | "turns">;
  const name = file.file.fileName.replace(/^.*[\\/]/s, "");
  const comment = (what: string): string =>
    [
      "/**",
      ...[
        ...source.doc === "" ? [] : [...source.doc.split("\n"), ""],
        `\`${source.name}\` of ${name}:${fiber.line}${what}`,
        "",
        ...frameTable(fiber),
      ].map((line) => ` * ${line}`.trimEnd()),
      " */\n",
    ].join("\n");
  const printed = {
    name: source.name,
    file: name,
    shape,
    plan,
    stops: new Map(stops.map((stop) => [stop.block, stop])),
    parameters: lowered.parameters,
    loaded: liveness(blocks, stored),
    stored,
    compiled,
    operations: callables.operations,
    annotationOf: ({ annotation }: Variable) =>
      annotation === undefined ? "unknown" : textOf(rewriter, annotation),
  };
  const code = comment("; true: it has ended; false: it waits.") + callMethod(method, printed);
  const turns: CompiledFiber["turns"] = (of) =>
    (of.isWhole
      ? comment(", as long as the next that is ready runs it.")
      : `/** \`${source.name}\`, as long as the next that is ready runs it. */\n`) +
    turnsMethod(fiber, printed, of, freeLabel(source.body));
  return {
    fiber: { ...fiber, code, turns },
    free: [...binding.free.keys(), ...typeNames(source.node)],
  };
}

/** A label that the fiber does not have. */
function freeLabel(body: ts.Node): string {
  const taken = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isLabeledStatement(node)) taken.add(node.label.text);
    ts.forEachChild(node, visit);
  };
  visit(body);
  let label = "next";
  while (taken.has(label)) label += "Fiber";
  return label;
}

/** Names that annotations use. */
function typeNames(node: ts.Node): string[] {
  const names: string[] = [];
  const visit = (inner: ts.Node): void => {
    if (ts.isTypeReferenceNode(inner) && ts.isIdentifier(inner.typeName)) {
      names.push(inner.typeName.text);
    }
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return names;
}

function stopsOf(blocks: readonly Block[], live: Sets): readonly Stop[] {
  return blocks.flatMap((block) => {
    const { end } = block;
    if (end?.kind !== "suspend") return [];
    const { suspension, resume } = end;
    return [{ suspension, block, resume, across: live.get(resume) ?? new Set() }];
  });
}

/** What each suspension has to store: what lives across it and is not in the frame already. */
function storesOf(
  blocks: readonly Block[],
  entry: Block,
  stops: readonly Stop[],
  live: Sets,
): Sets {
  const loading = blocks.filter((block) => block.resumes !== undefined || block === entry);
  const starts = new Map(loading.map((block) => [block, live.get(block) ?? new Set<Variable>()]));
  const inFrame = unchanged(blocks, starts);
  // Loading an error takes it away.
  return new Map(stops.map(({ block, across }) => {
    const isThere = (one: Variable) => one.type !== "error" && inFrame.get(block)?.has(one);
    return [block, new Set([...across].filter((one) => !isThere(one)))];
  }));
}

/** Every variable has a value when it is read, and every way out a result. */
function checkValues(
  source: FiberSource,
  { entry, last, parameters }: LoweredFiber,
  blocks: readonly Block[],
  live: Sets,
  report: Report,
): void {
  const tooEarly = (variable: Variable): void => {
    const { declaration } = variable;
    if (declaration !== undefined) report(declaration, messages.readTooEarly(variable.name));
  };
  for (const variable of live.get(entry) ?? []) {
    if (!parameters.includes(variable)) tooEarly(variable);
  }
  for (const block of blocks) {
    block.steps.forEach(({ text, uses }, k) => {
      if (text !== "") return;
      const after = liveBefore(block, k + 1, live);
      for (const variable of uses.sets) if (after.has(variable)) tooEarly(variable);
    });
  }
  if (source.result !== "void" && blocks.includes(last)) {
    report(source.node.name ?? source.node, messages.noResult(source.name, source.result));
  }
}

/** What lives across a suspension has a slot type. */
function checkAlive(stops: readonly Stop[], report: Report): void {
  for (const { across, suspension } of stops) {
    for (const { name, type, annotation, declaration, kind } of across) {
      if (type !== undefined || declaration === undefined) continue;
      const { line } = suspension;
      const { parent } = declaration;
      const initializer = ts.isVariableDeclaration(parent) ? parent.initializer : undefined;
      const unshared = annotation !== undefined
        ? `of type \`${annotation.getText()}\``
        : initializer === undefined || kind === "pattern"
        ? undefined
        : unsharedKind(initializer);
      report(
        declaration,
        kind === "pattern"
          ? messages.patternAlive(name)
          : unshared === undefined
          ? messages.untypedAlive(name, line)
          : messages.unsharedAlive(name, unshared, line),
      );
    }
  }
}

/** What several states use has a type, and no function holds it. */
function checkShape(variables: readonly Variable[], shape: Shape, report: Report): void {
  for (const variable of variables) {
    const { declaration, captured, name, kind } = variable;
    if (declaration === undefined || !shape.atTop.includes(variable)) continue;
    if (captured) report(declaration, messages.capturedLocal(name));
    const isKnown = variable.type !== undefined || variable.annotation !== undefined;
    if (kind === "pattern") report(declaration, messages.patternAlive(name));
    else if (!isKnown) report(declaration, messages.untypedLocal(name));
  }
}
