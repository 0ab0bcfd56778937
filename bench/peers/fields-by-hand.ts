/** Fields as a person would write them: indices into a typed array, and a `DataView`. */
import { RECORDS, type Records } from "./words.ts";

const FIELDS = 8;

export function typedArray(): Records {
  const words = new Uint32Array(new SharedArrayBuffer(RECORDS * FIELDS * 4));
  return {
    write(record, k) {
      const at = record * FIELDS;
      words[at] = k;
      words[at + 1] = k + 1;
      words[at + 2] = k + 2;
      words[at + 3] = k + 3;
      words[at + 4] = k + 4;
      words[at + 5] = k + 5;
      words[at + 6] = k + 6;
      words[at + 7] = k + 7;
    },
    isRight(record, k) {
      const at = record * FIELDS;
      return words[at] === k &&
        words[at + 1] === k + 1 &&
        words[at + 2] === k + 2 &&
        words[at + 3] === k + 3 &&
        words[at + 4] === k + 4 &&
        words[at + 5] === k + 5 &&
        words[at + 6] === k + 6 &&
        words[at + 7] === k + 7;
    },
  };
}

export function dataView(): Records {
  const view = new DataView(new SharedArrayBuffer(RECORDS * FIELDS * 4));
  return {
    write(record, k) {
      const at = record * FIELDS * 4;
      view.setUint32(at, k, true);
      view.setUint32(at + 4, k + 1, true);
      view.setUint32(at + 8, k + 2, true);
      view.setUint32(at + 12, k + 3, true);
      view.setUint32(at + 16, k + 4, true);
      view.setUint32(at + 20, k + 5, true);
      view.setUint32(at + 24, k + 6, true);
      view.setUint32(at + 28, k + 7, true);
    },
    isRight(record, k) {
      const at = record * FIELDS * 4;
      return view.getUint32(at, true) === k &&
        view.getUint32(at + 4, true) === k + 1 &&
        view.getUint32(at + 8, true) === k + 2 &&
        view.getUint32(at + 12, true) === k + 3 &&
        view.getUint32(at + 16, true) === k + 4 &&
        view.getUint32(at + 20, true) === k + 5 &&
        view.getUint32(at + 24, true) === k + 6 &&
        view.getUint32(at + 28, true) === k + 7;
    },
  };
}
