/** A set of vectors of whole numbers, numbered in the order of arrival. Exact: no hash stands for one. */
export interface VectorSet {
  readonly stride: number;
  size(): number;
  /** The number of the vector that begins at `vector[0]`; a new one if it was not there. */
  add(vector: Int32Array): number;
  /** Copies vector `id` to the front of `into`. */
  read(id: number, into: Int32Array): void;
}

const CHUNK_LOG2 = 10;
const CHUNK = 1 << CHUNK_LOG2;

export function createVectorSet(stride: number): VectorSet {
  const chunks: Int32Array[] = [];
  let size = 0;
  /** Number of a vector plus one, by hash, with open addressing; 0 is free. */
  let places = new Int32Array(1 << 10);

  const add = (vector: Int32Array): number => {
    if (size * 2 >= places.length) grow();
    const mask = places.length - 1;
    for (let at = hashOf(vector, 0) & mask;; at = (at + 1) & mask) {
      const found = places[at]!;
      if (found === 0) {
        places[at] = size + 1;
        return append(vector);
      }
      if (equals(found - 1, vector)) return found - 1;
    }
  };

  const append = (vector: Int32Array): number => {
    if ((size & (CHUNK - 1)) === 0) chunks.push(new Int32Array(CHUNK * stride));
    const chunk = chunks[size >> CHUNK_LOG2]!;
    const start = (size & (CHUNK - 1)) * stride;
    for (let k = 0; k < stride; k++) chunk[start + k] = vector[k]!;
    return size++;
  };

  const equals = (id: number, vector: Int32Array): boolean => {
    const chunk = chunks[id >> CHUNK_LOG2]!;
    const start = (id & (CHUNK - 1)) * stride;
    for (let k = 0; k < stride; k++) if (chunk[start + k] !== vector[k]) return false;
    return true;
  };

  const hashOf = (data: Int32Array, start: number): number => {
    let hash = stride;
    for (let k = 0; k < stride; k++) {
      hash = Math.imul(hash ^ data[start + k]!, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  };

  const grow = () => {
    places = new Int32Array(places.length * 2);
    const mask = places.length - 1;
    for (let id = 0; id < size; id++) {
      let at = hashOf(chunks[id >> CHUNK_LOG2]!, (id & (CHUNK - 1)) * stride) & mask;
      while (places[at] !== 0) at = (at + 1) & mask;
      places[at] = id + 1;
    }
  };

  const read = (id: number, into: Int32Array) => {
    const chunk = chunks[id >> CHUNK_LOG2]!;
    const start = (id & (CHUNK - 1)) * stride;
    for (let k = 0; k < stride; k++) into[k] = chunk[start + k]!;
  };

  return { stride, size: () => size, add, read };
}
