/**
 * What every emitted module has, whatever its structure: the typed contract between a structure's plan
 * and `templates/shared`. A structure's own view extends it.
 */
import type { Partials } from "../../emit/template.ts";
import type { View } from "../../layout/model.ts";

export interface FrameView {
  readonly banner: string;
  readonly className: string;
  readonly classDoc: string;
  readonly fingerprint: string;
  readonly lineBytes: number;
  readonly totalBytes: number;
  /** What was rounded in the spec. */
  readonly notes: readonly string[];
  readonly diagram: readonly string[];
  readonly constants: readonly Constant[];
  readonly header: readonly HeaderWord[];
  readonly checks: readonly { readonly holds: string; readonly quoted: string }[];
  readonly records: readonly string[];
  readonly unionHelpers: readonly string[];
  readonly usesText: boolean;
  readonly otherViews: readonly OtherView[];
  /** Whether the class touches memory itself. */
  readonly hasViews: boolean;

  /** "an empty queue": follows on "makes". */
  readonly whatIsMade: string;
  /** Sentences for the documentation of `create` and `attach`, one a line. */
  readonly createNotes: readonly string[];
  readonly attachNotes: readonly string[];
  /** Parameters of `create`, what it hands on, and the same of `createIn`; empty without options. */
  readonly createParameter: string;
  readonly createArgument: string;
  readonly createInParameter: string;
}

/** The parts that `templates/shared` has, by role; a structure adds `start`, its first state. */
export const FRAME_PARTIALS: Partials = {
  "give-item": "shared/give-item",
  constants: "shared/constants",
  handle: "shared/handle",
  views: "shared/views",
  make: "shared/make",
  attach: "shared/attach",
  "closed-error": "shared/closed-error",
  "mismatch-error": "shared/mismatch-error",
  sleepers: "shared/sleepers",
  deadlines: "shared/deadlines",
  "time-limits": "shared/time-limits",
  "wrong-value": "shared/wrong-value",
  "check-range": "shared/check-range",
  hex: "shared/hex",
  place: "shared/place",
  utf8: "shared/utf8",
};

export interface HeaderWord {
  readonly index: string;
  readonly value: string;
  readonly what: string;
}

/** A number that the layout has fixed, by the name under which templates use it. */
export interface Constant {
  readonly name: string;
  readonly value: number;
  readonly doc: string;
}

export interface OtherView {
  readonly view: View;
  readonly array: string;
  readonly bytes: number;
}

export interface ItemView {
  readonly type: string;
  /** The parameter by which a pop gets an object to fill. */
  readonly into: string;
  readonly intoArgument: string;
  readonly intoArgumentComma: string;
  readonly intoSlowly: string;
  readonly elementType: string;
  /** What `popMany` fills. */
  readonly manyType: string;
  readonly fillable: boolean;
  readonly isRecord: boolean;
  readonly check: readonly string[];
  readonly capture: readonly string[];
  /** Locals for the views. */
  readonly views: readonly string[];
  /** The slot's first index in each view. */
  readonly bases: readonly string[];
  readonly store: readonly string[];
  readonly prepare: readonly string[];
  readonly load: readonly string[];
  readonly value: string;
  readonly fill: readonly string[];
  readonly prepareMany: readonly string[];
  readonly loadMany: readonly string[];
  readonly fillMany: readonly string[];
}
