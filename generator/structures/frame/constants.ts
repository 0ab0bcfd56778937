/** The numbers that a layout fixes, with their units in name and comment. */
import { VIEW_ARRAY } from "../../emit/types.ts";
import { type Area, type Layout, type View, VIEW_BYTES } from "../../layout/model.ts";
import { HEADER_AREA } from "./header.ts";
import type { Constant } from "./view.ts";

const PAGE_BYTES = 65_536;

/** The line, the total, and the Int32 index of each control word outside the header. */
export function wordConstants(layout: Layout): readonly Constant[] {
  const words = layout.areas
    .filter(({ request }) => request.name !== HEADER_AREA.name)
    .flatMap((area) => area.words);
  return [
    {
      name: "LINE_BYTES",
      value: layout.lineBytes,
      doc: "Bytes by which words of different writers are kept apart.",
    },
    { name: "TOTAL_BYTES", value: layout.totalBytes, doc: "Bytes of the whole structure." },
    {
      name: "PAGES",
      value: Math.ceil(layout.totalBytes / PAGE_BYTES),
      doc: "Pages of 64 KiB that hold it.",
    },
    ...words.map(({ name, doc, byteOffset, i32Index }) => ({
      name: `${name}_I32`,
      value: i32Index,
      doc: `${doc} Byte ${byteOffset}, Int32 index ${i32Index}.`,
    })),
  ];
}

/** Where the first of `slots` is and how far the next one, in indices of each view. */
export function slotConstants(slots: Area, views: readonly View[]): readonly Constant[] {
  return views.flatMap((view) => {
    const bytes = VIEW_BYTES[view];
    const array = VIEW_ARRAY[view].replace("Array", "");
    const start = slots.byteOffset / bytes;
    return [
      {
        name: `SLOTS_${view.toUpperCase()}`,
        value: start,
        doc: `First slot. Byte ${slots.byteOffset}, ${array} index ${start}.`,
      },
      {
        name: `STRIDE_${view.toUpperCase()}`,
        value: slots.strideBytes / bytes,
        doc: `From one slot to the next: ${slots.strideBytes} bytes, in ${array} indices.`,
      },
    ];
  });
}
