/** Fields through libraries: a view class of `structurae` over a schema, a structure of `typed-struct`. */
import { load } from "../npm/load.ts";
import { RECORDS, type Records } from "./words.ts";

interface Words {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
  g: number;
  h: number;
}

const NAMES = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

interface Structurae {
  readonly View: new () => {
    create(schema: unknown): {
      new (buffer: ArrayBufferLike, offset: number, length: number): {
        get(field: keyof Words): number;
        set(field: keyof Words, value: number): void;
      };
      readonly viewLength: number;
    };
  };
}

/** One view for each record. */
export async function structurae(): Promise<Records> {
  const { View } = await load<Structurae>("structurae/esm/index.js");
  const WordsView = new View().create({
    $id: "Words",
    type: "object",
    properties: Object.fromEntries(
      NAMES.map((name) => [name, { type: "number", btype: "uint32" }]),
    ),
  });
  const bytes = WordsView.viewLength;
  const memory = new SharedArrayBuffer(RECORDS * bytes);
  const views = Array.from(
    { length: RECORDS },
    (_, record) => new WordsView(memory, record * bytes, bytes),
  );
  return {
    write(record, k) {
      const view = views[record]!;
      view.set("a", k);
      view.set("b", k + 1);
      view.set("c", k + 2);
      view.set("d", k + 3);
      view.set("e", k + 4);
      view.set("f", k + 5);
      view.set("g", k + 6);
      view.set("h", k + 7);
    },
    isRight(record, k) {
      const view = views[record]!;
      return view.get("a") === k &&
        view.get("b") === k + 1 &&
        view.get("c") === k + 2 &&
        view.get("d") === k + 3 &&
        view.get("e") === k + 4 &&
        view.get("f") === k + 5 &&
        view.get("g") === k + 6 &&
        view.get("h") === k + 7;
    },
  };
}

interface StructBuilder {
  UInt32LE(name: string): StructBuilder;
  compile(): new () => Words;
}

interface TypedStruct {
  readonly Struct: new (name: string) => StructBuilder;
}

/** One object for each record, over memory of its own. */
export async function typedStruct(): Promise<Records> {
  const { Struct } = await load<TypedStruct>("typed-struct/build/node.mjs");
  const WordsStruct = NAMES
    .reduce((builder, name) => builder.UInt32LE(name), new Struct("Words"))
    .compile();
  const objects = Array.from({ length: RECORDS }, () => new WordsStruct());
  return {
    write(record, k) {
      const words = objects[record]!;
      words.a = k;
      words.b = k + 1;
      words.c = k + 2;
      words.d = k + 3;
      words.e = k + 4;
      words.f = k + 5;
      words.g = k + 6;
      words.h = k + 7;
    },
    isRight(record, k) {
      const words = objects[record]!;
      return words.a === k &&
        words.b === k + 1 &&
        words.c === k + 2 &&
        words.d === k + 3 &&
        words.e === k + 4 &&
        words.f === k + 5 &&
        words.g === k + 6 &&
        words.h === k + 7;
    },
  };
}
