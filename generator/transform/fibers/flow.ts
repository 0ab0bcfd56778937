/** Which variables live where, and which of them stand in the frame already. */
import { type Block, endUses, successors, type Variable } from "./ir.ts";

export type Sets = ReadonlyMap<Block, ReadonlySet<Variable>>;

/**
 * Variables whose values each block needs when it begins; behind a suspension, those that have to
 * be in the frame. What a handler needs lives throughout the blocks that it guards: more may be
 * kept than needed, never less.
 */
export function liveness(blocks: readonly Block[], stored?: Sets): Sets {
  const live = new Map<Block, ReadonlySet<Variable>>(blocks.map((block) => [block, new Set()]));
  for (let changed = true; changed;) {
    changed = false;
    for (const block of blocks.toReversed()) {
      const now = new Set(liveBefore(block, 0, live, stored));
      const target = block.resumes?.target;
      if (target !== undefined) now.delete(target);
      for (const variable of needed(block, live)) now.add(variable);
      if (now.size === live.get(block)?.size) continue;
      live.set(block, now);
      changed = true;
    }
  }
  return live;
}

function needed({ handler }: Block, live: Sets): ReadonlySet<Variable> {
  return (handler && live.get(handler)) ?? new Set();
}

/** Variables that live in front of step `first` of a block. */
export function liveBefore(
  block: Block,
  first: number,
  live: Sets,
  stored?: Sets,
): ReadonlySet<Variable> {
  const now = new Set<Variable>(needed(block, live));
  const behind = stored !== undefined && block.end?.kind === "suspend"
    ? [stored.get(block)]
    : successors(block).map((next) => live.get(next));
  for (const variables of behind) for (const one of variables ?? []) now.add(one);
  const pass = ({ sets, reads }: ReturnType<typeof endUses>): void => {
    for (const variable of sets) now.delete(variable);
    for (const variable of reads) now.add(variable);
    for (const variable of needed(block, live)) now.add(variable);
  };
  pass(endUses(block));
  for (const { uses } of block.steps.slice(first).reverse()) pass(uses);
  return now;
}

/**
 * Variables that hold what their places in the frame hold, at the end of each block: they have been
 * loaded and not assigned since. `atStart` are those of blocks that load.
 */
export function unchanged(blocks: readonly Block[], atStart: Sets): Sets {
  const start = new Map<Block, ReadonlySet<Variable>>();
  const end = new Map<Block, ReadonlySet<Variable>>();
  const meet = (block: Block, found: ReadonlySet<Variable>): boolean => {
    const known = start.get(block);
    const next = known === undefined ? found : known.intersection(found);
    if (known !== undefined && next.size === known.size) return false;
    start.set(block, next);
    return true;
  };
  const work = blocks.filter((block) => atStart.has(block));
  for (const block of work) start.set(block, atStart.get(block) ?? new Set());
  for (let block = work.pop(); block !== undefined; block = work.pop()) {
    const after = new Set(start.get(block));
    const target = block.resumes?.target;
    if (target !== undefined) after.delete(target);
    for (const { writes } of [...block.steps.map(({ uses }) => uses), endUses(block)]) {
      for (const variable of writes) after.delete(variable);
    }
    end.set(block, after);
    const { handler } = block;
    for (const next of [...successors(block), ...handler === undefined ? [] : [handler]]) {
      if (!atStart.has(next) && meet(next, after)) work.push(next);
    }
  }
  return end;
}
