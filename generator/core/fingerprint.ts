/**
 * FNV-1a, 64 bits, over UTF-8 (Fowler, Noll, Vo; draft-eastlake-fnv): tells layouts apart, is no
 * defence against forgery. Returns 16 lower-case hexadecimal digits.
 */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, "0");
}

/** Recursively frozen: phases hand over values that nobody can change afterwards. */
export function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) freeze(part);
  }
  return value;
}
