import { decode } from '../../lib/control/adaptive/memory/memory.ts';
import { surveyed } from '../../lib/control/adaptive/survey.ts';
import type { Situation } from '../../lib/control/law.ts';
import { sanePlan, saneSituation } from '../../lib/control/sane.ts';
import type { Member } from './member.ts';

/** Idle cpus may make the rest of a job dearer by this share. */
const DEARER = 1.25;

/** The fastest cpus whose cost is not far above that of the decided ones; null where the law experiments or gives way. */
export function fasterCpus(member: Member, situation: Situation): number | null {
  const { decision, job, memory } = member;
  if (decision === null || ['exploring', 'learning', 'yielding'].includes(decision.reason.code)) return null;
  const plan = sanePlan(job.scenario.plan);
  const notes = decode(memory, plan);
  if (notes === null) return null;
  const { candidates } = surveyed(notes, saneSituation(situation, plan), plan);
  const decided = candidates.find(({ cpus }) => Math.abs(cpus - decision.cpus) < 0.001);
  if (!decided) return null;
  const affordable = candidates.filter(
    ({ cost, cpus }) => cost <= DEARER * decided.cost && cpus >= decided.cpus,
  );
  return affordable.reduce((best, one) => (one.remaining.mean < best.remaining.mean ? one : best)).cpus;
}
