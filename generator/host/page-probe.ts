/**
 * The sharing experiment in a browser: a server on this machine hands out a page, the page runs the
 * threads and sends back what they measured, and everything else happens here.
 */
import { freeze } from "../core/fingerprint.ts";
import type { Sharing } from "./knee.ts";
import { measureSharing, withSharing } from "./measured.ts";
import { Page } from "./page-server.ts";
import { CONCLUSION } from "./probe.ts";
import { formatProfile } from "./profile-file.ts";
import type { HostProfile } from "./profile.ts";
import { sharingSvg } from "./sharing-chart.ts";

export interface BrowserProbe {
  readonly profile: HostProfile;
  readonly sharing: Sharing;
}

export interface BrowserProbeOptions {
  /** Called once with the address that the browser has to open. */
  readonly onAddress: (address: string) => void;
  /** For the whole: until somebody has opened the page and it has answered. */
  readonly timeoutMs: number;
}

const USUAL_LINE_BYTES = 64;
const SOURCE = "experiment in a browser: two workers write two words";

export async function probeBrowser(options: BrowserProbeOptions): Promise<BrowserProbe> {
  const page = new Page();
  await page.open();
  const seconds = options.timeoutMs / 1000;
  const limit = setTimeout(
    () => page.fail(new Error(`no browser has answered within ${seconds} s`)),
    options.timeoutMs,
  );
  try {
    options.onAddress(page.address);
    const sharing = await Promise.race([
      measureSharing({ cores: 2 }, () => page.measure()),
      page.failed,
    ]);
    clearTimeout(limit);
    const profile = withSharing(baseProfile(page.userAgent), sharing, SOURCE);
    const drawing = sharing.points.length === 0 ? "" : sharingSvg(sharing, profile.name);
    await page.finish({ kind: "done", profile: formatProfile(profile), drawing });
    return { profile, sharing };
  } finally {
    clearTimeout(limit);
    await page.close();
  }
}

/** A page has no operating system to ask. */
function baseProfile(userAgent: string): HostProfile {
  const detail = `a page cannot ask for it; ${USUAL_LINE_BYTES} is usual`;
  return freeze({
    name: `browser-${familyOf(userAgent)}-${USUAL_LINE_BYTES}`,
    lineBytes: USUAL_LINE_BYTES,
    isolationBytes: USUAL_LINE_BYTES,
    evidence: [
      { source: "browser", lineBytes: undefined, detail: printable(userAgent) },
      { source: CONCLUSION, lineBytes: USUAL_LINE_BYTES, detail },
    ],
  });
}

export function familyOf(userAgent: string): string {
  if (/Firefox\//.test(userAgent)) return "firefox";
  if (/Chrom(?:e|ium)\//.test(userAgent)) return "chromium";
  return /Safari\//.test(userAgent) ? "safari" : "other";
}

function printable(text: string): string {
  return text.replace(/[^ -~]/g, "?").slice(0, 200);
}
