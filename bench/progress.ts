/** How far the bench is and how much time is left: a bar on a terminal, a line for each case elsewhere. */
import process from "node:process";
import cliProgress from "cli-progress";

export interface Progress {
  /** A case begins. */
  begin(what: string): void;
  /** Work of so many planned seconds is done. */
  advance(plannedSeconds: number): void;
  /** A line of the answer, above the bar. */
  print(line: string): void;
  stop(): void;
}

export function showProgress(
  cases: number,
  plannedSeconds: number,
  stream: NodeJS.WriteStream = process.stderr,
): Progress {
  return stream.isTTY ? bar(cases, plannedSeconds, stream) : lines(cases, plannedSeconds);
}

/**
 * Time that is left: what was planned for the rest, stretched as the work so far was. Both start with the
 * plan's word, so that the first repetitions do not throw it about.
 */
export class TimeLeft {
  readonly #planned: number;
  readonly #startedMs: number;
  #done = 0;

  constructor(plannedSeconds: number, nowMs: number) {
    this.#planned = plannedSeconds;
    this.#startedMs = nowMs;
  }

  advance(plannedSeconds: number): void {
    this.#done += plannedSeconds;
  }

  /** `12 min`, `40 s` */
  text(nowMs: number): string {
    const trustSeconds = 10;
    const tookSeconds = (nowMs - this.#startedMs) / 1_000;
    const stretch = (tookSeconds + trustSeconds) / (this.#done + trustSeconds);
    const left = Math.max(0, this.#planned - this.#done) * stretch;
    return left < 90 ? `${Math.ceil(left)} s` : `${Math.round(left / 60)} min`;
  }
}

function bar(cases: number, plannedSeconds: number, stream: NodeJS.WriteStream): Progress {
  const left = new TimeLeft(plannedSeconds, performance.now());
  const shown = new cliProgress.SingleBar({
    format: "[{bar}] {percentage} %, {left} left: case {begun} of {cases}, {what}",
    stream,
    clearOnComplete: true,
    // An interrupted bench must not leave a terminal without a cursor.
    hideCursor: false,
  }, cliProgress.Presets.shades_classic);
  let begun = 0;
  let done = 0;
  let what = "";
  const draw = () => {
    shown.update(done, { what, begun, cases, left: left.text(performance.now()) });
  };
  shown.start(plannedSeconds, 0, { what, begun, cases, left: left.text(performance.now()) });
  return {
    begin(next) {
      what = next;
      begun++;
      draw();
    },
    advance(seconds) {
      left.advance(seconds);
      done += seconds;
      draw();
    },
    print(line) {
      stream.write("\r\u001b[K");
      console.log(line);
      draw();
    },
    stop: () => shown.stop(),
  };
}

function lines(cases: number, plannedSeconds: number): Progress {
  const left = new TimeLeft(plannedSeconds, performance.now());
  let begun = 0;
  return {
    begin(what) {
      console.log(`[${++begun}/${cases}] ${left.text(performance.now())} left: ${what}`);
    },
    advance: (seconds) => left.advance(seconds),
    print: (line) => console.log(line),
    stop() {},
  };
}
