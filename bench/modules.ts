/** Makes the emitted modules of the bench, for the cache lines of this machine. */
import { join } from "node:path";
import { readSpecs } from "../generator/cli/specs.ts";
import type { HostProfile } from "../generator/host/profile.ts";
import { writeFiles } from "../generator/output/write.ts";
import { generateModules } from "../generator/pipeline.ts";
import { useModulo } from "./modulo.ts";
import { moveCounter } from "./separation.ts";

export async function makeModules(root: string, host: HostProfile): Promise<void> {
  const inputs = readSpecs([join(root, "bench/specs")]);
  const files = await generateModules(inputs, { host, emit: "ts" });
  writeFiles(join(root, ".amph/bench"), useModulo(moveCounter(files)));
}
