/** How long successful runs took, in ms, under the keys of the API. */
export type Histogram = Record<HistogramKey | 'count', number>;

const fractions = {
  '75thPercentile': 0.75,
  '95thPercentile': 0.95,
  '98thPercentile': 0.98,
  '99thPercentile': 0.99,
  median: 0.5,
  mean: 0.5, // The server calls its median by both names.
};

export type HistogramKey = keyof typeof fractions;

export const isHistogramKey = (key: string): key is HistogramKey => Object.hasOwn(fractions, key);

export function jobHistogram(durationsMs: readonly number[]): Histogram {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  const at = (fraction: number) => quantile(sorted, fraction);
  return {
    '75thPercentile': at(fractions['75thPercentile']),
    '95thPercentile': at(fractions['95thPercentile']),
    '98thPercentile': at(fractions['98thPercentile']),
    '99thPercentile': at(fractions['99thPercentile']),
    median: at(fractions.median),
    mean: at(fractions.mean),
    count: sorted.length,
  };
}

function quantile(sorted: readonly number[], fraction: number): number {
  const rank = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? 0;
  return below + (above - below) * (rank - Math.floor(rank));
}
