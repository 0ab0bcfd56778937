/** One repetition in a page: `runners/chromium.ts` imports this there. */
import type { Outcome } from "../job.ts";
import { Crew } from "./crew.ts";
import { measure, type OthersGauge, type Request } from "./measure.ts";

/** A page cannot see the machine: the bench itself says what others took. */
const NOBODY_KNOWS: OthersGauge = { start() {}, read: () => null };

export async function runInPage(request: Request): Promise<Outcome> {
  const { job, limitMs } = request;
  const limit = Promise.withResolvers<Outcome>();
  let crew: Crew | undefined;
  setTimeout(() => {
    const unfinished = crew?.unfinished ?? "its threads have not started";
    limit.resolve({ failed: `no end within ${limitMs} ms: ${unfinished}`, late: { others: null } });
  }, limitMs);
  const work = async (): Promise<Outcome> => {
    crew = await Crew.start(job);
    return await measure(crew, request, NOBODY_KNOWS);
  };
  try {
    return await Promise.race([work(), limit.promise]);
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
