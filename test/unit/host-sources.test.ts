/** Outputs as the systems print them. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import {
  readCacheMemory,
  readCoherencyLineSizes,
  readCpuInfo,
  readLogicalProcessors,
  readNumber,
} from "../../generator/host/sources.ts";
import type { HostEvidence } from "../../generator/host/profile.ts";

function said({ lineBytes, detail }: HostEvidence): [number | undefined, string] {
  return [lineBytes, detail];
}

test("getconf and sysctl print one number", () => {
  assert.deepEqual(said(readNumber("getconf", "64\n")), [64, 'said "64"']);
  assert.deepEqual(said(readNumber("sysctl", "128\r\n")), [128, 'said "128"']);
});

test("getconf without an answer prints 0, nothing or a word", () => {
  assert.deepEqual(said(readNumber("getconf", "0\n")), [undefined, 'said "0"']);
  assert.deepEqual(said(readNumber("getconf", "\n")), [undefined, "said nothing"]);
  assert.deepEqual(said(readNumber("getconf", "undefined\n")), [undefined, 'said "undefined"']);
});

test("a number that no cache line has is no answer", () => {
  for (const text of ["48", "8", "2048", "-64", "64.5", "1e2"]) {
    assert.equal(readNumber("getconf", text).lineBytes, undefined, text);
  }
});

test("sysfs has one file for each cache of each processor; the largest counts", () => {
  assert.deepEqual(
    said(readCoherencyLineSizes("sysfs", ["64\n", "64\n", "128\n", "64\n"])),
    [128, "1 x 128, 3 x 64"],
  );
  assert.deepEqual(said(readCoherencyLineSizes("sysfs", [])), [undefined, "lists no cache"]);
  assert.deepEqual(said(readCoherencyLineSizes("sysfs", ["\n"])), [undefined, "1 x 0"]);
});

const X86_CPU = `processor\t: 0
vendor_id\t: GenuineIntel
cache size\t: 39424 KB
flags\t\t: fpu vme clflush mmx clflushopt
bogomips\t: 5800.00
clflush size\t: 64
cache_alignment\t: 64
address sizes\t: 46 bits physical, 48 bits virtual
`;

const ARM_CPU = `processor\t: 0
BogoMIPS\t: 243.75
Features\t: fp asimd evtstrm aes
CPU implementer\t: 0x41
CPU architecture: 8
`;

test("cpuinfo of x86 has the flush size and the alignment of each processor", () => {
  const both = `${X86_CPU}\n${X86_CPU.replace("cache_alignment\t: 64", "cache_alignment\t: 128")}`;
  assert.deepEqual(said(readCpuInfo("cpuinfo", both, "clflush size")), [64, "2 x 64"]);
  assert.deepEqual(
    said(readCpuInfo("cpuinfo", both, "cache_alignment")),
    [128, "1 x 128, 1 x 64"],
  );
});

test("cpuinfo of ARM has neither", () => {
  assert.deepEqual(
    said(readCpuInfo("cpuinfo", ARM_CPU, "clflush size")),
    [undefined, 'has no "clflush size"'],
  );
});

test("Win32_CacheMemory is one object or a list, mostly without a line size", () => {
  assert.deepEqual(
    said(readCacheMemory("wmi", '[{"Level":3,"LineSize":64},{"Level":4,"LineSize":null}]\r\n')),
    [64, "1 x 64, 1 x 0"],
  );
  assert.deepEqual(said(readCacheMemory("wmi", '{"Level":3,"LineSize":64}')), [64, "1 x 64"]);
  assert.deepEqual(
    said(readCacheMemory("wmi", '{"Level":3,"LineSize":null}')),
    [undefined, "1 x 0"],
  );
  assert.deepEqual(said(readCacheMemory("wmi", "")), [undefined, "said nothing"]);
  assert.deepEqual(said(readCacheMemory("wmi", "null")), [undefined, "lists no cache"]);
});

/** Entries of `SYSTEM_LOGICAL_PROCESSOR_INFORMATION`: a relationship and, of a cache, its line. */
function logicalProcessors(
  pointerBytes: 4 | 8,
  entries: readonly (readonly [relationship: number, lineBytes: number])[],
): string {
  const [unionOffset, size] = pointerBytes === 8 ? [16, 32] : [8, 24];
  const bytes = Buffer.alloc(entries.length * size);
  entries.forEach(([relationship, lineBytes], index) => {
    bytes.writeUInt32LE(1, index * size);
    bytes.writeUInt32LE(relationship, index * size + pointerBytes);
    bytes.writeUInt8(1, index * size + unionOffset);
    bytes.writeUInt8(8, index * size + unionOffset + 1);
    bytes.writeUInt16LE(lineBytes, index * size + unionOffset + 2);
  });
  return `${pointerBytes}:${bytes.toString("base64")}\r\n`;
}

test("GetLogicalProcessorInformation: only entries of caches count", () => {
  const entries = [[0, 1024], [2, 64], [2, 64], [3, 512], [2, 128], [1, 256]] as const;
  for (const pointerBytes of [4, 8] as const) {
    assert.deepEqual(
      said(readLogicalProcessors("kernel32", logicalProcessors(pointerBytes, entries))),
      [128, "1 x 128, 2 x 64"],
    );
  }
});

test("GetLogicalProcessorInformation: what is cut off or something else is no answer", () => {
  const cut = logicalProcessors(8, [[2, 64]]).slice(0, 22);
  assert.deepEqual(said(readLogicalProcessors("kernel32", cut)), [undefined, "lists no cache"]);
  assert.deepEqual(
    said(readLogicalProcessors("kernel32", "Add-Type : Cannot add type.")),
    [undefined, 'said "Add-Type : Cannot add type."'],
  );
});
