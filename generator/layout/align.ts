/** `value` rounded up to a multiple of `step`; exact for whole numbers up to 2^53. */
export function alignUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
