import { frameworkTraits, isFrameworkName } from '../../lib/job/frameworks.ts';
import type { ShownJob } from '../api/answers.ts';
import { forecastText, reasonText } from './forecast.ts';
import { fromNow } from './span.ts';

/** What a launch came to, for a person: what was launched, whether its framework has it, and how it stands with its deadline. */
export function launchedLines(
  launched: ShownJob & { adjustments: string[] },
  { isNew, now }: { isNew: boolean; now: number },
): string[] {
  const { name, jobId, iterations, deadlineAt, adjustments } = launched;
  const done = isNew ? 'Launched' : 'Launched before, with the same key:';
  const lines = [
    `${done} ${name} (${jobId}): ${iterations} iterations until ${deadlineAt} (${fromNow(deadlineAt, now)})`,
    `  ${standing(launched)}`,
    `  ${forecastText(launched, now)}`,
  ];
  return [...lines, ...warning(launched), ...adjustments.map((adjustment) => `  ${adjustment}`)];
}

function standing({ framework, status, finishedAt, finishSentence, cpus, problem }: ShownJob): string {
  const title = isFrameworkName(framework) ? frameworkTraits[framework].title : framework;
  if (finishedAt) return `It has ended: ${status}. ${finishSentence ?? ''}`.trim();
  if (status === 'LAUNCHING')
    return `${title} does not have the job yet${problem ? `: ${problem}` : '.'} Pacer keeps trying at each tick.`;
  return `${title} has the job, with ${cpus} cpus${problem ? `. ${problem}` : '.'}`;
}

/** Why the job will not be on time, when that is known already. */
function warning({ outlook, decision, finishedAt }: ShownJob): string[] {
  if (finishedAt || !decision || outlook === undefined || outlook === 'on-time') return [];
  return [`  ${reasonText(decision)}`];
}
