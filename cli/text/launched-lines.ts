import { cpusText, howMany } from '../../lib/control/wording.ts';
import { frameworkTitle } from '../../lib/job/frameworks.ts';
import type { PlannedJob, ShownJob } from '../api/answers.ts';
import { forecastText, reasonText } from './forecast.ts';
import { timesLines } from './recurring-lines.ts';
import { fromNow } from './span.ts';

/** What a launch came to, for a person: what was launched, whether its framework has it, and how it stands with its deadline. */
export function launchedLines(
  launched: ShownJob & { adjustments: string[] },
  { isNew, now }: { isNew: boolean; now: number },
): string[] {
  const { name, jobId, iterations, deadlineAt, adjustments } = launched;
  const done = isNew ? 'Launched' : 'Launched before, with the same key:';
  const lines = [
    `${done} ${name} (${jobId}): ${howMany(iterations, 'iteration')} until ${deadlineAt} (${fromNow(deadlineAt, now)})`,
    `  ${standing(launched)}`,
    `  ${forecastText(launched, now)}`,
  ];
  return [...lines, ...warning(launched), ...adjustments.map((adjustment) => `  ${adjustment}`)];
}

/** What a launch would come to, for a person. */
export function plannedLines(planned: PlannedJob, now: number): string[] {
  const { name, iterations, deadlineAt, framework, cpus, cpuBounds, expectedCoreSeconds, problem } = planned;
  const { adjustments, decision, outlook, schedule } = planned;
  const cost = expectedCoreSeconds === undefined ? '' : `, about ${expectedCoreSeconds} core-seconds`;
  const ifNow = schedule ? ', if it started now' : '';
  return [
    `Would launch ${name}${ifNow}: ${howMany(iterations, 'iteration')} until ${deadlineAt} (${fromNow(deadlineAt, now)})`,
    `  ${frameworkTitle(framework)} would run it with ${cpusText(cpus)} (bounds ${cpuBounds.min} to ${cpuBounds.max})${cost}`,
    `  ${forecastText({ ...planned, status: 'LAUNCHING' }, now)}`,
    ...(decision && outlook !== 'on-time' ? [`  ${reasonText(decision)}`] : []),
    ...(problem ? [`  ${problem}`] : []),
    ...(schedule ? timesLines(schedule, now) : []),
    ...adjustments.map((adjustment) => `  ${adjustment}`),
  ];
}

function standing({ framework, status, finishedAt, finishSentence, cpus, problem }: ShownJob): string {
  const title = frameworkTitle(framework);
  if (finishedAt) return `It has ended: ${status}. ${finishSentence ?? ''}`.trim();
  if (status === 'LAUNCHING')
    return `${title} does not have the job yet${problem ? `: ${problem}` : '.'} Pacer keeps trying at each tick.`;
  return `${title} has the job, with ${cpusText(cpus)}${problem ? `. ${problem}` : '.'}`;
}

/** Why the job will not be on time, when that is known already. */
function warning({ outlook, decision, finishedAt }: ShownJob): string[] {
  if (finishedAt || !decision || outlook === undefined || outlook === 'on-time') return [];
  return [`  ${reasonText(decision)}`];
}
