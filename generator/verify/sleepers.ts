/** Who sleeps on which word, first come first; each such list has a number. */
export interface Sleepers {
  /** Number of the present list; 0 is the empty one. */
  save(): number;
  restore(id: number): void;
  has(thread: number): boolean;
  /** `start` is the byte of the word. */
  add(thread: number, start: number): void;
  remove(thread: number): void;
  /** Takes out the first `count` that sleep on the word at `start`. */
  wake(start: number, count: number): readonly number[];
}

interface Sleeper {
  readonly thread: number;
  readonly start: number;
}

export function createSleepers(): Sleepers {
  const lists: (readonly Sleeper[])[] = [[]];
  const numbers = new Map<string, number>([["", 0]]);
  let present: readonly Sleeper[] = [];

  const save = (): number => {
    const key = present.map(({ thread, start }) => `${thread}@${start}`).join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, lists.length);
    return lists.push(present) - 1;
  };

  const remove = (thread: number) => {
    present = present.filter((sleeper) => sleeper.thread !== thread);
  };

  const wake = (start: number, count: number): readonly number[] => {
    const woken = present.filter((sleeper) => sleeper.start === start).slice(0, count);
    present = present.filter((sleeper) => !woken.includes(sleeper));
    return woken.map(({ thread }) => thread);
  };

  return {
    save,
    restore: (id) => void (present = lists[id]!),
    has: (thread) => present.some((sleeper) => sleeper.thread === thread),
    add: (thread, start) => void (present = [...present, { thread, start }]),
    remove,
    wake,
  };
}
