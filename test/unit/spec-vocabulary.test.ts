import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Project } from "ts-morph";
import { vocabularyNames } from "../../generator/spec/names.ts";
import { QUEUE_RULES } from "../reject/rules.ts";

const folder = new URL("../../generator/spec/", import.meta.url);
const vocabulary = new URL("vocabulary.ts", folder);

test("the vocabulary exports what the parser knows, and nothing else", () => {
  const text = readFileSync(vocabulary, "utf8");
  const exported = [...text.matchAll(/^export (?:type|interface) (\w+)/gm)].map((match) =>
    match[1]
  );
  assert.deepEqual(exported.toSorted(), vocabularyNames([QUEUE_RULES.structure]).toSorted());
});

test("editors accept right options and mark wrong ones", () => {
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      strict: true,
      types: [],
      paths: { "amph-gen/spec": [fileURLToPath(vocabulary)] },
    },
  });
  const line = (options: string, index: number): string =>
    `export type Q${index} = Queue<f64, ${options}>;\n`;
  const right = [
    "{ capacity: 4096 }",
    '{ capacity: 4096; producers: "one"; consumers: "many"; cacheLine: "measured" }',
    '{ capacity: 1; cacheLine: 128; padding: "none"; waiting: false }',
  ];
  const wrong = [
    "{}",
    '{ capacity: "4096" }',
    "{ capacity: 1; cacheLine: 48 }",
    '{ capacity: 1; producers: "some" }',
    '{ capacity: 1; producer: "one" }',
  ];
  const head = 'import type { f64, Queue } from "amph-gen/spec";\n';
  const file = project.createSourceFile(
    "try.layout.ts",
    head + [...right, ...wrong].map(line).join(""),
  );
  const lines = file.getPreEmitDiagnostics().map((diagnostic) => diagnostic.getLineNumber());
  assert.deepEqual(lines, wrong.map((_, index) => 2 + right.length + index));
});

test("docs/errors.md lists every code of a spec's faults, and no other", () => {
  const messages = new URL("messages/", folder);
  const codesIn = (text: string): string[] => text.match(/AMPH[1-4]\d\d/g) ?? [];
  const used = readdirSync(messages).flatMap((file) =>
    codesIn(readFileSync(new URL(file, messages), "utf8"))
  );
  const listed = codesIn(readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8"));
  assert.deepEqual([...new Set(listed)].toSorted(), [...new Set(used)].toSorted());
});
