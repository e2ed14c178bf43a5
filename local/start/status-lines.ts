import { styleText } from 'node:util';
import type { ShownJob } from '../../cli/api/answers.ts';
import { forecastText, reasonText } from '../../cli/text/forecast.ts';
import { moodOf } from '../../cli/text/outcome.ts';

const barLength = 24;

/** A job as a few lines for the terminal: how far it is, when it will be done, and why it has its cpus. */
export function statusLines(job: ShownJob, now: number, width: number): string[] {
  const filled = Math.round((job.completed / job.iterations) * barLength);
  const bar = styleText(moodOf(job), '█'.repeat(filled)) + styleText('gray', '░'.repeat(barLength - filled));
  const why = job.decision ? wrap(reasonText(job.decision), width - 4) : [];
  const problem = job.problem ? wrap(job.problem, width - 4) : [];
  return [
    `${styleText('bold', job.name)}  ${bar}  ${job.completed}/${job.iterations}  ${job.cpus} cpus  ${job.status}`,
    ...[forecastText(job, now), ...why].map((line) => `  ${line}`),
    ...problem.map((line) => styleText('yellow', `  ${line}`)),
  ];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}
