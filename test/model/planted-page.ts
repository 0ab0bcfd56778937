/**
 * `docs/planted-faults.md`: every planted fault by its name.
 *
 *   node test/model/planted-page.ts    writes it
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { LOOM_PLANTS } from "./loom-modules.ts";
import { STEALING_PLANTS } from "./loom-workers-modules.ts";
import { APPEND_PLANTS } from "./planted-append.ts";
import { PLANTED } from "./planted-containers.ts";
import { CUBBY_PLANTS } from "./planted-cubby.ts";
import { SHRINK_PLANTS } from "./planted-shrink.ts";
import { LAZY_PLANTS } from "./planted-lazy.ts";
import { PLANTS } from "./planted.ts";

export const PAGE: string = fileURLToPath(
  new URL("../../docs/planted-faults.md", import.meta.url),
);

interface Section {
  readonly title: string;
  /** What is changed, and how a fault is told of it. */
  readonly changed: string;
  readonly begin: string;
  readonly faults: readonly string[];
}

const doing = (faults: readonly { readonly what: string }[]) => faults.map(({ what }) => what);
const inOne = (structure: string) =>
  PLANTED.filter((planted) => planted.structure === structure).map(({ name }) => name);

const SECTIONS: readonly Section[] = [
  { title: "Queue", changed: "queues", begin: "One that", faults: doing(PLANTS) },
  { title: "Queue, lazy", changed: "queues", begin: "One that", faults: doing(LAZY_PLANTS) },
  { title: "Cubby", changed: "cubbies", begin: "One that", faults: doing(CUBBY_PLANTS) },
  { title: "SecVec, append", changed: "vectors", begin: "One that", faults: doing(APPEND_PLANTS) },
  { title: "SecVec, shrink", changed: "vectors", begin: "One that", faults: doing(SHRINK_PLANTS) },
  { title: "Shared", changed: "records", begin: "In one", faults: inOne("Shared") },
  { title: "OneOf", changed: "variants", begin: "In one", faults: inOne("OneOf") },
  {
    title: "Loom",
    changed: "looms",
    begin: "One that",
    faults: doing([...LOOM_PLANTS, ...STEALING_PLANTS]),
  },
];

export function formatPlantedFaults(): string {
  const sections = SECTIONS.map(({ title, changed, begin, faults }) =>
    `## ${title}\n\n${faults.length} ${changed}. ${begin} …\n\n` +
    faults.map((fault) => `- ${fault}\n`).join("")
  );
  const total = SECTIONS.reduce((sum, { faults }) => sum + faults.length, 0);
  return `# Planted faults

${total} small changes of emitted modules that the model checker has to refute, each in a named scenario
and as what it is. \`test/model/planted*\` and \`test/model/loom*\` have them, the test command tries
all, and \`node test/model/planted-page.ts\` writes this page. [verification.md](verification.md) is
about the checker.

${sections.join("\n")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, formatPlantedFaults());
