import { Command } from 'commander';
import * as z from 'zod';
import { parse } from '../../lib/request/parse.ts';
import { type Cli, openSession } from '../session.ts';
import { jobTable } from '../text/job-table.ts';
import { examples } from './examples.ts';

const options = z.object({
  finished: z.boolean().default(false),
  limit: z.coerce.number().int().min(1).max(100),
  before: z.string().optional(),
});

/** `pacer list`: live jobs, or those that ended lately. */
export function listCommand(cli: Cli): Command {
  return new Command('list')
    .description('list the live jobs, newest first')
    .option('--finished', 'list those that ended within the last 30 days instead')
    .option('--limit <number>', 'page size, 1 to 100', '50')
    .option('--before <id>', 'the page after this job, the last one of the previous page')
    .addHelpText('after', examples('list', 'list --finished --limit 10', 'list --json | jq .next'))
    .action(async (_, command: Command) => {
      const session = openSession(cli, command);
      const { finished, limit, before } = parse(options, command.opts(), 'command line');
      const page = await session.api.listJobs({ state: finished ? 'finished' : 'active', limit, before });
      const none = finished
        ? 'No job has ended lately.'
        : 'No job is live; "pacer list --finished" shows those that ended.';
      session.print(page, page.jobs.length > 0 ? jobTable(page.jobs, Date.now(), session.paint) : [none]);
      if (page.next && !session.json) session.note(`There are more: add --before ${page.next}`);
    });
}
