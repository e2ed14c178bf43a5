import type { LawName } from '../job/job.ts';
import { decode } from './adaptive/memory/memory.ts';
import { cpuGrid } from './adaptive/speed-model/cpu-grid.ts';
import { normalDeviate } from './adaptive/speed-model/normal.ts';
import { type Speed, speedsAt } from './adaptive/speed-model/speed.ts';
import type { Memory, Plan } from './law.ts';

/** Seconds of the next iteration at some cpus, as a law believes: quantiles. */
export interface Believed {
  cpus: number;
  p10: number;
  p50: number;
  p90: number;
}

const deviate = normalDeviate(0.9);

/** What a law believes of the cpus that it chooses among, in their order; empty where it learns nothing. */
export function beliefsOf(law: LawName, memory: Memory, plan: Plan): Believed[] {
  if (law !== 'adaptive') return [];
  const notes = decode(memory, plan);
  return notes ? speedsAt(notes.belief, cpuGrid(plan.cpus)).map(believed) : [];
}

/** One iteration as a log-normal variable: it varies, and the law does not know its mean exactly. */
function believed({ cpus, mean, noise, ignorance }: Speed): Believed {
  const spread = Math.sqrt(Math.log1p((noise + ignorance) / (mean * mean)));
  const quantile = (z: number) => mean * Math.exp(z * spread - (spread * spread) / 2);
  return { cpus, p10: quantile(-deviate), p50: quantile(0), p90: quantile(deviate) };
}
