/** What random programs are put together from: choices, names in scope, and values of each slot type. */
export type Slot = "u8" | "i16" | "u32" | "i32" | "f32" | "f64" | "bool" | "u53" | "u64" | "i64";

export const SLOTS: readonly Slot[] = [
  "u32",
  "f64",
  "bool",
  "i32",
  "u8",
  "i64",
  "u53",
  "i16",
  "f32",
  "u64",
];

export interface Local {
  readonly name: string;
  readonly slot: Slot;
  readonly assignable: boolean;
}

export interface Scope {
  /** Undefined: a name that cannot be used here. */
  readonly names: Map<string, Local | undefined>;
  /** Names that mean something further out and are used here. */
  readonly used: Set<string>;
}

export const NAMES = ["a", "b", "c", "d"];

/** Choices decoded from numbers, and the names and values that programs choose among. */
export class Choices {
  protected readonly numbers: readonly number[];
  protected at = 0;
  /** Behind the numbers that the fiber at hand may use. */
  protected end = 3;
  protected unique = 0;
  protected scopes: Scope[] = [];

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  protected pick(bound: number): number {
    if (this.at >= this.end) return 0;
    return (this.numbers[this.at++] ?? 0) % bound;
  }

  protected of<T>(values: readonly T[]): T {
    const value = values[this.pick(values.length)];
    if (value === undefined) throw new Error("a choice among nothing");
    return value;
  }

  protected scope(): Scope {
    const scope = this.scopes.at(-1);
    if (scope === undefined) throw new Error("no scope is open");
    return scope;
  }

  protected visible(accepts: (local: Local) => boolean): readonly Local[] {
    const found = new Map<string, Local | undefined>();
    for (const { names } of this.scopes) for (const [name, local] of names) found.set(name, local);
    return [...found.values()].filter((local) => local !== undefined).filter(accepts);
  }

  /** Notes that a name is used in every block between here and its declaration. */
  protected use({ name }: Local): string {
    for (const scope of this.scopes.toReversed()) {
      if (scope.names.has(name)) break;
      scope.used.add(name);
    }
    return name;
  }

  /** A name that this block can still declare; declared by `addLocal`, behind its value. */
  protected newName(): string {
    const { names, used } = this.scope();
    const isOpen = (name: string) => !names.has(name) && !used.has(name);
    const candidates = NAMES.filter(isOpen);
    const name = candidates.length === 0 ? `x${this.unique++}` : this.of(candidates);
    names.set(name, undefined);
    return name;
  }

  protected addLocal(name: string, slot: Slot, assignable: boolean): void {
    this.scope().names.set(name, { name, slot, assignable });
  }

  /** An expression whose value is one of the slot type. */
  protected value(slot: Slot, depth = 0): string {
    const locals = this.visible((local) => local.slot === slot);
    if (locals.length > 0 && this.pick(3) > 0) return this.use(this.of(locals));
    if (slot === "bool") {
      return this.of([
        () => "true",
        () => `${this.number(depth)} < ${this.number(depth)}`,
        () => `!(${depth < 2 ? this.value("bool", depth + 1) : "false"})`,
        () => depth < 2 ? `(${this.value("bool", depth + 1)} && app.more())` : "false",
      ])();
    }
    if (slot === "i64" || slot === "u64") {
      const convert = slot === "i64" ? "BigInt.asIntN" : "BigInt.asUintN";
      const value = depth < 2 ? this.value(slot, depth + 1) : "7n";
      return this.of([() => `${this.pick(99)}n`, () => `${convert}(64, ${value} * -3n - 5n)`])();
    }
    const number = this.number(depth);
    const conversions: Readonly<Record<string, (text: string) => string>> = {
      u8: (text) => `(${text} & 255)`,
      i16: (text) => `(${text} << 16 >> 16)`,
      u32: (text) => `(${text} >>> 0)`,
      i32: (text) => `(${text} | 0)`,
      f32: (text) => `Math.fround(${text})`,
      f64: (text) => text,
      u53: (text) => `(${text} >>> 0) * 4096`,
    };
    return conversions[slot]?.(number) ?? "0";
  }

  protected number(depth: number): string {
    const locals = this.visible(({ slot }) => slot !== "bool" && slot !== "i64" && slot !== "u64");
    return this.of([
      () => String(this.pick(256)),
      () => locals.length > 0 ? this.use(this.of(locals)) : "3",
      () => depth < 2 ? `(${this.number(depth + 1)} * 1.5 - ${this.number(depth + 1)})` : "-2",
      () => `app.twist(${depth < 2 ? this.number(depth + 1) : "5"})`,
      () => `self.peek(${depth < 2 ? this.value("u32", depth + 1) : "5"})`,
      () =>
        depth < 2
          ? `(${this.value("bool", depth + 1)} ? ${this.number(depth + 1)} : ${
            this.number(depth + 1)
          })`
          : "9",
    ])();
  }
}
