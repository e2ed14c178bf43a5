import { Command } from 'commander';
import { type Cli, openSession } from '../session.ts';
import { fromNow } from '../text/span.ts';
import { examples } from './examples.ts';

/** `pacer deadline JOB WHEN`: moves the deadline of a live job. */
export function deadlineCommand(cli: Cli): Command {
  return new Command('deadline')
    .description('move the deadline of a live job')
    .argument('<job>', 'its id or its name')
    .argument('<when>', 'from now (20m, 1h30m, 600, PT10M) or an instant (2030-01-31T18:00:00Z)')
    .addHelpText('after', examples('deadline nightly 20m'))
    .action(async (idOrName: string, when: string, _, command: Command) => {
      const session = openSession(cli, command);
      const job = await session.api.changeJob(idOrName, { deadline: when });
      const sentence = `The deadline of ${job.name} (${job.jobId}) is ${job.deadlineAt}, ${fromNow(job.deadlineAt, Date.now())}.`;
      session.print(job, [sentence]);
    });
}
