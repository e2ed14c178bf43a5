import { Command } from 'commander';
import { type Cli, openSession } from '../session.ts';
import { watchJob } from '../watch-job.ts';
import { examples } from './examples.ts';
import { intervalMsOf, intervalOption } from './interval-option.ts';

/** `pacer watch ID`: follows a job until it has ended. */
export function watchCommand(cli: Cli): Command {
  return intervalOption(new Command('watch'))
    .description('follow a job until its end; the exit code is 0 if it was on time, otherwise 1')
    .argument('<id>', 'of the job')
    .addHelpText('after', examples('watch 01J8Z0K3V5X7Q9R1T3W5Y7A9C1 && echo "on time"'))
    .action(async (jobId: string, _, command: Command) => {
      const session = openSession(cli, command);
      cli.exitCode = await watchJob(session, jobId, intervalMsOf(command));
    });
}
