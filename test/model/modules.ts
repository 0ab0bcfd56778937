/** Emitted queues to check: every variant, at the smallest capacities and at two groups of turn bits. */
import type { HostProfile } from "../../generator/host/profile.ts";
import { generateModules } from "../../generator/pipeline.ts";

export interface Variant {
  readonly producers: "one" | "many";
  readonly consumers: "one" | "many";
  readonly waiting: boolean;
  readonly capacity: number;
  readonly item: "u32" | "Pair";
  readonly publish?: "lazy";
}

const HOST: HostProfile = { name: "test-64", lineBytes: 64, isolationBytes: 64, evidence: [] };

/** `ManyOneWaiting2U32` */
export function nameOf(variant: Variant): string {
  const { producers, consumers, waiting, capacity, item, publish = "" } = variant;
  const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return capitalize(producers) + capitalize(consumers) + (waiting ? "Waiting" : "Polled") +
    capitalize(publish) + capacity + capitalize(item);
}

/** The emitted text of each variant, in order. */
export async function emittedTexts(variants: readonly Variant[]): Promise<readonly string[]> {
  const types = variants.map((variant) => {
    const { producers, consumers, waiting, capacity, item, publish } = variant;
    const options = JSON.stringify({
      producers,
      consumers,
      waiting,
      capacity,
      padding: "none",
      publish,
    });
    return `export type ${nameOf(variant)} = Queue<${item}, ${options}>;`;
  });
  const head = 'import type { Queue, u32 } from "amph-gen/spec";\n' +
    "export interface Pair { first: u32; second: u32; }\n";
  const files = await generateModules(
    [{ file: "model.layout.ts", text: head + types.join("\n") }],
    { host: HOST, emit: "ts" },
  );
  return files.map(({ text }) => text);
}
