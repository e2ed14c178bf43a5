import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import * as z from 'zod';
import { measuredOf, traceCsv } from '../../dashboard/files/trace-csv.ts';
import { pointsShown } from '../../lib/api/page-query.ts';
import { InvalidRequestError } from '../../lib/job/errors.ts';
import { jobIdPattern } from '../../lib/job/job-id.ts';
import { parse } from '../../lib/request/parse.ts';
import type { DetailedJob } from '../api/answers.ts';
import { type Cli, openSession, type Session } from '../session.ts';
import { examples } from './examples.ts';

const options = z.object({
  output: z.string().optional(),
  jobs: z.coerce.number().int().min(1).max(100),
});

/** `pacer trace NAME`: what the iterations of the jobs of a name took, as the benchmark replays it. */
export function traceCommand(cli: Cli): Command {
  return new Command('trace')
    .description('write what iterations took, for npm run bench:control -- --trace')
    .argument('<job>', 'a name, for its last jobs, or the id of one job')
    .option('-o, --output <file>', 'write to this file (default: stdout)')
    .option('--jobs <number>', 'the most jobs of the name, 1 to 100', '10')
    .addHelpText('after', examples('trace nightly > nightly.csv', 'trace nightly --jobs 30 -o nightly.csv'))
    .action(async (idOrName: string, _, command: Command) => {
      const session = openSession(cli, command);
      const { output, jobs: limit } = parse(options, command.opts(), 'command line');
      const jobs = await jobsOf(session, idOrName, limit);
      const measured = jobs.flatMap(measuredOf);
      if (measured.length === 0) throw new InvalidRequestError(`No iteration of ${idOrName} has completed.`);
      if (jobs.some(({ points }) => points.length >= pointsShown))
        session.note(`Of some jobs only the last ${pointsShown} evaluations are known.`);
      if (output === undefined) return session.print(measured, traceCsv(measured));
      writeFileSync(output, `${traceCsv(measured).join('\n')}\n`);
      session.note(`Wrote ${measured.length} iterations of ${jobs.length} jobs to ${output}.`);
    });
}

/** The job of an id, or the last ones of a name. */
async function jobsOf({ api }: Session, idOrName: string, limit: number): Promise<DetailedJob[]> {
  if (jobIdPattern.test(idOrName.toUpperCase())) return [await api.showJob(idOrName)];
  const { jobs } = await api.listJobs({ state: 'all', name: idOrName, limit });
  // Where there is none, the API says so.
  const ids = jobs.length > 0 ? jobs.map(({ jobId }) => jobId) : [idOrName];
  const shown: DetailedJob[] = [];
  for (const jobId of ids) shown.push(await api.showJob(jobId));
  return shown;
}
