/**
 * Random programs in the language of fibers. A program is decoded from numbers, so that fast-check
 * can shrink it; when they run out, the simplest of everything follows.
 */
import { Choices, type Local, NAMES, type Slot, SLOTS } from "./fibers-choices.ts";

interface Fiber {
  readonly name: string;
  readonly parameters: readonly Slot[];
  readonly result: Slot | "void";
}

/** Source of a spec file, and what its last fiber, `main`, takes and gives. */
export interface Program {
  readonly text: string;
  readonly fibers: readonly Fiber[];
}

export function programOf(numbers: readonly number[]): Program {
  return new Decoder(numbers).program();
}

class Decoder extends Choices {
  /** Labels in reach; `loop` for those that `continue` may name. */
  #labels: { readonly name: string; readonly loop: boolean }[] = [];
  /** What an unlabelled jump may do here. */
  #jumps: ("break" | "continue")[] = [];
  #fibers: Fiber[] = [];
  #result: Slot | "void" = "void";

  program(): Program {
    const parts = [`import { app } from "./app.ts";\ntype Feeds = Loom<{ fibers: 8 }>;`];
    const count = 1 + this.pick(3);
    for (let k = 0; k < count; k++) {
      // The last one, which calls the others, has most of the numbers.
      const { length } = this.numbers;
      this.end = k === count - 1 ? length : Math.floor(length * (k + 1) / 4);
      parts.push(this.#fiber(k === count - 1 ? "main" : `part${k}`));
    }
    const vocabulary = [...SLOTS, "Fiber", "Loom"].join(", ");
    const text = [`import type { ${vocabulary} } from "amph-gen/spec";`, ...parts].join("\n");
    return { text, fibers: this.#fibers };
  }

  #fiber(name: string): string {
    const parameters = Array.from({ length: this.pick(3) }, () => this.of(SLOTS));
    const result = this.of<Slot | "void">(["void", ...SLOTS]);
    this.#result = result;
    this.scopes = [{ names: new Map(), used: new Set() }];
    const written = parameters.map((slot, k) => {
      this.scope().names.set(`p${k}`, { name: `p${k}`, slot, assignable: true });
      return `, p${k}: ${slot}`;
    });
    const body = this.#block(4 + this.pick(4), 0);
    const end = this.#ending(result);
    this.#fibers.push({ name, parameters, result });
    const type = result === "void" ? "Fiber" : `Fiber<${result}>`;
    return `export function* ${name}(self: Feeds${
      written.join("")
    }): ${type} {\n${body}\n${end}\n}`;
  }

  /** What ends a fiber with a result on every way: what stands in front may be left in the middle. */
  #ending(result: Slot | "void"): string {
    if (result === "void") return "";
    const leave = () => `return ${this.value(result)};`;
    const body = () => `{\n${this.#block(this.pick(3), 1)}\n${leave()}\n}`;
    const last = () => `finally {\n${this.#block(this.pick(3), 1)}\n}`;
    return this.of([
      leave,
      () => `try ${body()} ${last()}`,
      () => `try ${body()} catch (error) ${body()} ${last()}`,
      () => `try {\ntry ${body()} ${last()}\n} ${last()}`,
      () => `try {\nthrow app.error(${this.value("u32")});\n} ${last()}`,
      () => `for (;;) {\ntry ${body()} ${last()}\n}`,
      () => `switch (${this.number(1)} & 3) {\ncase 1: ${body()}\ndefault: ${body()}\n}`,
      () => `do ${body()} while (app.more());`,
      () => {
        const label = `l${this.unique++}`;
        return `${label}: for (;;) {\nif (app.more()) continue ${label};\n${leave()}\n}`;
      },
    ])();
  }

