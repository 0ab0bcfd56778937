/**
 * What the two input forms, TypeScript and JSON, are lowered to: the declarations as written, each
 * with its place. Names are unresolved and nothing is checked yet.
 */
import type { OptionValue, Scalar } from "./model.ts";

/** 1-based line and column (UTF-16 code units). */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The language of the spec: messages suggest what to write in that language. */
export type Form = "ts" | "json";

export interface Draft {
  readonly form: Form;
  readonly declarations: readonly Declaration[];
}

export type Declaration = TypeDeclaration | StructureDeclaration;

/** An interface or an alias of a slot type. */
export interface TypeDeclaration {
  readonly kind: "type";
  readonly name: Name;
  readonly doc: string;
  readonly type: DraftType;
}

export interface StructureDeclaration extends StructureDraft {
  readonly kind: "structure";
  readonly name: Name;
  readonly doc: string;
}

/** A structure without its name, as a member of a container may be written. */
export interface StructureDraft {
  readonly structure: Name;
  /** `undefined`: none is written. */
  readonly item: DraftType | undefined;
  /** `undefined`: none are written. */
  readonly members: DraftMembers | undefined;
  /** `undefined`: their form is wrong, which has been reported. */
  readonly options: readonly DraftOption[] | undefined;
}

export interface DraftMembers {
  readonly at: Place;
  readonly list: readonly DraftMember[];
  /** `false`: a member was reported and left out. */
  readonly complete: boolean;
}

export interface DraftMember {
  readonly name: Name;
  readonly doc: string;
  readonly type: DraftMemberType;
}

export type DraftMemberType =
  & { readonly at: Place }
  & (
    | { readonly kind: "reference"; readonly name: string }
    | { readonly kind: "structure"; readonly draft: StructureDraft }
    /** A type of values, as written. */
    | { readonly kind: "slot"; readonly text: string }
    | { readonly kind: "broken" }
  );

export interface Name {
  readonly text: string;
  readonly at: Place;
}

export interface DraftField {
  readonly name: Name;
  readonly doc: string;
  readonly type: DraftType;
}

export interface DraftOption {
  readonly name: Name;
  readonly value: Literal;
}

export interface Literal {
  /** `undefined`: not a string, number or boolean literal. */
  readonly value: OptionValue | undefined;
  /** As written. */
  readonly text: string;
  readonly at: Place;
}

export type DraftType =
  & { readonly at: Place }
  & (
    | { readonly kind: "scalar"; readonly scalar: Scalar }
    | { readonly kind: "reference"; readonly name: string }
    | { readonly kind: "text"; readonly bytes: Literal }
    | { readonly kind: "bytes"; readonly length: Literal }
    | { readonly kind: "array"; readonly of: DraftType; readonly length: Literal }
    | { readonly kind: "union"; readonly members: readonly Name[] }
    | {
      readonly kind: "record";
      readonly fields: readonly DraftField[];
      /** `false`: a member was reported and left out. */
      readonly complete: boolean;
    }
    /** Reported already; whatever depends on it stays silent. */
    | { readonly kind: "broken" }
  );

/**
 * A doc comment as the model keeps it: trimmed, lines end in `\n`, and what could hide or reorder
 * text in a terminal or an editor (control and bidirectional characters) is a space.
 */
export function cleanDoc(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/[^\P{Cc}\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, " ")
    .replace(/[ ]+$/gm, "")
    .trim();
}
