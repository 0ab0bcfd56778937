/** How blocks stand in the emitted text: which have a state of their own, and what is declared where. */
import { type Block, endUses, reachable, successors, type Variable } from "./ir.ts";

export interface Shape {
  /** Every block that can run, in the order of the source. */
  readonly blocks: readonly Block[];
  /** Blocks with a state of their own, by number; the others stand inside the one before them. */
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
  const ordered = blocks.filter((block) => heads.has(block));
  return {
    blocks,
    heads: ordered,
    stateOf: new Map(ordered.map((block, state) => [block, state])),
    inPlace,
    atTop,
  };
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
