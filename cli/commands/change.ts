import { Command } from 'commander';
import { howMany } from '../../lib/control/wording.ts';
import { InvalidRequestError } from '../../lib/job/errors.ts';
import { parse } from '../../lib/request/parse.ts';
import type { ShownJob } from '../api/answers.ts';
import { changeBody } from '../launch-body.ts';
import { addOption, changeOptions, changeOptionValues } from '../launch-options.ts';
import { type Cli, openSession } from '../session.ts';
import { fromNow } from '../text/span.ts';
import { examples } from './examples.ts';

/** `pacer change JOB`: changes what was launched, while the job is live. */
export function changeCommand(cli: Cli): Command {
  const change = new Command('change')
    .description('change a live job: its deadline, iterations, bounds, target, or whom it notifies')
    .argument('<job>', 'its id or its name');
  for (const { option } of changeOptions) addOption(change, option);
  return change
    .option('--no-notify', 'nobody is notified any more')
    .addHelpText(
      'after',
      examples('change nightly --cpus-max 4', 'change nightly --iterations 30 --deadline 2h'),
    )
    .action(async (idOrName: string, _, command: Command) => {
      const session = openSession(cli, command);
      const job = await session.api.changeJob(idOrName, bodyOf(command));
      session.print(job, [sentence(job)]);
    });
}

function bodyOf(command: Command): Record<string, unknown> {
  const { notify, ...options } = parse(changeOptionValues, command.opts(), 'command line');
  // Without any of its options Commander takes `notify` for true.
  const body = changeBody({ ...options, ...(typeof notify === 'string' ? { notify } : {}) });
  const whole = notify === false ? { ...body, notify: null } : body;
  if (Object.keys(whole).length > 0) return whole;
  const names = changeOptions.map(({ option }) => `--${option.name}`).join(', ');
  throw new InvalidRequestError(`Give what is to be changed: ${names} or --no-notify.`);
}

function sentence({ name, jobId, iterations, deadlineAt, cpuBounds, notify }: ShownJob): string {
  const told = notify ? `, notifies ${notify.name}` : '';
  const until = `${deadlineAt} (${fromNow(deadlineAt, Date.now())})`;
  return `${name} (${jobId}): ${howMany(iterations, 'iteration')} until ${until}, with ${cpuBounds.min} to ${cpuBounds.max} cpus${told}`;
}
