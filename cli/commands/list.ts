import { Command } from 'commander';
import * as z from 'zod';
import { jobStatus } from '../../lib/job/progress.ts';
import { listedStandings } from '../../lib/job/standing.ts';
import { alternatives } from '../../lib/request/alternatives.ts';
import { parse } from '../../lib/request/parse.ts';
import { type Cli, openSession, type Session } from '../session.ts';
import { jobTable } from '../text/job-table.ts';
import { recurringTable } from '../text/recurring-lines.ts';
import { examples } from './examples.ts';

const options = z.object({
  finished: z.boolean().default(false),
  all: z.boolean().default(false),
  name: z.string().optional(),
  status: z.string().optional(),
  cluster: z.string().optional(),
  outlook: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100),
  before: z.string().optional(),
});

/** `pacer list`: live jobs, those that ended lately, or both; all of them or those that fit. */
export function listCommand(cli: Cli): Command {
  return new Command('list')
    .description('list the live jobs, newest first')
    .option('--finished', 'list those that ended within the last 30 days instead')
    .option('--all', 'list live and ended jobs')
    .option('--name <name>', 'only jobs of this name, in which * stands for any text')
    .option('--status <status>', `only jobs with this status: ${alternatives(jobStatus.options)}`)
    .option('--cluster <name>', 'only jobs on this cluster')
    .option(
      '--outlook <outlook>',
      `only jobs that stand so with their deadline: ${alternatives(listedStandings)}`,
    )
    .option('--limit <number>', 'page size, 1 to 100', '50')
    .option('--before <id>', 'the page after this job, the last one of the previous page')
    .addHelpText(
      'after',
      examples('list', 'list --name "nightly*" --all', 'list --outlook failed', 'list --json | jq .next'),
    )
    .action(async (_, command: Command) => {
      const session = openSession(cli, command);
      const { finished, all, ...wanted } = parse(options, command.opts(), 'command line');
      const state = all ? 'all' : finished ? 'finished' : undefined;
      const isFiltered = ['name', 'status', 'cluster', 'outlook'].some((each) => each in wanted);
      const page = await session.api.listJobs({ state, ...wanted });
      const none = noneOf({ state, isFiltered });
      // What reads from a pipe gets jobs only.
      const isForPeople = session.out.isTTY && !session.json;
      const isPlain = isForPeople && state === undefined && !isFiltered && wanted.before === undefined;
      const lines = page.jobs.length > 0 ? jobTable(page.jobs, Date.now(), session.paint) : [none];
      session.print(page, [...lines, ...(isPlain ? await recurringPart(session) : [])]);
      if (page.next && !session.json) session.note(`There are more: add --before ${page.next}`);
    });
}

/** What is said where no job is listed. */
function noneOf({ state, isFiltered }: { state: string | undefined; isFiltered: boolean }): string {
  if (isFiltered) return 'No job fits; "--all" looks among live and ended ones.';
  if (state === 'all') return 'There is no job.';
  return state === 'finished'
    ? 'No job has ended lately.'
    : 'No job is live; "pacer list --finished" shows those that ended.';
}

/** The recurring jobs below the live ones. An API of an earlier version has none, and who may list jobs need not see them. */
async function recurringPart(session: Session): Promise<string[]> {
  const { recurring } = await session.api.listRecurring().catch(() => ({ recurring: [] }));
  return recurring.length > 0 ? ['', ...recurringTable(recurring, Date.now(), session.paint)] : [];
}
