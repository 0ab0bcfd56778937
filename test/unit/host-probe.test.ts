import assert from "node:assert/strict";
import { test } from "node:test";
import { parseProfile } from "../../generator/host/profile-file.ts";
import { formatProfile, probeHost } from "../../generator/host/probe.ts";
import type { System } from "../../generator/host/system.ts";

const SYSFS = "/sys/devices/system/cpu";

/** A machine made of files and of commands' outputs; whatever is absent throws, as on a real one. */
function machine(
  platform: string,
  arch: string,
  files: Readonly<Record<string, string>>,
  commands: Readonly<Record<string, string>> = {},
): System {
  const absent = (): never => {
    throw Object.assign(new Error("no such file"), { code: "ENOENT" });
  };
  return {
    platform,
    arch,
    readText: (file) => files[file] ?? absent(),
    listFolder: (folder) => {
      const inside = Object.keys(files).filter((file) => file.startsWith(`${folder}/`));
      const names = inside.map((file) => file.slice(folder.length + 1).split("/")[0] ?? "");
      return names.length === 0 ? absent() : [...new Set(names)];
    },
    run: (command, args) => commands[[command, ...args].join(" ")] ?? commands[command] ?? absent(),
  };
}

test("Linux: every source agrees", () => {
  const profile = probeHost(machine("linux", "x64", {
    [`${SYSFS}/online`]: "0-1",
    [`${SYSFS}/cpufreq/x`]: "",
    [`${SYSFS}/cpu0/cache/index0/coherency_line_size`]: "64\n",
    [`${SYSFS}/cpu0/cache/index1/coherency_line_size`]: "64\n",
    [`${SYSFS}/cpu0/cache/uevent`]: "",
    [`${SYSFS}/cpu1/online`]: "0",
    "/proc/cpuinfo": "clflush size\t: 64\ncache_alignment\t: 64\n",
  }, { "getconf LEVEL1_DCACHE_LINESIZE": "64\n" }));
  assert.deepEqual(profile, {
    name: "linux-x64-64",
    lineBytes: 64,
    isolationBytes: 64,
    evidence: [
      {
        source: "/sys/devices/system/cpu/cpu*/cache/index*/coherency_line_size",
        lineBytes: 64,
        detail: "2 x 64",
      },
      { source: "getconf LEVEL1_DCACHE_LINESIZE", lineBytes: 64, detail: 'said "64"' },
      { source: "/proc/cpuinfo: clflush size", lineBytes: 64, detail: "1 x 64" },
      { source: "/proc/cpuinfo: cache_alignment", lineBytes: 64, detail: "1 x 64" },
    ],
  });
  assert.ok(Object.isFrozen(profile.evidence));
});

test("sources that differ: the largest counts, and the profile says so", () => {
  const profile = probeHost(machine("linux", "x64", {
    [`${SYSFS}/cpu0/cache/index0/coherency_line_size`]: "64\n",
    "/proc/cpuinfo": "cache_alignment\t: 128\n",
  }));
  assert.deepEqual([profile.lineBytes, profile.isolationBytes], [128, 128]);
  assert.deepEqual(profile.evidence.at(-1), {
    source: "conclusion",
    lineBytes: 128,
    detail: "the sources say 64 and 128; the largest keeps words apart on all",
  });
});

test("a source that cannot be asked is evidence", () => {
  const profile = probeHost(machine("linux", "arm64", {}));
  assert.deepEqual(
    profile.evidence.map(({ lineBytes, detail }) => [lineBytes, detail]),
    [
      [undefined, "could not be asked: ENOENT"],
      [undefined, "could not be asked: ENOENT"],
      [undefined, "could not be asked: ENOENT"],
      [undefined, "could not be asked: ENOENT"],
      [64, "no source answered; 64 is usual for linux on arm64"],
    ],
  );
  assert.equal(profile.lineBytes, 64);
});

test("lines of 32 bytes are still kept 64 bytes apart", () => {
  const profile = probeHost(
    machine("linux", "arm", {}, { "getconf LEVEL1_DCACHE_LINESIZE": "32\n" }),
  );
  assert.deepEqual([profile.lineBytes, profile.isolationBytes], [32, 64]);
});

test("macOS: sysctl", () => {
  const profile = probeHost(
    machine("darwin", "arm64", {}, { "sysctl -n hw.cachelinesize": "128\n" }),
  );
  assert.equal(profile.name, "darwin-arm64-128");
  assert.deepEqual(profile.evidence, [
    { source: "sysctl -n hw.cachelinesize", lineBytes: 128, detail: 'said "128"' },
  ]);
});

test("Windows: both questions go through PowerShell", () => {
  const profile = probeHost(
    machine("win32", "x64", {}, { "powershell.exe": '{"Level":3,"LineSize":64}' }),
  );
  assert.deepEqual(profile.evidence.map(({ source, lineBytes }) => [source, lineBytes]), [
    ["GetLogicalProcessorInformation", undefined],
    ["Win32_CacheMemory.LineSize", 64],
  ]);
});

test("without an answer the architecture's usual line counts", () => {
  const usual = (platform: string, arch: string) =>
    probeHost(machine(platform, arch, {})).lineBytes;
  assert.equal(usual("darwin", "arm64"), 128);
  assert.equal(usual("darwin", "x64"), 64);
  assert.equal(usual("linux", "s390x"), 256);
  assert.equal(usual("linux", "ppc64"), 128);
  assert.equal(usual("win32", "x64"), 64);
  const [first] = probeHost(machine("freebsd", "x64", {})).evidence;
  assert.equal(first?.detail, "no source is known for freebsd");
});

test("this machine gives a profile that can be written and read again", () => {
  const profile = probeHost();
  assert.ok(profile.isolationBytes >= profile.lineBytes);
  assert.ok(profile.evidence.length > 0);
  assert.deepEqual(parseProfile(formatProfile(profile), "host-profile.json"), profile);
});
