/** What a queue asks of the layout engine. */
import type { AreaRequest, LayoutRequest } from "../../layout/model.ts";
import { HEADER_AREA } from "../frame/header.ts";
import type { SlotType, StructureSpec } from "../../spec/model.ts";

/** The options of a queue, read once from the checked spec. */
export interface QueueOptions {
  readonly capacity: number;
  readonly manyProducers: boolean;
  readonly manyConsumers: boolean;
  readonly waiting: boolean;
  /** One producer, one consumer, and each makes a whole run visible at once. */
  readonly lazy: boolean;
  readonly padding: "line" | "none";
}

export function queueOptions(spec: StructureSpec): QueueOptions {
  return {
    capacity: Number(spec.options["capacity"]),
    manyProducers: spec.options["producers"] === "many",
    manyConsumers: spec.options["consumers"] === "many",
    waiting: spec.options["waiting"] === true,
    lazy: spec.options["publish"] === "lazy",
    padding: spec.options["padding"] === "line" ? "line" : "none",
  };
}

/** Slots whose turn bits share one word: 16, so that flags and a batch's mask fit beside them. */
export const GROUP_SLOTS = 16;

/**
 * The area of turn bits. A queue with one producer and many consumers has as many of them as one with
 * many producers and one consumer, and they mean something else: the name tells the layouts apart.
 */
export function turnsName({ manyProducers, manyConsumers }: QueueOptions): string {
  if (manyProducers && manyConsumers) return "turns";
  return manyProducers ? "published" : "freed";
}

/**
 * The areas of the cursors. What a lazy handle has written need not be in TAIL, nor what it has read
 * in HEAD: the names tell the layouts apart.
 */
export function cursorNames(
  { lazy }: QueueOptions,
): readonly [producers: string, consumers: string] {
  return lazy ? ["producer, lazy", "consumer, lazy"] : ["producers", "consumers"];
}

export function queueRequest(name: string, item: SlotType, options: QueueOptions): LayoutRequest {
  const { capacity, manyProducers, manyConsumers, waiting, lazy, padding } = options;
  const [producers, consumers] = cursorNames(options);
  const groups = Math.ceil(capacity / GROUP_SLOTS);
  const turnWords = Number(manyProducers) + Number(manyConsumers);
  const areas: AreaRequest[] = [
    HEADER_AREA,
    {
      kind: "words",
      name: producers,
      doc: "The producers' cursor.",
      writer: "producers",
      words: [{
        name: "TAIL",
        doc: `Next ticket to ${lazy ? "publish" : "push"}, times 4, plus flags.`,
      }],
    },
    {
      kind: "words",
      name: consumers,
      doc: "The consumers' cursor.",
      writer: "consumers",
      words: [{
        name: "HEAD",
        doc: `Next ticket to ${lazy ? "release" : "pop"}, times 4, plus flags.`,
      }],
    },
  ];
  if (waiting) {
    areas.push(
      {
        kind: "words",
        name: "push waiters",
        doc: "Producers that wait for room sleep on this word.",
        writer: "both",
        words: [{ name: "PUSH_EPOCH", doc: "Wake-ups of waiting producers." }],
      },
      {
        kind: "words",
        name: "pop waiters",
        doc: "Consumers that wait for items sleep on this word.",
        writer: "both",
        words: [{ name: "POP_EPOCH", doc: "Wake-ups of waiting consumers." }],
      },
    );
  }
  if (turnWords > 0) {
    areas.push({
      kind: "wordArray",
      name: turnsName(options),
      doc: "Turn bits of the slots, 16 slots a word.",
      writer: "both",
      count: groups * turnWords,
    });
  }
  areas.push({
    kind: "slots",
    name: "slots",
    doc: "The items.",
    writer: "slot owner",
    count: capacity,
    item,
    padding,
  });
  return { name, structure: "Queue", areas };
}
