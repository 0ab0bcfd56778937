import { type Block, successors } from "./ir.ts";

/** Variables whose values a block needs when it begins; the answer to a stop is not among them. */
export type Liveness = ReadonlyMap<Block, ReadonlySet<string>>;

/**
 * Which variables live at the start of each block. What is not live is not kept at a stop, so two
 * states that go on alike compare equal. An assignment inside an expression counts as a use, and
 * what a handler needs lives throughout the blocks that it guards: more may be kept than needed,
 * never less.
 */
export function liveness(blocks: readonly Block[]): Liveness {
  const steps = new Map(blocks.map((block) => [block, stepsOf(block)]));
  const live = new Map<Block, ReadonlySet<string>>(blocks.map((block) => [block, new Set()]));
  for (let changed = true; changed;) {
    changed = false;
    for (const block of [...blocks].reverse()) {
      const now = liveAtStart(block, steps.get(block) ?? [], live);
      if (now.size === live.get(block)?.size) continue;
      live.set(block, now);
      changed = true;
    }
  }
  return live;
}

const VARIABLE = /(?<![\w$])m\$\d+/g;

/** What one statement reads, and the variable that it sets. */
interface Step {
  readonly reads: readonly string[];
  readonly sets: string | undefined;
}

/** Last step first. */
function stepsOf({ code, end }: Block): readonly Step[] {
  const reads = (text: string) => text.match(VARIABLE) ?? [];
  const steps = code.map((text): Step => {
    const [, sets, value] = /^(m\$\d+) = (.*)$/s.exec(text) ?? [];
    return { reads: reads(value ?? text), sets };
  });
  return [{ reads: reads(endText(end)), sets: undefined }, ...steps.reverse()];
}

function endText(end: Block["end"]): string {
  switch (end?.kind) {
    case "branch":
      return end.condition;
    case "return":
    case "throw":
    case "give":
      return end.value;
    case "stop":
      return end.request;
    case "call":
      return end.args.join(" ");
    default:
      return "";
  }
}

function liveAtStart(block: Block, steps: readonly Step[], live: Liveness): ReadonlySet<string> {
  const always = block.handler === undefined ? [] : live.get(block.handler) ?? [];
  const now = new Set<string>(always);
  for (const next of successors(block)) for (const name of live.get(next) ?? []) now.add(name);
  for (const { reads, sets } of steps) {
    if (sets !== undefined) now.delete(sets);
    for (const name of reads) now.add(name);
  }
  for (const name of always) now.add(name);
  if (block.answer !== undefined) now.delete(block.answer);
  return now;
}
