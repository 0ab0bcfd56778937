import { type Block, type FunctionCode, reachable, resumePoints, successors } from "./ir.ts";
import { liveness } from "./liveness.ts";

/** A function as JavaScript, and where its machine can stand. */
export interface PrintedFunction {
  /** A function of (frame, thread, answer, failed). */
  readonly text: string;
  /** Line of the module by program counter. */
  readonly lines: readonly number[];
}

/** Steps that a machine may take without a stop; a loop that takes more never ends. */
const MAX_TURNS = 10_000_000;

/**
 * Prints a loop around a switch over the program counter. A block that only one other leads to
 * stands inside that one; only the others have a number.
 */
export function printFunction(code: FunctionCode): PrintedFunction {
  skipEmptyBlocks(code.entry);
  const blocks = reachable(code.entry);
  const live = liveness(blocks);
  const heads = headsOf(blocks, code.entry);
  const counters = new Map(heads.map((block, k) => [block, k]));
  const keptAt = (block: Block) => [...live.get(block) ?? []].sort();

  const jump = (to: Block): string => {
    const counter = counters.get(to);
    return counter === undefined ? body(to) : `m$pc = ${counter};\ncontinue;`;
  };
  const save = (resume: Block) =>
    `m$frame.pc = ${counters.get(resume)};\nm$frame.locals = [${keptAt(resume).join(", ")}];`;
  const body = (block: Block): string => [...block.code, endOf(block)].join("\n");
  const endOf = ({ end }: Block): string => {
    switch (end?.kind) {
      case "jump":
        return jump(end.to);
      case "branch":
        return `if (${end.condition}) {\n${jump(end.yes)}\n} else {\n${jump(end.no)}\n}`;
      case "return":
        return `m$run.value = ${end.value};\nreturn m$run.returned;`;
      case "throw":
        return `throw ${end.value};`;
      case "stop":
        return `const m$request = ${end.request};\n${save(end.resume)}\nreturn m$request;`;
      case "give":
        return `m$run.give(${end.value});\n${save(end.resume)}\nreturn m$run.given;`;
      case "call":
        return `const m$args = [${end.args.join(", ")}];\n${save(end.resume)}\n` +
          `m$thread.stack.push({ code: ${end.code}, pc: 0, locals: m$args });\n` +
          `return m$run.called;`;
      default:
        throw new Error(`${code.name}: a block has no end`);
    }
  };
  const afterCall = new Set(
    blocks.flatMap(({ end }) => end?.kind === "call" ? [end.resume] : []),
  );
  const points = resumePoints(blocks);
  const cases = heads.map((block, k) => {
    const kept = block === code.entry ? code.parameters : points.has(block) ? keptAt(block) : [];
    const start = [
      ...kept.map((name, slot) => `${name} = m$locals[${slot}];`),
      ...afterCall.has(block) ? ["if (m$failed) { m$failed = false; throw m$answer; }"] : [],
      ...block.answer === undefined ? [] : [`${block.answer} = m$answer;`],
    ];
    return `case ${k}: {\n${[...start, body(block)].join("\n")}\n}`;
  });
  const switched = `switch (m$pc) {\n${cases.join("\n")}\n}`;
  const handlers = heads.map(({ handler }) => handler && counters.get(handler));
  const names = variablesIn(cases.join("\n"), code.parameters);
  const text = [
    `(m$frame, m$thread, m$answer, m$failed) => {`,
    `const m$fields = m$thread.fields, m$locals = m$frame.locals;`,
    `let m$pc = m$frame.pc, m$caught${names.map((name) => `, ${name}`).join("")};`,
    `for (let m$turns = 0; m$turns < ${MAX_TURNS}; m$turns++) {`,
    handlers.every((handler) => handler === undefined) ? switched : guarded(switched, handlers),
    `}`,
    `throw m$run.endless(${JSON.stringify(code.name)}, ${code.entry.line});`,
    `}`,
  ].join("\n");
  return { text, lines: heads.map(({ line }) => line) };
}

/** The handler of the block with the current number takes what is thrown. */
function guarded(text: string, handlers: readonly (number | undefined)[]): string {
  const cases = handlers.flatMap((handler, k) =>
    handler === undefined ? [] : [`case ${k}: m$pc = ${handler}; break;`]
  );
  return `try {\n${text}\n} catch (m$error) {\nm$caught = m$run.plain(m$error);\n` +
    `switch (m$pc) {\n${cases.join("\n")}\ndefault: throw m$error;\n}\n}`;
}

function variablesIn(text: string, parameters: readonly string[]): string[] {
  return [...new Set([...parameters, ...text.match(/(?<![\w$])m\$\d+/g) ?? []])];
}

/** Makes jumps over blocks that do nothing but jump. */
function skipEmptyBlocks(entry: Block): void {
  const blocks = reachable(entry);
  const points = resumePoints(blocks);
  const target = (to: Block): Block => {
    const seen = new Set<Block>();
    let block = to;
    while (
      block.end?.kind === "jump" && block.code.length === 0 && !points.has(block) &&
      !seen.has(block)
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

/** The blocks with a number of their own, entry first. */
function headsOf(blocks: readonly Block[], entry: Block): readonly Block[] {
  const ways = new Map<Block, number>();
  const heads = new Set<Block>([entry, ...resumePoints(blocks)]);
  for (const block of blocks) {
    if (block.handler !== undefined) heads.add(block.handler);
    for (const next of successors(block)) {
      const count = (ways.get(next) ?? 0) + 1;
      ways.set(next, count);
      // Errors go by the number of the block, so one number has one handler.
      if (count > 1 || next.handler !== block.handler) heads.add(next);
    }
  }
  return blocks.filter((block) => heads.has(block));
}
