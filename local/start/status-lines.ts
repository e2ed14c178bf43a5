import { styleText } from 'node:util';
import type { JobView } from '../../lib/job/view.ts';

const barLength = 24;

/** A job as a few lines for the terminal: how far it is, when it will be done, and why it has its cpus. */
export function statusLines(job: JobView, now: number, width: number): string[] {
  const share = job.completed / job.iterations;
  const filled = Math.round(share * barLength);
  const bar = styleText('green', '█'.repeat(filled)) + styleText('gray', '░'.repeat(barLength - filled));
  const head = `${styleText('bold', job.name)}  ${bar}  ${job.completed}/${job.iterations}  ${job.cpus} cpus  ${job.status}`;
  return [
    head,
    `  ${forecastText(job, now)}`,
    ...(job.decision
      ? wrap(`${job.decision.reason}: ${job.decision.sentence}`, width - 4).map((line) => `  ${line}`)
      : []),
    ...(job.problem ? wrap(job.problem, width - 4).map((line) => styleText('yellow', `  ${line}`)) : []),
  ];
}

/** When the job is expected to be done, against its deadline. */
export function forecastText({ deadlineAt, forecast, finishedAt, status }: JobView, now: number): string {
  const deadline = Date.parse(deadlineAt);
  const left =
    deadline > now ? `deadline in ${seconds(deadline - now)}` : `deadline ${seconds(now - deadline)} ago`;
  if (finishedAt && status !== 'COMPLETED') return `ended without being done: ${status}`;
  if (finishedAt) return `finished ${beforeOrAfter(deadline - Date.parse(finishedAt))} the deadline`;
  if (!forecast) return left;
  const margin = deadline - Date.parse(forecast.finishAt.p50);
  const chance = Math.round(forecast.onTimeProbability * 100);
  return `${left}; forecast ${beforeOrAfter(margin)} it, on time with ${chance} %`;
}

export function beforeOrAfter(milliseconds: number): string {
  return `${seconds(Math.abs(milliseconds))} ${milliseconds >= 0 ? 'before' : 'after'}`;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
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
