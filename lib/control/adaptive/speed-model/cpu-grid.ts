import type { CpuBounds } from '../../law.ts';

const POINTS_AT_MOST = 40;

/** The finest of 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, ... that divides the bounds into few enough points. */
function gridStep(min: number, max: number): number {
  for (let decade = 0.01; ; decade *= 10) {
    for (const factor of [1, 2, 5]) {
      if ((max - min) / (decade * factor) <= POINTS_AT_MOST - 2) return decade * factor;
    }
  }
}

/** The cpus among which the law chooses, ascending: the bounds and the round numbers between them. */
export function cpuGrid({ min, max }: CpuBounds): number[] {
  const step = gridStep(min, max);
  const grid = [min];
  for (let i = Math.floor(min / step) + 1; i * step < max - 1e-9; i++) {
    const cpus = Math.round(i * step * 100) / 100;
    if (cpus > min + 1e-9) grid.push(cpus);
  }
  if (max > min) grid.push(max);
  return grid;
}