  #block(count: number, depth: number): string {
    this.scopes.push({ names: new Map(), used: new Set() });
    const text = this.#statements(count, depth);
    this.scopes.pop();
    return text;
  }

  #statements(count: number, depth: number): string {
    return Array.from({ length: count }, () => this.#statement(depth)).join("\n");
  }

  #inner(depth: number): string {
    return `{\n${this.#block(1 + this.pick(3), depth + 1)}\n}`;
  }

  #statement(depth: number): string {
    const simple = [
      () => this.#suspension(),
      () => `app.note(${this.value(this.of(SLOTS))});`,
      () => this.#suspension(),
      () => this.#declaration(),
      () => this.#suspension(),
      () => this.#assignment(),
      () => this.#declaration(),
      () => this.#oddity(),
      () => this.#jump(),
    ];
    const nested = [
      () => this.#ifStatement(depth),
      () => this.#loop(depth),
      () => this.#tryStatement(depth),
      () => this.#loop(depth),
      () => this.#tryStatement(depth),
      () => this.#switchStatement(depth),
      () => this.#inner(depth),
      () => this.#labelled(depth),
    ];
    return this.of(depth < 3 ? [...simple, ...nested] : simple)();
  }

  // ---------------------------------------------------------------- simple statements

  #declaration(): string {
    const name = this.newName();
    const slot = this.of(SLOTS);
    const value = this.value(slot);
    const [keyword, isAssignable] = this.of([["let", true], ["const", false]] as const);
    // A local whose type is certain needs no annotation; as an f64 it may be assigned any number.
    const isPlain = slot === "bool" && !value.includes("more") ||
      slot === "f64" && /^\d+$/.test(value);
    const annotation = isPlain && this.pick(2) === 1 ? "" : `: ${slot}`;
    if (slot === "u32" && this.pick(4) === 1) {
      // What an operation gives has its type; if it is assigned later, that of any number.
      const wider = isAssignable ? "f64" : "u32";
      this.addLocal(name, wider, isAssignable);
      return `${keyword} ${name} = self.peek(${value});`;
    }
    this.addLocal(name, slot, isAssignable);
    return `${keyword} ${name}${annotation} = ${value};`;
  }

  #assignment(): string {
    const locals = this.visible(({ assignable }) => assignable);
    if (locals.length === 0) return `app.note(1);`;
    const local = this.of(locals);
    const value = this.value(local.slot);
    const name = this.use(local);
    const forms = [`${name} = ${value};`, `if (app.more()) ${name} = ${value};`];
    if (local.slot === "f64") forms.push(`${name} += ${value};`, `${name}++;`, `--${name};`);
    if (local.slot === "bool") forms.push(`${name} &&= ${value};`, `${name} ||= ${value};`);
    return this.of(forms);
  }

  #suspension(): string {
    const calls: readonly (readonly [Slot | "void", () => string])[] = [
      ["u32", () => `self.take(${this.#argument("u32")})`],
      ["void", () => `self.pass()`],
      ["f64", () => `self.ask(${this.#argument("f64")}, ${this.value("bool")})`],
      ["bool", () => `self.flag()`],
      ["i64", () => `self.big(${this.value("i64")})`],
      ...this.#fibers.map(({ name, parameters, result }) =>
        [
          result,
          () => `${name}(${["self", ...parameters.map((slot) => this.value(slot))].join(", ")})`,
        ] as const
      ),
    ];
    const [slot, call] = this.of(calls);
    const text = () => `yield* ${call()}`;
    if (slot === "void") return `${text()};`;
    const targets = this.visible((local) => local.assignable && local.slot === slot);
    const form = this.pick(4);
    if (form === 1 && targets.length > 0) {
      const target = this.of(targets);
      const value = text();
      return `${this.use(target)} = ${value};`;
    }
    if (form === 2 && this.#result === slot) return `if (!app.more()) return ${text()};`;
    if (form === 3) return `${text()};`;
    const name = this.newName();
    const value = text();
    this.addLocal(name, slot, form === 1);
    return `${form === 1 ? "let" : "const"} ${name} = ${value};`;
  }

  /** An argument that may change a local. */
  #argument(slot: Slot): string {
    const locals = this.visible((local) => local.assignable && local.slot === slot);
    if (locals.length === 0 || this.pick(3) > 0) return this.value(slot);
    const local = this.of(locals);
    const value = this.value(slot);
    return `${this.use(local)} = ${value}`;
  }

  #oddity(): string {
    const value = this.value("u32");
    const name = `x${this.unique++}`;
    const other = `x${this.unique++}`;
    const late = () => {
      const text = `let ${name}: u32;\nif (app.more()) ${name} = ${value};\nelse ${name} = 4;`;
      this.addLocal(name, "u32", true);
      return text;
    };
    const shared = () => {
      const text = `var ${name}: u32 = ${value};`;
      this.addLocal(name, "u32", true);
      return text;
    };
    return this.of([
      () => `const [${name}, ${other}] = app.pair(${value});\napp.note(${name} - ${other});`,
      () => `const ${name} = ${value};\napp.note(app.call((${other}) => ${other} + ${name}));`,
      late,
      shared,
      () => `{ const frame = ${value}; let state = frame; state += 1; app.note({ state }.state); }`,
      () => `for (let i = 0; i < 2; i++) { if (app.more()) continue; app.note(i, ${value}); }`,
      () => {
        const target = this.#fibers[0];
        if (target === undefined) return `app.note(2);`;
        const args = target.parameters.map((slot) => this.value(slot));
        return `app.note(self.spawn(${[target.name, ...args].join(", ")}));`;
      },
      () => `if (!app.more()) throw app.error(${value});`,
    ])();
  }

  #jump(): string {
    const jumps = [
      ...this.#jumps.map((kind) => `${kind};`),
      ...this.#labels.flatMap(({ name, loop }) => [
        `break ${name};`,
        ...loop ? [`continue ${name};`] : [],
      ]),
      this.#result === "void" ? "return;" : `return ${this.value(this.#result)};`,
      `throw app.error(${this.value("u32")});`,
    ];
    const jump = this.of(jumps);
    const form = this.pick(8);
    if (form === 1) return jump;
    const condition = form < 5 ? "!app.more()" : this.value("bool");
    return `if (${condition}) ${jump}`;
  }

  // ---------------------------------------------------------------- nested statements

  #ifStatement(depth: number): string {
    const condition = this.value("bool");
    const yes = this.#inner(depth);
    return `if (${condition}) ${yes}${this.pick(2) === 0 ? "" : ` else ${this.#inner(depth)}`}`;
  }

  #loop(depth: number): string {
    const label = this.pick(3) === 0 ? `l${this.unique++}` : undefined;
    const prefix = label === undefined ? "" : `${label}: `;
    const body = (): string => {
      const outer = this.#jumps;
      this.#jumps = ["break", "continue"];
      if (label !== undefined) this.#labels.push({ name: label, loop: true });
      const text = this.#inner(depth);
      if (label !== undefined) this.#labels.pop();
      this.#jumps = outer;
      return text;
    };
    const counted = (): string => {
      const name = this.pick(2) === 0 ? `n${this.unique++}` : this.of(NAMES);
      const local: Local = { name, slot: "u32", assignable: false };
      this.scopes.push({ names: new Map([[name, local]]), used: new Set() });
      const text = `for (let ${name}: u32 = 0; ${name} < ${1 + this.pick(3)}; ${name}++) ${body()}`;
      this.scopes.pop();
      return text;
    };
    return prefix + this.of([
      counted,
      () => `while (app.more()) ${body()}`,
      () => `do ${body()} while (app.more());`,
      () => `for (;;) { if (!app.more()) break; ${body()} }`,
    ])();
  }

  #tryStatement(depth: number): string {
    const body = this.#inner(depth);
    const form = this.pick(4);
    const last = () => ` finally ${this.#inner(depth)}`;
    if (form === 0) return `try ${body}${last()}`;
    const name = form === 3 ? undefined : `e${this.unique++}`;
    const caught = this.#inner(depth);
    const message = name === undefined ? "" : `app.note(app.message(${name}));`;
    const rethrow = name !== undefined && this.pick(3) === 0
      ? `if (!app.more()) throw ${name};`
      : "";
    const clause = name === undefined ? "catch" : `catch (${name})`;
    const late = this.pick(2) === 0;
    const handler = late ? `${caught}\n${message}` : `${message}\n${caught}`;
    const text = `try ${body} ${clause} {\n${handler}\n${rethrow}\n}`;
    return form === 2 ? text + last() : text;
  }

  #switchStatement(depth: number): string {
    const value = this.number(1);
    const outer = this.#jumps;
    this.#jumps = [...outer.filter((kind) => kind === "continue"), "break"];
    this.scopes.push({ names: new Map(), used: new Set() });
    const count = 1 + this.pick(3);
    const fallback = this.pick(count + 1);
    const clauses = Array.from({ length: count }, (_, k) => {
      const head = k === fallback ? "default:" : `case ${this.number(2)} & ${k + 1}:`;
      const text = `${head}\n${this.#statements(1 + this.pick(2), depth + 1)}`;
      // What one clause declares, no other may use.
      for (const name of this.scope().names.keys()) this.scope().names.set(name, undefined);
      return this.pick(2) === 0 ? `${text}\nbreak;` : text;
    });
    this.scopes.pop();
    this.#jumps = outer;
    return `switch (${value} & 3) {\n${clauses.join("\n")}\n}`;
  }

  #labelled(depth: number): string {
    const name = `l${this.unique++}`;
    this.#labels.push({ name, loop: false });
    const text = `${name}: ${this.#inner(depth)}`;
    this.#labels.pop();
    return text;
  }
}
