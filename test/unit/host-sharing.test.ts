import assert from "node:assert/strict";
import { test } from "node:test";
import { concludeSharing } from "../../generator/host/knee.ts";
import { measureSharing, SHARING_SOURCE, withSharing } from "../../generator/host/measured.ts";
import type { HostProfile } from "../../generator/host/profile.ts";
import { sharingSvg, sharingText } from "../../generator/host/sharing-chart.ts";
import { type Curve, DISTANCES_BYTES, measureCurves } from "../../generator/host/sharing.ts";

/** Curves of a machine whose writers disturb each other below `apartBytes`. */
function curves(apartBytes: number, count: number, noise = (_: number) => 1): Curve[] {
  return Array.from(
    { length: count },
    (_, k) => DISTANCES_BYTES.map((bytes) => (bytes < apartBytes ? 90 : 9) * noise(k)),
  );
}

const PROFILE: HostProfile = {
  name: "linux-x64-64",
  lineBytes: 64,
  isolationBytes: 64,
  evidence: [{ source: "getconf", lineBytes: 64, detail: "said 64" }],
};

test("the distance at which the cost falls is found, whatever it is", () => {
  for (const apartBytes of [32, 64, 128, 256]) {
    const { distanceBytes, confidence } = concludeSharing(curves(apartBytes, 15));
    assert.deepEqual({ distanceBytes, confidence }, { distanceBytes: apartBytes, confidence: 1 });
  }
});

test("single curves that other programs disturbed change nothing", () => {
  const disturbed = curves(64, 15).map((curve, k) =>
    k % 4 === 0 ? curve.map((cost) => (cost ?? 0) * 30) : curve
  );
  assert.equal(concludeSharing(disturbed).distanceBytes, 64);
});

test("curves that contradict each other are no answer, and say so", () => {
  const mixed = Array.from({ length: 15 }, (_, k) => curves(k % 5 < 3 ? 64 : 512, 1)).flat();
  const { distanceBytes, detail } = concludeSharing(mixed);
  assert.equal(distanceBytes, undefined);
  assert.match(detail, /too noisy: only 60 % of the repetitions agree on 64 bytes/);
});

test("a flat curve is no answer: the threads shared a core", () => {
  const flat = curves(0, 15);
  const { distanceBytes, detail } = concludeSharing(flat);
  assert.equal(distanceBytes, undefined);
  assert.match(detail, /the cost does not fall: 9.0 ns at 4 bytes, 9.0 ns at 1024/);
});

test("a fall before 32 bytes is noise", () => {
  assert.equal(concludeSharing(curves(16, 15)).distanceBytes, undefined);
});

test("rounds in which the threads did not run at once do not count", () => {
  const half = curves(64, 15).map((curve, k) =>
    curve.map((cost, at) => (at + k) % 2 === 0 ? undefined : cost)
  );
  assert.equal(concludeSharing(half).distanceBytes, 64);
  const never = curves(64, 15).map((curve) => curve.map(() => undefined));
  assert.deepEqual(concludeSharing(never).points, []);
  assert.equal(concludeSharing(never).distanceBytes, undefined);
});

test("measuring goes on until there is an answer, and gives up after a few attempts", async () => {
  let attempts = 0;
  const late = await measureSharing({ cores: 2 }, () => {
    attempts++;
    return Promise.resolve(attempts < 3 ? curves(0, 5) : curves(64, 40));
  });
  assert.equal(late.distanceBytes, 64);
  assert.equal(attempts, 3);
  attempts = 0;
  const never = await measureSharing({ cores: 2 }, () => {
    attempts++;
    return Promise.resolve(curves(0, 5));
  });
  assert.equal(never.distanceBytes, undefined);
  assert.equal(attempts, 4);
});

test("one core, and threads that cannot be had, are reasons", async () => {
  const one = await measureSharing({ cores: 1 });
  assert.match(one.detail, /could not be made: one core: two threads never run at the same time/);
  const failed = await measureSharing({ cores: 2 }, () => Promise.reject(new Error("no threads")));
  assert.match(failed.detail, /could not be made: no threads/);
});

test("the experiment's own threads answer with a cost for each distance", async () => {
  const measured = await measureCurves({ cores: 2, repeats: 3, additions: 500 });
  assert.equal(measured.length, 3);
  for (const curve of measured) {
    assert.equal(curve.length, DISTANCES_BYTES.length);
    for (const cost of curve) assert.ok(cost === undefined || cost > 0, String(cost));
  }
});

test("a measured distance above the line widens what keeps writers apart", () => {
  const profile = withSharing(PROFILE, concludeSharing(curves(128, 15)));
  const { name, lineBytes, isolationBytes, evidence } = profile;
  assert.deepEqual(
    { name, lineBytes, isolationBytes },
    { name: "linux-x64-64-apart-128", lineBytes: 64, isolationBytes: 128 },
  );
  assert.deepEqual(evidence.at(-1)?.source, SHARING_SOURCE);
});

test("a measured distance counts as the line only where nobody else has said one", () => {
  const silent = { ...PROFILE, evidence: [{ source: "conclusion", lineBytes: 64, detail: "" }] };
  const measured = withSharing(silent, concludeSharing(curves(128, 15)));
  assert.deepEqual([measured.lineBytes, measured.isolationBytes], [128, 128]);
  const smaller = withSharing(PROFILE, concludeSharing(curves(32, 15)));
  assert.deepEqual([smaller.lineBytes, smaller.isolationBytes], [64, 64]);
  assert.equal(smaller.name, "linux-x64-64");
});

test("without an answer the profile stays, with the reason in its evidence", () => {
  const { name, isolationBytes, evidence } = withSharing(PROFILE, concludeSharing(curves(0, 15)));
  assert.deepEqual([name, isolationBytes], ["linux-x64-64", 64]);
  assert.match(evidence.at(-1)?.detail ?? "", /does not fall/);
});

test("the chart marks the measured distance, in text and in SVG", () => {
  const sharing = concludeSharing(curves(64, 15));
  const rows = sharingText(sharing);
  assert.equal(rows.length, DISTANCES_BYTES.length);
  assert.deepEqual(rows.filter((row) => row.includes("apart from here")).length, 1);
  assert.match(rows[4] ?? "", /^ {3}64 bytes {2}#+ +9\.0 ns {2}<- apart from here on$/);
  const svg = sharingSvg(sharing, "a<b&c");
  assert.match(svg, /^<svg [^>]*viewBox="0 0 640 320"/);
  assert.match(svg, /a&lt;b&amp;c/);
  assert.equal(svg.match(/class="knee"/g)?.length, 1);
  assert.equal(svg.match(/<circle/g)?.length, DISTANCES_BYTES.length);
});
