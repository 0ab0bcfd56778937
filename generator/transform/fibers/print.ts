/** Blocks → the TypeScript text of their states, one `case` each. */
import type { FramePlan, Stop } from "./frame.ts";
import { type Block, type Step, successors, type Variable } from "./ir.ts";
import type { CompiledFiber, Operation } from "./model.ts";
import type { Shape } from "./shape.ts";
import { load, plus, store, storeParts } from "./slots.ts";

export interface PrintInput {
  readonly name: string;
  /** The file's name without its folder, for comments. */
  readonly file: string;
  readonly shape: Shape;
  readonly plan: FramePlan;
  readonly stops: ReadonlyMap<Block, Stop>;
  readonly parameters: readonly Variable[];
  /** Variables to load when the fiber starts, and behind each suspension. */
  readonly loaded: ReadonlyMap<Block, ReadonlySet<Variable>>;
  /** Variables to store at each suspension. */
  readonly stored: ReadonlyMap<Block, ReadonlySet<Variable>>;
  readonly compiled: ReadonlyMap<string, CompiledFiber>;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly annotationOf: (variable: Variable) => string;
}

/** The state that stands for "no handler": a fiber's start takes no errors. */
export const NO_HANDLER = 0;

/** What a method does at the end of a turn: the two forms of a method differ in this. */
export interface Ways {
  /** The fiber has ended, and its result stands in the frame. */
  readonly ended: readonly string[];
  /** It waits. */
  readonly parked: string;
}

export class Printer {
  readonly #input: PrintInput;
  readonly #ways: Ways;
  /** Blocks that do not begin with the handler that was there before them. */
  readonly #changing = new Set<Block>();
  /** The state behind the one that is being printed: reached by running on. */
  #next: Block | undefined;
  /** Whether the text at hand does so. */
  #runsOn = false;
  /** The state in the frame where the text at hand is; undefined: it depends on the way there. */
  #inFrame: number | undefined;

  constructor(input: PrintInput, ways: Ways) {
    this.#input = input;
    this.#ways = ways;
    for (const block of input.shape.blocks) {
      const { handler } = block;
      if (handler !== undefined) this.#changing.add(handler);
      if (block.resumes !== undefined && handler !== undefined) this.#changing.add(block);
      for (const next of successors(block)) {
        if (next.handler !== handler) this.#changing.add(next);
      }
    }
  }

  head(block: Block, state: number): string {
    const { heads, stateOf } = this.#input.shape;
    this.#next = heads[state + 1];
    this.#runsOn = false;
    this.#inFrame = state === 0 || block.resumes !== undefined ? state : undefined;
    const { file } = this.#input;
    const handler = block.handler === undefined ? NO_HANDLER : stateOf.get(block.handler);
    const lines = [
      ...state === 0 ? this.#start(block) : [],
      ...this.#changing.has(block) ? [`handler = ${handler};`] : [],
      ...this.#resume(block),
      ...this.#rest(block, true),
    ];
    const text = lines.join("\n");
    const needsBraces = /^(?:const|let) /m.test(text);
    const comment = block.resumes === undefined
      ? `// ${file}:${block.line}`
      : `// ${file}:${block.line}  goes on behind ${block.resumes.source}`;
    return [
      needsBraces ? `case ${state}: { ${comment}` : `case ${state}: ${comment}`,
      text,
      ...needsBraces ? ["}"] : [],
      ...this.#runsOn ? ["// falls through"] : [],
    ].join("\n");
  }

