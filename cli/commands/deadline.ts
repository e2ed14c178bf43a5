import { Command } from 'commander';
import { type Cli, openSession } from '../session.ts';
import { fromNow } from '../text/span.ts';
import { examples } from './examples.ts';

/** `pacer deadline ID WHEN`: moves the deadline of a live job. */
export function deadlineCommand(cli: Cli): Command {
  return new Command('deadline')
    .description('move the deadline of a live job')
    .argument('<id>', 'of the job')
    .argument('<when>', 'from now (20m, 1h30m, 600, PT10M) or an instant (2030-01-31T18:00:00Z)')
    .addHelpText('after', examples('deadline 01J8Z0K3V5X7Q9R1T3W5Y7A9C1 20m'))
    .action(async (jobId: string, when: string, _, command: Command) => {
      const session = openSession(cli, command);
      const job = await session.api.changeJob(jobId, when);
      const sentence = `The deadline of ${job.name} (${job.jobId}) is ${job.deadlineAt}, ${fromNow(job.deadlineAt, Date.now())}.`;
      session.print(job, [sentence]);
    });
}
