import type { RecordType, Scalar, SlotType } from "./model.ts";

const SCALAR_BYTES: Readonly<Record<Scalar, number>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  f64: 8,
  bool: 1,
  u53: 8,
  u64: 8,
  i64: 8,
};

interface Extent {
  readonly bytes: number;
  readonly alignment: number;
}

/** Bytes of one item, naturally aligned and in the order of the spec, without padding after it. */
export function itemBytes(type: SlotType): number {
  return extent(type, new Map()).bytes;
}

/** `known` keeps a record that many fields share from being measured many times. */
function extent(type: SlotType, known: Map<RecordType, Extent>): Extent {
  switch (type.kind) {
    case "scalar":
      return word(SCALAR_BYTES[type.scalar]);
    case "union":
      return word(type.members.length <= 256 ? 1 : 2);
    case "text": {
      const lengthBytes = type.bytes <= 255 ? 1 : 2;
      return { bytes: lengthBytes + type.bytes, alignment: lengthBytes };
    }
    case "bytes":
      return { bytes: type.length, alignment: 1 };
    case "array": {
      const { bytes, alignment } = extent(type.of, known);
      return { bytes: alignUp(bytes, alignment) * type.length, alignment };
    }
    case "record": {
      const measured = known.get(type.record) ?? recordExtent(type.record, known);
      known.set(type.record, measured);
      return measured;
    }
  }
}

function recordExtent(record: RecordType, known: Map<RecordType, Extent>): Extent {
  let end = 0;
  let widest = 1;
  for (const field of record.fields) {
    const { bytes, alignment } = extent(field.type, known);
    end = alignUp(end, alignment) + bytes;
    widest = Math.max(widest, alignment);
  }
  return { bytes: alignUp(end, widest), alignment: widest };
}

const word = (bytes: number): Extent => ({ bytes, alignment: bytes });

/** Not by bit masks: a size above 2^31 has to stay a size. */
const alignUp = (bytes: number, alignment: number): number =>
  Math.ceil(bytes / alignment) * alignment;
