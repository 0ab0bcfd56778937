/** Best bid and ask of a product over time, as a small chart in text. */
import plot from "simple-ascii-chart";

export interface BestSample {
  /** Since 1970. */
  readonly seconds: number;
  readonly bid: number;
  readonly ask: number;
}

const COLUMNS = 64;
const ROWS = 8;

/** `samples` in the order of time, at least two; the last one in each column counts. */
export function priceChart(title: string, samples: readonly BestSample[]): string {
  const first = samples[0]?.seconds ?? 0;
  const spanSeconds = (samples.at(-1)?.seconds ?? first) - first;
  const columns = new Map<number, BestSample>();
  for (const sample of samples) {
    const part = spanSeconds === 0 ? 0 : (sample.seconds - first) / spanSeconds;
    columns.set(Math.round(part * (COLUMNS - 1)), sample);
  }
  const points = [...columns].sort(([a], [b]) => a - b);
  const line = (price: (sample: BestSample) => number) =>
    points.map(([column, sample]): [number, number] => [column, price(sample)]);
  const decimals = decimalsFor(points.map(([, sample]) => sample));
  const chart = plot([line(({ bid }) => bid), line(({ ask }) => ask)], {
    width: COLUMNS,
    height: ROWS,
    title: `${title}: best ask above best bid, ${spanSeconds.toFixed(1)} s`,
    hideXAxisTicks: true,
    formatter: (value: number) => value.toFixed(decimals),
  });
  return chart.split("\n").map((text) => text.trimEnd()).filter((text) => text !== "").join("\n");
}

/** Enough digits to tell the rows of the chart apart. */
function decimalsFor(samples: readonly BestSample[]): number {
  const prices = samples.flatMap(({ bid, ask }) => [bid, ask]);
  const range = Math.max(...prices) - Math.min(...prices) || Math.max(...prices) || 1;
  return Math.min(Math.max(1 - Math.floor(Math.log10(range / ROWS)), 0), 12);
}
