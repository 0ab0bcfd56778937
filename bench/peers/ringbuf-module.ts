/** What is used of `ringbuf.js`. */
import { load } from "../npm/load.ts";

/** Push and pop return how many elements it was. */
export interface RingBuffer {
  push(elements: Uint32Array, length?: number, offset?: number): number;
  pop(into: Uint32Array, length?: number, offset?: number): number;
}

interface RingBufferClass {
  new (memory: SharedArrayBuffer, type: Uint32ArrayConstructor): RingBuffer;
  getStorageForCapacity(capacity: number, type: Uint32ArrayConstructor): SharedArrayBuffer;
}

export async function ringBufferClass(): Promise<RingBufferClass> {
  const module = await load<{ readonly RingBuffer: RingBufferClass }>("ringbuf.js/dist/index.mjs");
  return module.RingBuffer;
}
