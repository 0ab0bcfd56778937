/** How blocks stand in the emitted text: which have a state of their own, and what is declared where. */
import { type Block, endUses, reachable, successors, type Variable } from "./ir.ts";

export interface Shape {
  /** Every block that can run, in the order of the source. */
  readonly blocks: readonly Block[];
  /** Blocks with a state of their own, by number; the others stand inside those that lead to them. */
  readonly heads: readonly Block[];
  readonly stateOf: ReadonlyMap<Block, number>;
  /** Variables that are declared where they are first set. */
  readonly inPlace: ReadonlySet<Variable>;
  /** Variables that are declared at the top, since several states use them. */
  readonly atTop: readonly Variable[];
}

/** Makes jumps over blocks that do nothing but jump. */
export function skipEmptyBlocks(entry: Block, written: readonly Block[]): void {
  const blocks = reachable(entry, written);
  const target = (to: Block): Block => {
    const seen = new Set<Block>();
    let block = to;
    while (
      block.end?.kind === "jump" && block.steps.length === 0 && block.resumes === undefined &&
      !block.catches && !seen.has(block)
    ) {
      seen.add(block);
      block = block.end.to;
    }
    return block;
  };
  for (const block of blocks) {
    const { end } = block;
    if (end?.kind === "jump") block.end = { kind: "jump", to: target(end.to) };
    else if (end?.kind === "branch") {
      block.end = { ...end, yes: target(end.yes), no: target(end.no) };
    }
  }
}

export function shapeOf(
  entry: Block,
  written: readonly Block[],
  variables: readonly Variable[],
  placed: (variable: Variable) => boolean,
): Shape {
  const blocks = reachable(entry, written);
  const before = new Map<Block, Block>();
  const heads = new Set<Block>([entry]);
  for (const block of blocks) {
    if (block.handler !== undefined) heads.add(block.handler);
    if (block.resumes !== undefined || block.catches) heads.add(block);
    for (const next of successors(block)) {
      // Errors go by the state, so one state has one handler.
      if (before.has(next) || next.handler !== block.handler) heads.add(next);
      before.set(next, block);
    }
  }
  const stated = withoutCopies(blocks, heads, entry);
  const isWithin = (block: Block, outer: Block): boolean => {
    let inner = block;
    while (inner !== outer) {
      const outside = heads.has(inner) ? undefined : before.get(inner);
      if (outside === undefined) return false;
      inner = outside;
    }
    return true;
  };
  const inPlace = new Set<Variable>();
  const atTop: Variable[] = [];
  for (const variable of variables) {
    const used = blocks.filter((block) => mentions(block, variable));
    const declaring = used.filter((block) => declares(block, variable));
    const [first, another] = declaring;
    const isLocal = first !== undefined && another === undefined && !placed(variable) &&
      used.every((block) => isWithin(block, first));
    if (isLocal) inPlace.add(variable);
    else if (used.length > 0) atTop.push(variable);
  }
  const ordered = blocks.filter((block) => stated.has(block));
  return {
    blocks,
    heads: ordered,
    stateOf: new Map(ordered.map((block, state) => [block, state])),
    inPlace,
    atTop,
  };
}

/** Text that is rather copied to where it is jumped to than jumped to, in lines. */
const MAX_COPY = 10;

/**
 * Heads that need a state. One that is only jumped to, and short, is copied to each of the jumps: a
 * way round the `switch` costs more than all that such a block does. A loop keeps one at least.
 */
function withoutCopies(
  blocks: readonly Block[],
  heads: ReadonlySet<Block>,
  entry: Block,
): ReadonlySet<Block> {
  const stated = new Set(heads);
  const fixed = new Set([entry]);
  for (const block of blocks) {
    if (block.resumes !== undefined || block.catches) fixed.add(block);
    if (block.handler !== undefined) fixed.add(block.handler);
    for (const next of successors(block)) if (next.handler !== block.handler) fixed.add(next);
  }
  /** Lines of a block with all that stands inside it; Infinity for a way back to itself. */
  const lines = (block: Block, path: readonly Block[]): number => {
    if (path.includes(block)) return Infinity;
    const own = block.steps.reduce((sum, { text }) => sum + text.split("\n").length, 1);
    const inside = successors(block).filter((next) => !stated.has(next));
    return inside.reduce((sum, next) => sum + lines(next, [...path, block]), own);
  };
  // From the end on, so that what stands inside a block is known when it is measured.
  for (const block of blocks.toReversed()) {
    if (!stated.has(block) || fixed.has(block)) continue;
    stated.delete(block);
    if (lines(block, []) > MAX_COPY) stated.add(block);
  }
  return stated;
}

function mentions(block: Block, variable: Variable): boolean {
  const uses = [...block.steps.map((step) => step.uses), endUses(block)];
  return block.resumes?.target === variable ||
    block.steps.some(({ target }) => target === variable) ||
    uses.some(({ reads, writes }) => reads.has(variable) || writes.has(variable));
}

function declares(block: Block, variable: Variable): boolean {
  return block.steps.some((step) => step.declares.includes(variable)) ||
    (block.resumes?.target === variable && block.resumes.declaresTarget);
}
