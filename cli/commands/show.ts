import { Command } from 'commander';
import * as z from 'zod';
import { parse } from '../../lib/request/parse.ts';
import { type Cli, openSession } from '../session.ts';
import { jobLines } from '../text/job-lines.ts';
import { pointsCsv } from '../text/points-csv.ts';
import { examples } from './examples.ts';

const options = z.object({ csv: z.boolean().default(false) });

/** `pacer show JOB`: one job with its decisions. */
export function showCommand(cli: Cli): Command {
  return new Command('show')
    .description('show one job: its progress, its forecast, each resize with its reason')
    .argument('<job>', 'its id or its name')
    .option('--csv', 'write what each evaluation changed, as a CSV file')
    .addHelpText('after', examples('show nightly', 'show nightly --csv > nightly.csv'))
    .action(async (idOrName: string, _, command: Command) => {
      const session = openSession(cli, command);
      const job = await session.api.showJob(idOrName);
      const { csv } = parse(options, command.opts(), 'command line');
      session.print(job, csv ? pointsCsv(job) : jobLines(job, Date.now(), session.paint));
    });
}
