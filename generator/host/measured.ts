/** A host profile with the measured sharing distance in it. */
import { freeze } from "../core/fingerprint.ts";
import { concludeSharing, type Sharing } from "./knee.ts";
import { CONCLUSION } from "./probe.ts";
import type { HostProfile } from "./profile.ts";
import { type Curve, measureCurves, type SharingOptions } from "./sharing.ts";

export const SHARING_SOURCE = "experiment: two threads write two words";

/** Other programs disturb the experiment: it goes on until it has an answer, but not for ever. */
const ATTEMPTS = 4;
const LAST_ATTEMPT_AFTER_MS = 3_000;

/** Never throws: an experiment that cannot be made has no answer, and says why. */
export async function measureSharing(
  options: SharingOptions,
  measure: (options: SharingOptions) => Promise<readonly Curve[]> = measureCurves,
): Promise<Sharing> {
  const curves: Curve[] = [];
  const startMs = performance.now();
  let sharing: Sharing | undefined;
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      curves.push(...await measure(options));
      sharing = concludeSharing(curves);
      if (sharing.distanceBytes !== undefined) break;
      if (performance.now() - startMs > LAST_ATTEMPT_AFTER_MS) break;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    sharing ??= noSharing(`could not be made: ${reason}`);
  }
  return sharing ?? noSharing("could not be made");
}

function noSharing(detail: string): Sharing {
  return { distanceBytes: undefined, confidence: 0, points: [], detail };
}

/**
 * The measured distance widens `isolationBytes`: processors that fetch lines in pairs share over two
 * lines. `lineBytes` stays the operating system's word where it has one, and is measured where not.
 */
export function withSharing(
  profile: HostProfile,
  sharing: Sharing,
  source: string = SHARING_SOURCE,
): HostProfile {
  const { distanceBytes, detail } = sharing;
  const evidence = [
    ...profile.evidence,
    { source, lineBytes: distanceBytes, detail },
  ];
  if (distanceBytes === undefined) return freeze({ ...profile, evidence });
  const wasAnswered = profile.evidence.some(({ source, lineBytes }) =>
    source !== CONCLUSION && lineBytes !== undefined
  );
  const lineBytes = wasAnswered ? profile.lineBytes : distanceBytes;
  const isolationBytes = Math.max(profile.isolationBytes, distanceBytes);
  const [platform = "", arch = ""] = profile.name.split("-");
  const apart = distanceBytes > profile.isolationBytes ? `-apart-${isolationBytes}` : "";
  return freeze({
    name: `${platform}-${arch}-${lineBytes}${apart}`,
    lineBytes,
    isolationBytes,
    evidence,
  });
}
