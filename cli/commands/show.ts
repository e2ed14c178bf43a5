import { Command } from 'commander';
import { type Cli, openSession } from '../session.ts';
import { jobLines } from '../text/job-lines.ts';
import { examples } from './examples.ts';

/** `pacer show ID`: one job with its decisions. */
export function showCommand(cli: Cli): Command {
  return new Command('show')
    .description('show one job: its progress, its forecast, each resize with its reason')
    .argument('<id>', 'of the job')
    .addHelpText(
      'after',
      examples('show 01J8Z0K3V5X7Q9R1T3W5Y7A9C1', 'show 01J8Z0K3V5X7Q9R1T3W5Y7A9C1 --json | jq .points'),
    )
    .action(async (jobId: string, _, command: Command) => {
      const session = openSession(cli, command);
      const job = await session.api.showJob(jobId);
      session.print(job, jobLines(job, Date.now(), session.paint));
    });
}
