import { Command } from 'commander';
import { type Cli, openSession } from '../session.ts';
import { failureLines } from '../text/failure-lines.ts';
import { examples } from './examples.ts';

/** `pacer logs JOB`: where the output of the run that failed last is, and its last lines. */
export function logsCommand(cli: Cli): Command {
  return new Command('logs')
    .description('show which run failed last, where its output is, and the last lines of its stderr')
    .argument('<job>', 'its id or its name')
    .addHelpText('after', examples('logs nightly', 'logs nightly --json | jq -r .sandbox'))
    .action(async (idOrName: string, _, command: Command) => {
      const session = openSession(cli, command);
      const job = await session.api.showJob(idOrName);
      session.print(job.lastFailure ?? null, failureLines(job));
    });
}
