/** What the starts of one bundle took, in ms of CPU; the nth of each bundle was made in the same round. */
export interface Starts {
  name: string;
  kb: number;
  cpuMs: readonly number[];
}

/** How often the bare client's CPU time the load of a bundle may take. */
export type Limits = Readonly<Record<string, number>>;

const heading = ['bundle', 'KB', 'CPU ms', 'x bare', '10-90 %', 'at most'];

/** The bundles beside the first, which is the bare client: medians of the rounds, and the spread of their ratios. */
export function coldStartTable(all: readonly Starts[], limits: Limits): string[] {
  const rows = all.map((each) => {
    const { median: ratio, low, high } = ratioToBare(each, all);
    const limit = limits[each.name];
    return [
      each.name,
      each.kb.toFixed(0),
      quantile(each.cpuMs, 0.5).toFixed(0),
      ratio.toFixed(2),
      `${low.toFixed(2)}-${high.toFixed(2)}`,
      limit?.toFixed(2) ?? '',
      ratio > (limit ?? Infinity) ? 'TOO SLOW' : '',
    ];
  });
  return [heading, ...rows].map(([name = '', ...cells]) =>
    `${name.padEnd(18)}${cells.map((cell) => cell.padStart(11)).join('')}`.trimEnd(),
  );
}

/** The names of the bundles whose median ratio is above their limit. */
export function tooSlow(all: readonly Starts[], limits: Limits): string[] {
  const slow = all.filter((each) => ratioToBare(each, all).median > (limits[each.name] ?? Infinity));
  return slow.map(({ name }) => name);
}

/** A round is compared with itself: what else the machine did then slowed both. */
function ratioToBare({ cpuMs }: Starts, all: readonly Starts[]) {
  const bare = all[0]?.cpuMs ?? [];
  const ratios = cpuMs.map((ms, round) => ms / (bare[round] ?? Number.NaN));
  return { median: quantile(ratios, 0.5), low: quantile(ratios, 0.1), high: quantile(ratios, 0.9) };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
}
