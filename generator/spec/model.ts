/**
 * The frozen model of a spec: what a `*.layout.ts` or `*.layout.json` asks for, with every name and
 * option checked. Layout and emission read this and nothing else of the source.
 */

export const SCALARS = [
  "u8",
  "i8",
  "u16",
  "i16",
  "u32",
  "i32",
  "f32",
  "f64",
  "bool",
  "u53",
  "u64",
  "i64",
] as const;

export type Scalar = typeof SCALARS[number];

/** The type of an item or of one of its fields. */
export type SlotType =
  | { readonly kind: "scalar"; readonly scalar: Scalar }
  /** UTF-8 of at most `bytes` bytes. */
  | { readonly kind: "text"; readonly bytes: number }
  /** Exactly `length` bytes. */
  | { readonly kind: "bytes"; readonly length: number }
  | { readonly kind: "array"; readonly of: SlotType; readonly length: number }
  /** A union of string literals, stored as the index into `members`. */
  | { readonly kind: "union"; readonly members: readonly string[] }
  | { readonly kind: "record"; readonly record: RecordType };

export interface RecordType {
  /** The interface's name; an inline type literal gets the name of its owner and field (`BookDeltasItem`). */
  readonly name: string;
  readonly doc: string;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly doc: string;
  readonly type: SlotType;
}

/** An option's value after defaults: literals only. */
export type OptionValue = string | number | boolean;

/** One structure of a spec: `export type Name = Structure<Item, Options>`. */
export interface StructureSpec {
  /** `Queue`, later `Cubby`, `SecVec` … */
  readonly structure: string;
  /** The exported name, which becomes the class. */
  readonly name: string;
  readonly doc: string;
  readonly item: SlotType;
  /** Every option the structure has, defaults filled in, in the order of its rules. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** What was rounded or otherwise changed on the way in; repeated in the emitted documentation. */
  readonly notes: readonly string[];
}

/** One container of a spec: structures side by side, or in each other's place, in one memory. */
export interface ContainerSpec {
  /** `Amphetanim`, `OneOf`. */
  readonly structure: string;
  /** The exported name, which becomes the class. */
  readonly name: string;
  readonly doc: string;
  readonly members: readonly MemberSpec[];
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly notes: readonly string[];
}

export interface MemberSpec {
  readonly name: string;
  readonly doc: string;
  /** Name of a structure or container of the same spec. */
  readonly of: string;
}

/** One loom of a spec: `export type Name = Loom<Options>`. Its fibers are functions of the same file. */
export interface LoomSpec {
  readonly structure: "Loom";
  /** The exported name, which becomes the class. */
  readonly name: string;
  readonly doc: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly notes: readonly string[];
}

export interface Spec {
  /** File name without folders, so that the emitted text is the same on every machine. */
  readonly file: string;
  /** 16 hexadecimal digits over the model (not over the source: comments do not count). */
  readonly fingerprint: string;
  readonly structures: readonly StructureSpec[];
  /** Each stands behind the containers that are members of it. */
  readonly containers: readonly ContainerSpec[];
}

export interface CommonRules {
  readonly structure: string;
  /** One line for messages and `--help`. */
  readonly summary: string;
  /** Names of the options of every structure that mean something here; all if not given. */
  readonly commonOptions?: readonly string[];
  readonly options: readonly OptionRule[];
}

/** What a structure of items allows in a spec. Structures supply it, `spec/validate` applies it. */
export interface StructureRules extends CommonRules {
  readonly holds?: "item";
  /** Largest item in bytes that the structure takes. */
  readonly maxItemBytes: number;
  /** `"record"`: only a record can be its item. */
  readonly itemKind?: "record";
}

/** What a container allows in a spec. */
export interface ContainerRules extends CommonRules {
  readonly holds: "members";
  /** Names that the emitted class has for itself. */
  readonly ownNames: readonly string[];
}

export type Rules = StructureRules | ContainerRules;

export type OptionRule =
  | {
    readonly kind: "choice";
    readonly name: string;
    readonly values: readonly OptionValue[];
    readonly default: OptionValue;
    readonly doc: string;
    /** A value that means something only with these values of other options. */
    readonly needs?: {
      readonly value: OptionValue;
      readonly others: Readonly<Record<string, OptionValue>>;
    };
  }
  | {
    readonly kind: "integer";
    readonly name: string;
    readonly min: number;
    readonly max: number;
    /** `undefined`: the spec has to give it. */
    readonly default: number | undefined;
    /** Round up to the next power of two and note it. */
    readonly roundUp: "powerOfTwo" | "none";
    readonly doc: string;
  };