  #start(block: Block): string[] {
    const live = this.#input.loaded.get(block);
    return this.#input.parameters.filter((one) => live?.has(one)).map((one) => this.#load(one));
  }

  #load(variable: Variable): string {
    return `${variable.emitted} = ${load(variable.type ?? "f64", this.#offset(variable))};`;
  }

  #store(variable: Variable): string {
    return `${store(variable.type ?? "f64", this.#offset(variable), variable.emitted)};`;
  }

  #inOrder(variables: ReadonlySet<Variable>): readonly Variable[] {
    return [...variables].sort((a, b) => this.#offset(a) - this.#offset(b));
  }

  #offset(variable: Variable): number {
    return this.#input.plan.offsets.get(variable) ?? 0;
  }

  /** Behind a suspension: loads what lived across it, and takes the result. */
  #resume(block: Block): string[] {
    const { resumes: suspension } = block;
    if (suspension === undefined) return [];
    const across = this.#inOrder(this.#toLoad(block));
    const loads = across.map((one) => this.#load(one));
    if (suspension.kind === "operation") {
      if (this.#input.operations.get(suspension.name)?.hasNoEnd) return loads;
      const end = `this.#end${capital(suspension.name)}(fiber)`;
      return [...loads, this.#result(block, end)];
    }
    const callee = this.#input.compiled.get(suspension.name);
    const base = this.#input.plan.callees.get(suspension.name) ?? 0;
    const call = `if (!this.${callee?.method}(fiber, ${plus("frame", base / 4)}))`;
    const errors = across.filter(({ type }) => type === "error").map((one) => this.#store(one));
    // What takes an error of the callee needs the variables; otherwise they can wait for its end.
    const enter = block.handler !== undefined && errors.length > 0
      ? [`${call} {`, ...errors, this.#ways.parked, `}`]
      : [`${call} ${this.#ways.parked}`];
    const { target, result } = suspension;
    const offset = callee?.resultByteOffset;
    const take = target === undefined || result === "void" || offset === undefined
      ? []
      : [this.#result(block, load(result, base + offset))];
    return block.handler === undefined
      ? [...enter, ...loads, ...take]
      : [...loads, ...enter, ...take];
  }

  /** What is read later, and every error that was kept: taking it is what gives its place back. */
  #toLoad(block: Block): ReadonlySet<Variable> {
    const loaded = this.#input.loaded.get(block) ?? new Set();
    const stop = this.#input.stops.values().find(({ resume }) => resume === block);
    const errors = [...stop?.across ?? []].filter(({ type }) => type === "error");
    return loaded.union(new Set(errors));
  }

  #result({ resumes }: Block, value: string): string {
    const target = resumes?.target;
    if (target === undefined || isIgnored(target)) {
      return `${value};`;
    }
    if (!this.#input.shape.inPlace.has(target)) return `${target.emitted} = ${value};`;
    return `${target.assignments > 0 ? "let" : "const"} ${target.emitted} = ${value};`;
  }

  /** Steps and end. `isTail`: what comes behind in the text is the next state. */
  #rest(block: Block, isTail: boolean): string[] {
    const steps = block.steps.flatMap((step) => this.#step(step));
    return [...steps, ...this.#end(block, isTail)];
  }

  #step({ text, target, declares, annotation }: Step): string[] {
    if (text === "") return [];
    if (target === undefined) return [text];
    if (!declares.includes(target) || !this.#input.shape.inPlace.has(target)) {
      return [`${target.emitted} = ${text};`];
    }
    const keyword = target.assignments > 0 ? "let" : "const";
    return [`${keyword} ${target.emitted}${annotation} = ${text};`];
  }

  #end(block: Block, isTail: boolean): string[] {
    const { end } = block;
    switch (end?.kind) {
      case "jump":
        return this.#jump(end.to, isTail);
      case "branch":
        return this.#branch(end, isTail);
      case "return":
        return [...this.#ways.ended];
      case "throw":
        return [`throw ${end.value};`];
      case "suspend":
        return this.#suspend(block, isTail);
      case "never":
        return [];
      default:
        throw new Error(`${this.#input.name}: a block of line ${block.line} has no end`);
    }
  }

  #jump(to: Block, isTail: boolean): string[] {
    const state = this.#input.shape.stateOf.get(to);
    if (state === undefined) return this.#rest(to, isTail);
    if (!isTail || to !== this.#next) return [`state = ${state};`, `continue;`];
    this.#runsOn = true;
    return [];
  }

  #branch(
    { condition, yes, no }: Extract<Block["end"], { readonly kind: "branch" }>,
    isTail: boolean,
  ): string[] {
    const { stateOf } = this.#input.shape;
    const yesLast = isTail && !stateOf.has(yes) && !this.#leadsToNext(no) ||
      (isTail && this.#leadsToNext(yes));
    return yesLast
      ? [`if (${negated(condition)}) {`, ...this.#jump(no, false), `}`, ...this.#jump(yes, isTail)]
      : [`if (${condition}) {`, ...this.#jump(yes, false), `}`, ...this.#jump(no, isTail)];
  }

  #leadsToNext(block: Block): boolean {
    if (block === this.#next) return true;
    if (this.#input.shape.stateOf.has(block)) return false;
    const { end } = block;
    if (end?.kind === "jump") return this.#leadsToNext(end.to);
    if (end?.kind === "suspend") return end.resume === this.#next;
    return end?.kind === "branch" && (this.#leadsToNext(end.yes) || this.#leadsToNext(end.no));
  }

  #suspend(block: Block, isTail: boolean): string[] {
    const stop = this.#input.stops.get(block);
    if (stop === undefined) throw new Error(`${this.#input.name}: a suspension is unknown`);
    const { suspension, resume } = stop;
    const { name, args, line, source } = suspension;
    const state = this.#input.shape.stateOf.get(resume);
    const stores = this.#inOrder(this.#input.stored.get(block) ?? new Set())
      .map((one) => this.#store(one));
    const comment = `// ${this.#input.file}:${line}  ${source}`;
    // A fiber that comes back to where it went on last has its state in the frame already.
    const goesOn = this.#inFrame === state ? [] : [`i32[frame] = ${state};`];
    if (suspension.kind === "operation") {
      // Arguments that change variables have to run before these are stored.
      const early = suspension.uses.writes.size > 0;
      const names = early ? args.map((_, k) => `argument${k}`) : args;
      const begin = `this.#begin${capital(name)}(${["fiber", ...names].join(", ")})`;
      return [
        comment,
        ...early ? args.map((arg, k) => `const argument${k} = ${arg};`) : [],
        ...stores,
        ...goesOn,
        ...this.#input.operations.get(name)?.alwaysParks
          ? [`${begin};`, this.#ways.parked]
          : [`if (!${begin}) ${this.#ways.parked}`, ...this.#jump(resume, isTail)],
      ];
    }
    const callee = this.#input.compiled.get(name);
    const base = this.#input.plan.callees.get(name) ?? 0;
    const given = args.map((arg, k) => {
      const parameter = callee?.parameters[k];
      const [before, after] = storeParts(
        parameter?.type ?? "f64",
        base + (parameter?.byteOffset ?? 0),
      );
      return `${before}${arg}${after};`;
    });
    return [
      comment,
      ...given,
      `i32[${plus("frame", base / 4)}] = 0;`,
      ...stores,
      ...goesOn,
      ...this.#jump(resume, isTail),
    ];
  }
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function negated(condition: string): string {
  const [, denied] = /^!([\w$.]+)$/.exec(condition) ?? [];
  if (denied !== undefined) return denied;
  if (/^[\w$.]+$/.test(condition)) return `!${condition}`;
  const [, left, operator, right] = /^([\w$.]+) ([!=]==) (-?[\w$.]+)$/.exec(condition) ?? [];
  if (operator === undefined) return `!(${condition})`;
  return `${left} ${operator === "===" ? "!==" : "==="} ${right}`;
}

/** Whether nobody looks at a variable again once it is declared. */
function isIgnored({ kind, readings, assignments }: Variable): boolean {
  return kind !== "parameter" && readings === 0 && assignments === 0;
}
