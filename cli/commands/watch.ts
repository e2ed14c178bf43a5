import { Command } from 'commander';
import { type Cli, openSession } from '../session.ts';
import { watchJob } from '../watch-job.ts';
import { watchJobs } from '../watch-jobs.ts';
import { examples } from './examples.ts';
import { intervalMsOf, intervalOption } from './interval-option.ts';

/** `pacer watch [JOB]`: follows a job, or all live ones, until they have ended. */
export function watchCommand(cli: Cli): Command {
  return intervalOption(new Command('watch'))
    .description(
      'follow a job, or all live ones, until the end; the exit code is 0 if all were on time, otherwise 1',
    )
    .argument('[job]', 'its id or its name; without it all live jobs')
    .addHelpText('after', examples('watch nightly && echo "on time"', 'watch'))
    .action(async (job: string | undefined, _, command: Command) => {
      const session = openSession(cli, command);
      const intervalMs = intervalMsOf(command);
      cli.exitCode = await (job === undefined
        ? watchJobs(session, intervalMs)
        : watchJob(session, job, intervalMs));
    });
}
