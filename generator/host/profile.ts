/** What is known of a host: the input of layout besides the spec. */
export interface HostProfile {
  /** Names the profile in banners; no machine names. */
  readonly name: string;
  /** Bytes of a cache line, as the sources agree. */
  readonly lineBytes: number;
  /** Bytes by which two words of different writers are kept apart; at least `lineBytes`. */
  readonly isolationBytes: number;
  /** Each source that was asked and what it said. */
  readonly evidence: readonly HostEvidence[];
}

export interface HostEvidence {
  readonly source: string;
  /** `undefined`: the source was asked and had no answer. */
  readonly lineBytes: number | undefined;
  readonly detail: string;
}

/** Processors in use have lines of 32 to 256 bytes; what lies outside these bounds is a mistake. */
export const MIN_LINE_BYTES = 32;
export const MAX_LINE_BYTES = 1024;

export function isLineBytes(value: number): boolean {
  return Number.isInteger(Math.log2(value)) && value >= MIN_LINE_BYTES && value <= MAX_LINE_BYTES;
}
