import { Command } from 'commander';
import { InvalidRequestError } from '../../lib/job/errors.ts';
import { parse } from '../../lib/request/parse.ts';
import type { ShownRecurring } from '../api/answers.ts';
import type { JobsApi } from '../api/jobs-api.ts';
import { changeBody } from '../launch-body.ts';
import { addOption, changeOptionValues, recurringChangeOptions } from '../launch-options.ts';
import { type Cli, openSession } from '../session.ts';
import { recurringLines, recurringTable } from '../text/recurring-lines.ts';
import { examples } from './examples.ts';

/** `pacer recurring`: the jobs that are launched again and again, which `pacer launch --schedule` makes. */
export function recurringCommand(cli: Cli): Command {
  const recurring = new Command('recurring')
    .description('the recurring jobs, which "pacer launch --schedule" makes')
    .addHelpText('after', examples('recurring list', 'recurring show nightly', 'recurring pause nightly'));
  const commands = [
    listCommand(cli),
    acting(cli, 'show', ({ showRecurring }) => showRecurring).description(
      'show one: its next starts, and what became of the last ones',
    ),
    changeCommand(cli),
    acting(cli, 'pause', ({ pauseRecurring }) => pauseRecurring).description(
      'launch no job of it until it is resumed; a job that is live goes on',
    ),
    acting(cli, 'resume', ({ resumeRecurring }) => resumeRecurring).description(
      'launch its jobs again, from the next start on',
    ),
    removeCommand(cli),
  ];
  for (const command of commands) recurring.addCommand(command);
  return recurring;
}

function listCommand(cli: Cli): Command {
  return new Command('list').description('list all of them').action(async (_, command: Command) => {
    const session = openSession(cli, command);
    const answer = await session.api.listRecurring();
    const lines = recurringTable(answer.recurring, Date.now(), session.paint);
    session.print(answer, answer.recurring.length > 0 ? lines : ['There is no recurring job.']);
  });
}

function acting(
  cli: Cli,
  name: string,
  callOf: (api: JobsApi) => (name: string) => Promise<ShownRecurring>,
): Command {
  return named(name).action(async (job: string, _, command: Command) => {
    const session = openSession(cli, command);
    const recurring = await callOf(session.api)(job);
    session.print(recurring, recurringLines(recurring, Date.now(), session.paint));
  });
}

function removeCommand(cli: Cli): Command {
  return named('remove')
    .description('launch no job of it any more, and forget it; a job that is live goes on')
    .action(async (job: string, _, command: Command) => {
      const session = openSession(cli, command);
      const removed = await session.api.removeRecurring(job);
      session.print(removed, [`${removed.name} is no recurring job any more.`]);
    });
}

function changeCommand(cli: Cli): Command {
  const change = named('change').description('change its schedule, or what its next jobs are launched with');
  for (const { option } of recurringChangeOptions) addOption(change, option);
  return change
    .option('--no-notify', 'nobody is notified any more')
    .addHelpText(
      'after',
      examples(
        'recurring change nightly --schedule "cron(30 1 * * ? *)"',
        'recurring change nightly --overlap queue --deadline 3h --cpus-max 4',
      ),
    )
    .action(async (job: string, _, command: Command) => {
      const session = openSession(cli, command);
      const recurring = await session.api.changeRecurring(job, bodyOf(command));
      session.print(recurring, recurringLines(recurring, Date.now(), session.paint));
    });
}

function bodyOf(command: Command): Record<string, unknown> {
  const { notify, ...options } = parse(changeOptionValues, command.opts(), 'command line');
  // Without any of its options Commander takes `notify` for true.
  const body = changeBody({ ...options, ...(typeof notify === 'string' ? { notify } : {}) });
  const whole = notify === false ? { ...body, notify: null } : body;
  if (Object.keys(whole).length > 0) return whole;
  const names = recurringChangeOptions.map(({ option }) => `--${option.name}`).join(', ');
  throw new InvalidRequestError(`Give what is to be changed: ${names} or --no-notify.`);
}

function named(command: string): Command {
  return new Command(command).argument('<name>', 'of the recurring job');
}
