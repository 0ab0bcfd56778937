/** Everything that the queue's templates say: the typed contract between plan and templates. */
import type { View } from "../../layout/model.ts";

export interface QueueView {
  readonly banner: string;
  readonly className: string;
  readonly classDoc: string;
  readonly fingerprint: string;
  readonly lineBytes: number;
  readonly totalBytes: number;
  readonly capacity: number;
  readonly notes: readonly string[];
  readonly diagram: readonly string[];
  readonly constants: readonly Constant[];
  readonly header: readonly {
    readonly index: string;
    readonly value: string;
    readonly what: string;
  }[];
  readonly checks: readonly { readonly holds: string; readonly quoted: string }[];
  readonly records: readonly string[];
  readonly accessors: readonly string[];
  readonly unionHelpers: readonly string[];
  readonly usesText: boolean;
  readonly otherViews: readonly OtherView[];
  readonly item: ItemView;

  readonly manyProducers: boolean;
  readonly manyConsumers: boolean;
  readonly bothMany: boolean;
  readonly someOne: boolean;
  readonly hasTurns: boolean;
  readonly waiting: boolean;
  /** A single push may throw between claim and publish. */
  readonly givesBack: boolean;
  /** A try-operation can meet another thread half-way. */
  readonly busy: boolean;
  readonly groupSlots: number;
  readonly producersText: string;
  readonly consumersText: string;
  readonly roleNote: string;
  readonly runSlots: string;

  /** What a partial does where nothing can be claimed; set where the partial is used. */
  readonly failure: string;
  readonly keepsClaims: boolean;
  readonly keepsPeeks: boolean;
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
