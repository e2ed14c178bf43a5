import { Command } from 'commander';
import { howMany } from '../../lib/control/wording.ts';
import { InvalidRequestError } from '../../lib/job/errors.ts';
import { parse } from '../../lib/request/parse.ts';
import type { ShownJob } from '../api/answers.ts';
import { changeBody } from '../launch-body.ts';
import { addOption, changeOptions, changeOptionValues, withWebhookKey } from '../launch-options.ts';
import { type Cli, openSession } from '../session.ts';
import { fromNow } from '../text/span.ts';
import { examples } from './examples.ts';

/** `pacer change JOB`: changes what was launched, while the job is live. */
export function changeCommand(cli: Cli): Command {
  const change = new Command('change')
    .description('change a live job: its deadline, iterations, bounds, target, or whom it tells')
    .argument('<job>', 'its id or its name');
  for (const { option } of changeOptions) addOption(change, option);
  return change
    .option('--no-notify', 'nobody is notified any more')
    .option('--no-webhook', 'no webhook is called any more')
    .addHelpText(
      'after',
      examples('change nightly --cpus-max 4', 'change nightly --iterations 30 --deadline 2h'),
    )
    .action(async (idOrName: string, _, command: Command) => {
      const session = openSession(cli, command);
      const job = await session.api.changeJob(idOrName, bodyOf(command, session.environment));
      session.print(job, [sentence(job)]);
    });
}

function bodyOf(command: Command, environment: Cli['terminal']['environment']): Record<string, unknown> {
  const options = Object.entries(parse(changeOptionValues, command.opts(), 'command line'));
  const given = Object.fromEntries(options.filter(([, value]) => value !== false));
  const none = options.filter(([, value]) => value === false).map(([field]) => [field, null]);
  const body = { ...changeBody(withWebhookKey(given, environment)), ...Object.fromEntries(none) };
  if (Object.keys(body).length > 0) return body;
  const names = changeOptions.map(({ option }) => `--${option.name}`).join(', ');
  throw new InvalidRequestError(`Give what is to be changed: ${names}, --no-notify or --no-webhook.`);
}

function sentence({ name, jobId, iterations, deadlineAt, cpuBounds, ...job }: ShownJob): string {
  const notified = job.notify ? `, notifies ${job.notify.name}` : '';
  const told = job.webhook ? `${notified}, calls ${job.webhook}` : notified;
  const until = `${deadlineAt} (${fromNow(deadlineAt, Date.now())})`;
  return `${name} (${jobId}): ${howMany(iterations, 'iteration')} until ${until}, with ${cpuBounds.min} to ${cpuBounds.max} cpus${told}`;
}
