import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { formatPlantedFaults, PAGE } from "../model/planted-page.ts";

test("docs/planted-faults.md has every planted fault: node test/model/planted-page.ts", () => {
  assert.equal(readFileSync(PAGE, "utf8"), formatPlantedFaults());
});
