import type { Summary } from './metrics.ts';

/** What the law pays for not knowing the job, as a sentence; none where one of both was not simulated. */
export function overInformed(summaries: Summary[]): string[] {
  const ours = summaries.find(({ policy }) => policy === 'adaptive');
  const informed = summaries.find(({ policy }) => policy === 'informed optimum');
  if (!ours || !informed) return [];
  const more = (100 * (ours.cost / informed.cost - 1)).toFixed(1);
  return [
    `To know the job, but not its luck, would be worth ${more} % of the cpus: the informed optimum costs ` +
      `${informed.cost.toFixed(3)} and meets ${(100 * informed.met).toFixed(2)} % of the deadlines, the law ${ours.cost.toFixed(3)} and ${(100 * ours.met).toFixed(2)} %.`,
  ];
}
