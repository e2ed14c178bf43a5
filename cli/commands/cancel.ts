import { Command } from 'commander';
import * as z from 'zod';
import { parse } from '../../lib/request/parse.ts';
import type { ShownJob } from '../api/answers.ts';
import { type Cli, openSession } from '../session.ts';
import { waitForJob } from '../watch-job.ts';
import { examples } from './examples.ts';
import { intervalMsOf, intervalOption } from './interval-option.ts';

const options = z.object({ wait: z.boolean().default(false) });

/** `pacer cancel JOB`: asks for the end of a job. */
export function cancelCommand(cli: Cli): Command {
  return intervalOption(new Command('cancel'))
    .description('cancel a job: its running task is killed, and the job is removed from the cluster')
    .argument('<job>', 'its id or its name')
    .option('--wait', 'wait until the job has ended')
    .addHelpText('after', examples('cancel nightly'))
    .action(async (idOrName: string, _, command: Command) => {
      const session = openSession(cli, command);
      const { wait } = parse(options, command.opts(), 'command line');
      const job = await session.api.cancelJob(idOrName);
      session.print(job, [sentence(job)]);
      if (wait && !job.finishedAt) await waitForJob(session, job.jobId, intervalMsOf(command));
    });
}

function sentence({ name, jobId, status, finishedAt }: ShownJob): string {
  if (finishedAt) return `${name} (${jobId}) has ended: ${status}.`;
  return `${name} (${jobId}) is being cancelled.`;
}
