/** The README's table: a few cases, and how many times better the emitted side is. */
import type { Result } from "../result.ts";
import { ratiosOf, spreadOf } from "../statistics.ts";
import { markdownTable, wrapped } from "./markdown.ts";
import { columnsOf } from "./model.ts";
import { type Pair, pairOf, pairText } from "./pairs.ts";
import { pictureOf } from "./picture.ts";

interface Row extends Pair {
  readonly what: string;
  /** In the picture: what, and against what. */
  readonly label: string;
  readonly against: string;
}

const MANY = "queue";

const ROWS: readonly Row[] = [
  {
    what: "one producer, one consumer, `u32`, one at a time",
    label: "1 to 1, u32: ringbuf.js",
    against: "`ringbuf.js`",
    case: "spsc-u32-1",
    side: "packed",
  },
  {
    what: "the same in batches of 64",
    label: "… in 64s: ringbuf.js in 64s",
    against: "`ringbuf.js`, batches of 64",
    case: "spsc-u32-64",
    side: "packed",
  },
  {
    what: "one producer, one consumer, 32-byte records, one at a time",
    label: "1 to 1, records: ringbuf.js by hand",
    against: "`ringbuf.js`, encoded by hand",
    case: "spsc-record-1",
    side: "packed",
  },
  {
    what: "the same in batches of 64",
    label: "… in 64s: ringbuf.js in 64s by hand",
    against: "`ringbuf.js`, encoded by hand",
    case: "spsc-record-64",
    side: "packed",
  },
  {
    what: "the same in batches of 64",
    label: "… in 64s: receiveMessageOnPort of arrays",
    against: "`receiveMessageOnPort` of arrays of 64",
    case: "spsc-record-64",
    side: "packed",
    other: "receiveMessageOnPort, array",
  },
  {
    what: "many to many, 1 producer and 1 consumer at work, blocking",
    label: "many to many, 1 and 1: postMessage",
    against: "`postMessage`",
    case: "mpmc-1p1c-1",
    side: MANY,
  },
  {
    what: "the same, 2 and 2",
    label: "2 and 2: postMessage",
    against: "`postMessage`",
    case: "mpmc-2p2c-1",
    side: MANY,
  },
  {
    what: "the same, 4 and 4 (more threads than cores)",
    label: "4 and 4: postMessage",
    against: "`postMessage`",
    case: "mpmc-4p4c-1",
    side: MANY,
  },
  {
    what: "the same, 4 and 4",
    label: "4 and 4: multithreading channels",
    against: "channels of `multithreading`",
    case: "mpmc-4p4c-1",
    side: MANY,
    other: "multithreading",
  },
  {
    what: "the same, 1 and 1, batches of 64",
    label: "1 and 1 in 64s: postMessage of arrays",
    against: "`postMessage` of arrays of 64",
    case: "mpmc-1p1c-64",
    side: MANY,
  },
  {
    what: "eight fields of a record, written and read",
    label: "fields of a record: structurae",
    against: "`structurae`",
    case: "fields",
    side: "slots of a queue, in place",
    other: "structurae",
  },
];

/** `source`: the file of the results, as the README links it. */
export function readmeTable(results: readonly Result[], source: string): string {
  const columns = columnsOf(results);
  const rows = ROWS.map((row) => [
    row.what,
    row.against,
    ...columns.map((column) => pairText(results, row, column)),
  ]).filter(([, , ...ratios]) => ratios.some((text) => text !== ""));
  if (rows.length === 0) throw new Error(`${source} has no case of the README's table`);
  const names = columns.map((column) => column.replace(/^./, (first) => first.toUpperCase()));
  const cores = results[0]?.machine.cores;
  const counts = results.map(({ repetitions }) => repetitions.length);
  const intro =
    "How many times faster an emitted queue was than what people use without it: medians " +
    `of ${
      Math.max(...counts)
    } runs in turn on a machine with ${cores} cores, every item checked, ` +
    `from \`${source}\`.`;
  return [
    `<!-- Made by \`npm run bench -- report ${source} --docs\`; what is changed here is lost. -->`,
    wrapped(intro),
    markdownTable([["what", "against", ...names], ...rows]),
  ].join("\n\n");
}

/** The same as a picture, with the least and the greatest ratio of two neighbouring repetitions. */
export function readmePicture(results: readonly Result[]): string {
  const columns = columnsOf(results);
  const sides = ROWS.map((row) => ({
    name: row.label,
    emitted: false,
    cells: new Map(columns.flatMap((column) => {
      const pair = pairOf(results, row, column);
      if (pair === undefined) return [];
      const [own, other] = pair;
      const { ratios } = ratiosOf(own.repetitions, other.repetitions, own.measure);
      return [[column, { spread: spreadOf(ratios) }] as const];
    })),
  }));
  return pictureOf(
    { title: "Emitted queues against what people use without them", unit: "times as fast", sides },
    columns,
  );
}
