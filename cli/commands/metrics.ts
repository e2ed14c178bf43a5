import { Command } from 'commander';
import * as z from 'zod';
import { parse } from '../../lib/request/parse.ts';
import { type Cli, openSession } from '../session.ts';
import { examples } from './examples.ts';

const options = z.object({ since: z.string().optional() });

/** `pacer metrics resend JOB`: has the metrics of a job sent to Monasca again. */
export function metricsCommand(cli: Cli): Command {
  const resend = new Command('resend')
    .description('send the metrics of a live or ended job to Monasca again; its alarm does not receive them')
    .argument('<job>', 'its id or its name')
    .option(
      '--since <instant>',
      'only metrics since this instant (2030-01-31T18:00:00Z); default: all that are kept',
    )
    .addHelpText(
      'after',
      examples('metrics resend nightly', 'metrics resend nightly --since 2030-01-31T18:00:00Z'),
    )
    .action(async (idOrName: string, _, command: Command) => {
      const session = openSession(cli, command);
      const { since } = parse(options, command.opts(), 'command line');
      const job = await session.api.resendMetrics(idOrName, since);
      const which = since ? `What was measured since ${since}` : 'All metrics';
      session.print(job, [`${which} of ${job.name} (${job.jobId}) will be sent to Monasca again.`]);
    });
  return new Command('metrics').description('the metrics of a job in Monasca').addCommand(resend);
}
