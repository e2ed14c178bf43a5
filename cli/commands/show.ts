import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import * as z from 'zod';
import type { DetailedJob as PicturedJob } from '../../dashboard/model/shown.ts';
import { parse } from '../../lib/request/parse.ts';
import type { DetailedJob } from '../api/answers.ts';
import { ApiError } from '../api/api-error.ts';
import { type Cli, openSession, type Session } from '../session.ts';
import { jobLines } from '../text/job-lines.ts';
import { pointsCsv } from '../text/points-csv.ts';
import { recurringLines } from '../text/recurring-lines.ts';
import { examples } from './examples.ts';

const options = z.object({
  csv: z.boolean().default(false),
  plot: z.boolean().default(false),
  svg: z.string().min(1).optional(),
});

/** Where the output is no terminal. */
const usualColumns = 80;

/** `pacer show JOB`: one job with its decisions. */
export function showCommand(cli: Cli): Command {
  return new Command('show')
    .description('show one job: its progress, its forecast, each resize with its reason')
    .argument('<job>', 'its id or its name')
    .option('--csv', 'write what each evaluation changed, as a CSV file')
    .option('--plot', 'draw the iterations that are left and the cpus over time')
    .option('--svg <file>', 'write the plots of the page to an SVG file')
    .addHelpText(
      'after',
      examples(
        'show nightly',
        'show nightly --plot',
        'show nightly --csv > nightly.csv',
        'show nightly --svg nightly.svg',
      ),
    )
    .action(async (idOrName: string, _, command: Command) => {
      const session = openSession(cli, command);
      const { csv, plot, svg } = parse(options, command.opts(), 'command line');
      const isPlain = !csv && !plot && svg === undefined;
      const job = await session.api.showJob(idOrName).catch((error: unknown) => {
        if (!isPlain || !isUnknown(error)) throw error;
        return showRecurring(session, idOrName, error);
      });
      if (job === null) return;
      if (svg !== undefined) return writeSvg(session, job, svg);
      if (csv) return session.print(job, pointsCsv(job));
      session.print(job, plot ? await plotted(session, job) : jobLines(job, Date.now(), session.paint));
    });
}

/** What draws is loaded where it is needed: other commands are quicker without. */
async function plotted({ out }: Session, job: DetailedJob): Promise<string[]> {
  const { jobPlots } = await import('../text/job-plots.ts');
  return jobPlots(pictured(job), Date.now(), out.columns ?? usualColumns);
}

async function writeSvg({ print }: Session, job: DetailedJob, file: string): Promise<void> {
  const { svgFile } = await import('../../dashboard/files/svg-file.ts');
  const { jobFigures } = await import('../../dashboard/plots/job-figures.ts');
  writeFileSync(file, svgFile(job.name, jobFigures(pictured(job), Date.now())));
  print({ file }, [`Wrote the plots of ${job.name} to ${file}.`]);
}

/** An API that is newer than this program may use words that are not known here: the plots show no others than these. */
function pictured(job: DetailedJob): PicturedJob {
  return job as PicturedJob;
}

function isUnknown(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 'unknown-job';
}

/** A recurring job of which nothing was launched lately has no job of its name; `error` is thrown where there is none either. */
async function showRecurring(session: Session, name: string, error: Error): Promise<null> {
  const recurring = await session.api.showRecurring(name).catch(() => {
    throw error;
  });
  session.print(recurring, recurringLines(recurring, Date.now(), session.paint));
  return null;
}
