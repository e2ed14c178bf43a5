import { Command } from 'commander';
import type { JobsApi } from '../api/jobs-api.ts';
import { type Cli, openSession } from '../session.ts';
import { forecastText } from '../text/forecast.ts';
import { examples } from './examples.ts';

/** `pacer pause JOB`: no run of it starts any more. */
export function pauseCommand(cli: Cli): Command {
  return turning(cli, 'pause', ({ pauseJob }) => pauseJob)
    .description('pause a live job: its run ends and is counted, no other one starts, and it holds no cpus')
    .addHelpText('after', examples('pause nightly'));
}

/** `pacer resume JOB`: it goes on. */
export function resumeCommand(cli: Cli): Command {
  return turning(cli, 'resume', ({ resumeJob }) => resumeJob)
    .description('resume a paused job; its deadline is what it was')
    .addHelpText('after', examples('resume nightly', 'change nightly --deadline 2h'));
}

function turning(cli: Cli, name: string, callOf: (api: JobsApi) => JobsApi['pauseJob']): Command {
  return new Command(name)
    .argument('<job>', 'its id or its name')
    .action(async (idOrName: string, _, command: Command) => {
      const session = openSession(cli, command);
      const job = await callOf(session.api)(idOrName);
      const state = job.pausedAt === undefined ? 'goes on' : 'is paused';
      session.print(job, [`${job.name} (${job.jobId}) ${state}: ${forecastText(job, Date.now())}`]);
    });
}
