/** The records whose fields are written and read: eight `u32`. */

/** Records that take turns; they stay in a core's own cache. */
export const RECORDS = 1024;

/** Field j of record number k is k + j; `record` is where it lies. */
export interface Records {
  write(record: number, k: number): void;
  /** Whether every field is as `write` has left it. */
  isRight(record: number, k: number): boolean;
}
