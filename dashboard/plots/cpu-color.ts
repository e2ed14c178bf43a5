/** The colour of an allocation, between that of the fewest and that of the most cpus of a plot. */
export function cpuColor(cpus: number, range: { least: number; most: number } | null): string {
  if (!range || range.most <= range.least) return 'var(--cpus-most)';
  // Allocations differ by factors: half as much is as far away as twice as much.
  const share = Math.log(cpus / range.least) / Math.log(range.most / range.least);
  return `color-mix(in oklab, var(--cpus-most) ${Math.round(100 * share)}%, var(--cpus-least))`;
}
