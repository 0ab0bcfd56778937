import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Project } from "ts-morph";
import { vocabularyNames } from "../../generator/spec/names.ts";
import { LOOM_NAMES } from "../../generator/spec/parse-looms.ts";
import { CONTAINERS } from "../../generator/structures/containers.ts";
import { STRUCTURES } from "../../generator/structures/registry.ts";

const folder = new URL("../../generator/spec/", import.meta.url);
const vocabulary = new URL("vocabulary.ts", folder);

test("the vocabulary exports what the parser knows, and nothing else", () => {
  const text = readFileSync(vocabulary, "utf8");
  const exported = [...text.matchAll(/^export (?:type|interface) (\w+)/gm)].map((match) =>
    match[1]
  );
  const known = [...STRUCTURES, ...CONTAINERS].map(({ rules }) => rules.structure);
  assert.deepEqual(exported.toSorted(), [...vocabularyNames(known), ...LOOM_NAMES].toSorted());
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

test("editors accept structures as members, and mark everything else", () => {
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      strict: true,
      types: [],
      paths: { "amph-gen/spec": [fileURLToPath(vocabulary)] },
    },
  });
  const head = 'import type { Amphetanim, f64, OneOf, Queue, Shared } from "amph-gen/spec";\n' +
    "interface Config { rate: f64 }\ntype A = Queue<f64, { capacity: 4 }>;\n";
  const right = [
    "Amphetanim<{ a: A; b: A; c: Shared<Config>; d: Queue<f64, { capacity: 1 }> }>",
    "Amphetanim<{ a: OneOf<{ x: A; y: Shared<Config, { padding: 'line' }> }> }, { cacheLine: 64 }>",
    "Shared<Config, { waiting: false; cacheLine: 128 }>",
  ];
  const wrong = [
    "Amphetanim<{ a: f64 }>",
    "Amphetanim<{ a: Config }>",
    "OneOf<{ a: A; b: Config }>",
    "Amphetanim<{ a: A }, { capacity: 4 }>",
    "Amphetanim<{ a: A }, { cacheLine: 48 }>",
    "Shared<Config, { capacity: 4 }>",
  ];
  const lines = [...right, ...wrong].map((type, index) => `export type T${index} = ${type};\n`);
  const file = project.createSourceFile("members.layout.ts", head + lines.join(""));
  const found = file.getPreEmitDiagnostics().map((diagnostic) => diagnostic.getLineNumber());
  assert.deepEqual([...new Set(found)], wrong.map((_, index) => 4 + right.length + index));
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
