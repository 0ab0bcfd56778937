/** Which operations of an emitted module touch which place of its structure. */
export interface Use {
  /** As its callers write it: `tryPush`. */
  readonly operation: string;
  /** From the start of the structure; of the first element where it is one of many. */
  readonly byteOffset: number;
  readonly reads: boolean;
  readonly writes: boolean;
}

/** Names of the operations, in the order of the module. */
export interface Users {
  readonly readers: readonly string[];
  readonly writers: readonly string[];
}

/** Who touches bytes for which `isHere` holds. */
export function usersOf(uses: readonly Use[], isHere: (byteOffset: number) => boolean): Users {
  const here = uses.filter(({ byteOffset }) => isHere(byteOffset));
  const names = (which: readonly Use[]) => [...new Set(which.map(({ operation }) => operation))];
  return {
    readers: names(here.filter(({ reads }) => reads)),
    writers: names(here.filter(({ writes }) => writes)),
  };
}
