import assert from "node:assert/strict";
import { test } from "node:test";
import { layerFaults } from "./layers.ts";
import { readRepository } from "./sources.ts";

test("every file of the generator imports only lower layers", () => {
  assert.deepEqual(layerFaults(readRepository()), []);
});

test("the layer rule finds what breaks it", () => {
  const planted = [
    ["core/a.ts", `import type { Spec } from "../spec/model.ts";`],
    ["emit/a.ts", `export { rules } from "../structures/queue/rules.ts";`],
    ["host/a.ts", `const { read } = await import("../spec/read.ts");`],
    ["spec/a.ts", `let x: import("../cli/run.ts").Run;`],
    ["verify/a.ts", `import "../emit/plan.ts";`],
    ["core/b.ts", `import { test } from "../../test/support/time.ts";`],
    ["new/a.ts", `import "../core/a.ts";`],
    ["layout/a.ts", `import { Project } from "ts-morph";`],
    ["emit/plan.ts", `import Handlebars from "handlebars";`],
    ["pipeline.ts", `import yargs from "yargs/helpers";`],
  ].map(([path, text]) => ({ path: `generator/${path}`, text: text ?? "" }));
  const faults = layerFaults(planted);
  assert.deepEqual(faults.map((fault) => fault.split(" ")[0]), planted.map(({ path }) => path));
});

test("the layer rule lets through what keeps it", () => {
  const planted = [
    ["spec/parse-types.ts", `import { Project } from "ts-morph"; import "./model.ts";`],
    ["structures/queue/a.ts", `import "../registry.ts"; import "../../emit/plan.ts";`],
    ["cli/a.ts", `import yargs from "yargs"; import "../pipeline.ts"; import "node:fs";`],
    ["emit/a.ts", `const text = 'import "../cli/a.ts";'; // import "../cli/a.ts"`],
  ].map(([path, text]) => ({ path: `generator/${path}`, text: text ?? "" }));
  assert.deepEqual(layerFaults(planted), []);
});
