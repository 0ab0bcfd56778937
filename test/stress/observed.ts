/** Batches that see how far an operation has come that goes through them one by one. */

/** Items that come from `read`, which is told each time that one of them is read. */
export function observedItems<Item>(
  length: number,
  read: (k: number) => Item,
): { readonly length: number; readonly [index: number]: Item } {
  const items = { length };
  for (let k = 0; k < length; k++) {
    Object.defineProperty(items, k, { get: () => read(k), enumerable: true });
  }
  return items;
}

/** Room for items: `room` gives what is to be filled, `written` takes what comes. */
export function observedRoom<Item>(
  length: number,
  room: () => Item,
  written: (k: number, item: Item) => void,
): { readonly length: number; [index: number]: Item } {
  const into = { length };
  for (let k = 0; k < length; k++) {
    Object.defineProperty(into, k, {
      get: room,
      set: (item: Item) => written(k, item),
      enumerable: true,
    });
  }
  return into;
}
