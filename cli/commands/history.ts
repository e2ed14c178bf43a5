import { Command } from 'commander';
import * as z from 'zod';
import { parse } from '../../lib/request/parse.ts';
import { type Cli, openSession } from '../session.ts';
import { historyCsv, historyLines } from '../text/history-lines.ts';
import { examples } from './examples.ts';

const options = z.object({
  csv: z.boolean().default(false),
  limit: z.coerce.number().int().min(1).max(100),
  before: z.string().optional(),
});

/** `pacer history NAME`: the ended jobs of a name side by side. */
export function historyCommand(cli: Cli): Command {
  return new Command('history')
    .description('compare the ended jobs of a name: met, duration, core-seconds, cpus, resizes')
    .argument('<name>', 'of the jobs, in which * stands for any text')
    .option('--csv', 'write a CSV file')
    .option('--limit <number>', 'the most jobs, 1 to 100', '20')
    .option('--before <id>', 'the page after this job, the last one of the previous page')
    .addHelpText('after', examples('history nightly', 'history nightly --csv > nightly.csv'))
    .action(async (name: string, _, command: Command) => {
      const session = openSession(cli, command);
      const { csv, ...page } = parse(options, command.opts(), 'command line');
      const found = await session.api.listJobs({ ...page, state: 'finished', name });
      const { jobs, next } = found;
      const none = [`No job named ${name} has ended within the last 30 days.`];
      const lines = jobs.length > 0 ? historyLines(jobs, session.paint) : none;
      session.print(found, csv ? historyCsv(jobs) : lines);
      if (next && !session.json) session.note(`There are more: add --before ${next}`);
    });
}
