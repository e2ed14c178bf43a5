import { Command } from 'commander';
import { type Cli, openSession } from '../session.ts';
import { jobLines } from '../text/job-lines.ts';
import { examples } from './examples.ts';

/** `pacer show JOB`: one job with its decisions. */
export function showCommand(cli: Cli): Command {
  return new Command('show')
    .description('show one job: its progress, its forecast, each resize with its reason')
    .argument('<job>', 'its id or its name')
    .addHelpText('after', examples('show nightly', 'show nightly --json | jq .points'))
    .action(async (idOrName: string, _, command: Command) => {
      const session = openSession(cli, command);
      const job = await session.api.showJob(idOrName);
      session.print(job, jobLines(job, Date.now(), session.paint));
    });
}
