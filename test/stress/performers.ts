/** The structures of the harness, their half in the threads. */
import { performCubby } from "./cubby/perform.ts";
import type { StressQueue } from "./queue/items.ts";
import { performQueue } from "./queue/perform.ts";
import { performVector, type StressVector } from "./secvec/perform.ts";
import type { Performer } from "./structure.ts";

interface Opened {
  readonly structure: string;
  readonly className: string;
  readonly href: string;
  readonly handles: readonly unknown[];
}

type Attach<Part> = { attach(handle: unknown): Part };

/** Opens the structures of a run in this thread. */
export async function performerOf(opened: Opened): Promise<Performer> {
  switch (opened.structure) {
    case "Queue":
      return performQueue(await attachAll<StressQueue>(opened), isOfNumbers(opened));
    case "Cubby":
      return performCubby(await attachAll<StressQueue>(opened), isOfNumbers(opened));
    case "SecVec":
    case "SecVec-append":
      return performVector(await attachAll<StressVector>(opened), isOfNumbers(opened));
    default:
      throw new Error(`the stress harness has no performer for a ${opened.structure}`);
  }
}

/** Classes are named after their items. */
function isOfNumbers({ className }: Opened): boolean {
  return className.endsWith("U32");
}

async function attachAll<Part>({ href, className, handles }: Opened): Promise<readonly Part[]> {
  const module: Record<string, Attach<Part> | undefined> = await import(href);
  const found = module[className];
  if (found === undefined) throw new Error(`${href} does not export ${className}`);
  return handles.map((handle) => found.attach(handle));
}
