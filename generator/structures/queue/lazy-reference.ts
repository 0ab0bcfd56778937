/**
 * What a lazy queue means, one operation at a time: the queue of `reference`, of which the newest items
 * may be unseen and the oldest free slots untold. Some of that is not decided by the calls alone, since
 * each side looks at the other when it pleases: an operation may then have several effects.
 */
import type { Effect } from "../../core/scenario.ts";
import {
  itemsIn,
  type QueueReference,
  queueReference,
  runLengths,
  withoutNewest,
} from "./reference.ts";

/** The numbers of the module. */
export interface Runs {
  readonly run: number;
  readonly look: number;
}

interface Contents {
  /** As text of the eager reference: all items that were pushed and not popped. */
  readonly queue: string;
  /** The newest of them that may be unseen; once closed, how many were lost since the last error. */
  readonly unseen: number;
  /** Pops whose slots the producer may not know of. */
  readonly untold: number;
  /** Pushes since the consumer had nothing left to do, and had said so. */
  readonly dry: number;
  /** The producer has been told, or has closed the queue itself: it gets nothing in any more. */
  readonly isOver: boolean;
}

export function lazyReference(
  capacity: number,
  { run, look }: Runs,
  nameOf: (item: number) => number,
): QueueReference {
  const eager = queueReference(capacity, nameOf);
  const isClosed = ({ queue }: Contents) => eager.closed(queue)[0]?.result === "true";
  const seen = (contents: Contents) =>
    itemsIn(contents.queue) - (isClosed(contents) ? 0 : contents.unseen);
  const isFull = ({ queue, untold }: Contents) => itemsIn(queue) + untold >= capacity;

  /** Some look of a pop that still runs has told of all before it, if there is no room otherwise. */
  const untoldWith = ({ queue, untold }: Contents, more: number): readonly number[] => {
    const room = capacity - itemsIn(queue) - more;
    return untold <= room ? [untold] : upTo(room);
  };

  const refused = (contents: Contents): readonly Effect[] =>
    effect({ ...contents, unseen: 0, isOver: true }, "closed");

  const push = (state: string, item: number, waits: boolean): readonly Effect[] => {
    const contents = parse(state);
    const { queue, unseen } = contents;
    if (isClosed(contents)) {
      // Written, and lost.
      const mayPass = !contents.isOver && unseen + 1 < run;
      return [
        ...refused(contents),
        ...mayPass ? effect({ ...contents, unseen: unseen + 1 }, "pushed") : [],
      ];
    }
    const full = !waits && isFull(contents) ? effect({ ...contents, unseen: 0 }, "full") : [];
    if (itemsIn(queue) === capacity) return full;
    const longer = eager.push(queue, item, false)[0]!.state;
    return [
      ...full,
      ...untoldWith(contents, 1).flatMap((untold) => {
        const isDry = seen(contents) === 0 && untold === 0;
        const dry = isDry ? contents.dry + 1 : 0;
        const isDue = unseen + 1 >= run || dry >= look;
        // Published with all before it; all before it published, and it is not; neither.
        const rest = isDue ? [] : [unseen + 1];
        const choices = new Set([0, ...(run > 1 && unseen > 0 ? [1] : []), ...rest]);
        return [...choices].flatMap((left) =>
          effect(
            { ...contents, queue: longer, unseen: left, untold, dry: left === 0 ? 0 : dry },
            "pushed",
          )
        );
      }),
    ];
  };

  const pushAll = (
    state: string,
    items: readonly number[],
    isExact: boolean,
  ): readonly Effect[] => {
    const contents = parse(state);
    if (isClosed(contents)) return refused(contents);
    const none = isFull(contents) ? effect({ ...contents, unseen: 0 }, "0 pushed") : [];
    const room = capacity - itemsIn(contents.queue) - (isExact ? contents.untold : 0);
    const most = Math.min(items.length, room);
    if (most === 0) return none;
    return [
      ...none,
      ...runLengths(most, isExact).flatMap((count) => {
        const [longer] = eager.pushMany(contents.queue, items.slice(0, count), true);
        return untoldWith(contents, count).flatMap((untold) =>
          effect(
            { ...contents, queue: longer!.state, unseen: 0, untold, dry: 0 },
            `${count} pushed`,
          )
        );
      }),
    ];
  };

  /** Nothing is there for a look that comes after the release of everything. */
  const nothing = (contents: Contents, result: string): readonly Effect[] =>
    seen(contents) === 0 ? effect({ ...contents, untold: 0 }, result) : [];

  /** `count` items go: what is taken has been published, by whatever operation still runs. */
  const takeFrom = (contents: Contents, count: number, untold: readonly number[]) => {
    const [shorter] = eager.popMany(contents.queue, count, true);
    const left = itemsIn(shorter!.state);
    const { unseen } = contents;
    const choices = isClosed(contents) || unseen <= left ? [unseen] : upTo(left);
    return choices.flatMap((hidden) =>
      untold.map((more) => ({
        ...contents,
        queue: shorter!.state,
        unseen: hidden,
        untold: more,
        dry: 0,
      }))
    );
  };

  const popOne = (contents: Contents, untold: readonly number[]): readonly Effect[] => {
    const [first] = eager.pop(contents.queue, false);
    return takeFrom(contents, 1, untold).flatMap((after) => effect(after, first!.result));
  };

  const pop = (state: string, waits: boolean): readonly Effect[] => {
    const contents = parse(state);
    const empty = waits && !isClosed(contents) ? [] : nothing(contents, "empty");
    if (itemsIn(contents.queue) === 0) return empty;
    const more = contents.untold + 1;
    return [...empty, ...popOne(contents, more < run ? [0, more] : [0])];
  };

  const popMany = (state: string, count: number, isExact: boolean): readonly Effect[] => {
    const contents = parse(state);
    const there = Math.min(count, isExact ? seen(contents) : itemsIn(contents.queue));
    const none = nothing(contents, "no items");
    if (there === 0) return none;
    return [
      ...none,
      ...runLengths(there, isExact).flatMap((taken) => {
        const [batch] = eager.popMany(contents.queue, taken, true);
        return takeFrom(contents, taken, [0]).flatMap((after) => effect(after, batch!.result));
      }),
    ];
  };

  const close = (state: string, isProducer = false): readonly Effect[] => {
    const contents = parse(state);
    if (isClosed(contents)) {
      if (!isProducer) return effect(contents, "done");
      return contents.unseen > 0
        ? refused(contents)
        : effect({ ...contents, isOver: true }, "done");
    }
    const lost = isProducer ? [0] : upTo(contents.unseen);
    return lost.flatMap((unseen) => {
      const [closed] = eager.close(withoutNewest(contents.queue, unseen));
      const after = { ...contents, queue: closed!.state, unseen, dry: 0, isOver: isProducer };
      return effect(after, "done");
    });
  };

  return {
    empty: format({ queue: eager.empty, unseen: 0, untold: 0, dry: 0, isOver: false }),
    push,
    pop,
    pushMany: pushAll,
    popMany,
    claim: (state, item) =>
      pushAll(state, [item], false).map(({ state: after, result }) => ({
        state: after,
        result: result === "1 pushed" ? "pushed" : result === "0 pushed" ? "full" : result,
      })),
    peek: (state) => {
      const contents = parse(state);
      const empty = nothing(contents, "empty");
      return itemsIn(contents.queue) === 0 ? empty : [...empty, ...popOne(contents, [0])];
    },
    close,
    size: (state) => {
      const contents = parse(state);
      return [{ state, result: `size ${seen(contents) + contents.untold}` }];
    },
    closed: (state) => [{ state, result: String(isClosed(parse(state))) }],
    largestSize: (state) => {
      const { queue, untold } = parse(state);
      return Math.min(itemsIn(queue) + untold, capacity);
    },
    flush: (state, isProducer) => {
      const contents = parse(state);
      if (!isProducer) return effect({ ...contents, untold: 0 }, "done");
      const isLost = isClosed(contents) && contents.unseen > 0;
      return isLost ? refused(contents) : effect({ ...contents, unseen: 0, dry: 0 }, "done");
    },
  };
}

/** 0 … most. */
function upTo(most: number): readonly number[] {
  return Array.from({ length: most + 1 }, (_, k) => k);
}

function effect(contents: Contents, result: string): readonly Effect[] {
  return [{ state: format(contents), result }];
}

function format({ queue, unseen, untold, dry, isOver }: Contents): string {
  return `${queue} | unseen ${unseen}, untold ${untold}, dry ${dry}${isOver ? ", over" : ""}`;
}

function parse(state: string): Contents {
  const [queue = "", rest = ""] = state.split(" | ");
  const [unseen = 0, untold = 0, dry = 0] = (rest.match(/\d+/g) ?? []).map(Number);
  return { queue, unseen, untold, dry, isOver: rest.endsWith("over") };
}
