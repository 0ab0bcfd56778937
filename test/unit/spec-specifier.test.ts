import { strict as assert } from "node:assert";
import { test } from "node:test";
import { DiagnosticError } from "../../generator/core/diagnostic.ts";
import { layoutSpecs } from "../../generator/pipeline.ts";
import { addStructure } from "../../generator/spec/edit.ts";
import { isVocabulary, meantVocabulary } from "../../generator/spec/specifier.ts";

const ACCEPTED = [
  "amph-gen/spec",
  "npm:amph-gen/spec",
  "npm:/amph-gen@0.1.0/spec",
  "npm:amph-gen@^0.1/spec",
  "@amph-gen/amph-gen/spec",
  "jsr:@amph-gen/amph-gen/spec",
  "jsr:/@amph-gen/amph-gen@0.1.0/spec",
  "jsr:@some-fork/amph-gen@^0.1.0/spec",
];

const REFUSED: readonly (readonly [specifier: string, meant: string | undefined])[] = [
  ["amph-gen", "amph-gen/spec"],
  ["amph-gen/specs", "amph-gen/spec"],
  ["npm:amph-gen@0.1.0", "npm:amph-gen@0.1.0/spec"],
  ["jsr:@amph-gen/amph-gen", "jsr:@amph-gen/amph-gen/spec"],
  ["jsr:@amph-gen/amph-gen@1/vocabulary", "jsr:@amph-gen/amph-gen@1/spec"],
  ["jsr:amph-gen/spec", "jsr:@amph-gen/amph-gen/spec"],
  ["npm:@amph-gen/amph-gen/spec", "npm:amph-gen/spec"],
  ["./trade.ts", undefined],
  ["amph-generator/spec", undefined],
  ["jsr:@std/path", undefined],
  ["https://jsr.io/@amph-gen/amph-gen/spec", undefined],
];

const HOST = { name: "reference", lineBytes: 64, isolationBytes: 64, evidence: [] };

function layoutsOf(specifier: string, body: string): readonly string[] {
  const text = `import type { f64, Fiber, Loom, Queue } from "${specifier}";\n${body}`;
  return layoutSpecs([{ file: "a.layout.ts", text }], { host: HOST }).map(({ name }) => name);
}

const QUEUE = "export type Prices = Queue<f64, { capacity: 8 }>;\n";
const LOOM = `export type Work = Loom<{ fibers: 2 }>;
export function* idle(self: Work): Fiber {
  yield* self.sleep(1);
}
`;

for (const specifier of ACCEPTED) {
  test(`a spec may import from ${specifier}`, () => {
    assert.ok(isVocabulary(specifier));
    assert.deepEqual(layoutsOf(specifier, QUEUE + LOOM), ["Prices", "Work"]);
    const text = `import type { u8 } from "${specifier}";\n`;
    assert.ok(
      addStructure(text, "Queue", "Orders").startsWith(
        `import type { f64, Queue, u32, u8 } from "${specifier}";\n\n`,
      ),
      "add completes the import that is there",
    );
  });
}

for (const [specifier, meant] of REFUSED) {
  test(`a spec may not import from ${specifier}`, () => {
    assert.ok(!isVocabulary(specifier));
    assert.equal(meantVocabulary(specifier), meant);
    const remedy = meant === undefined ? "declare the types here" : `write \`"${meant}"\``;
    assert.throws(
      () => layoutsOf(specifier, QUEUE),
      (error) =>
        error instanceof DiagnosticError && error.diagnostics[0]?.code === "AMPH104" &&
        error.diagnostics[0].message.endsWith(remedy),
    );
  });
}
