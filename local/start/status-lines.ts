import type { ShownJob } from '../../cli/api/answers.ts';
import type { Paint } from '../../cli/terminal.ts';
import { bar } from '../../cli/text/bar.ts';
import { forecastText, reasonText } from '../../cli/text/forecast.ts';
import { fitted, wrapped } from '../../cli/text/live-lines.ts';
import { moodOf } from '../../cli/text/outcome.ts';
import { cpusText } from '../../lib/control/wording.ts';

const barLength = 24;
const indent = '  ';

/** A job as a few lines of at most so many columns: how far it is, when it will be done, and why it has its cpus. */
export function statusLines(job: ShownJob, now: number, columns: number, paint: Paint): string[] {
  const drawn = bar(job.completed / job.iterations, barLength, paint, moodOf(job));
  const head = `${paint('bold', job.name)}  ${drawn}  ${job.completed}/${job.iterations}  ${cpusText(job.cpus)}  ${job.status}`;
  const indented = (text: string) => wrapped(text, columns - indent.length).map((line) => `${indent}${line}`);
  return [
    fitted(head, columns),
    ...indented(forecastText(job, now)),
    ...(job.decision ? indented(reasonText(job.decision)) : []),
    ...(job.problem ? indented(paint('yellow', job.problem)) : []),
  ];
}
