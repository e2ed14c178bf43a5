import { Command } from 'commander';
import type { ShownJob } from '../api/answers.ts';
import { type Cli, openSession } from '../session.ts';
import { examples } from './examples.ts';

/** `pacer cancel ID`: asks for the end of a job. */
export function cancelCommand(cli: Cli): Command {
  return new Command('cancel')
    .description('cancel a job: its running task is killed, and the job is removed from the cluster')
    .argument('<id>', 'of the job')
    .addHelpText('after', examples('cancel 01J8Z0K3V5X7Q9R1T3W5Y7A9C1'))
    .action(async (jobId: string, _, command: Command) => {
      const session = openSession(cli, command);
      const job = await session.api.cancelJob(jobId);
      session.print(job, [sentence(job)]);
    });
}

function sentence({ name, jobId, status, finishedAt }: ShownJob): string {
  if (finishedAt) return `${name} (${jobId}) has ended: ${status}.`;
  return `${name} (${jobId}) is being cancelled.`;
}
