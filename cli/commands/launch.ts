import { Command } from 'commander';
import * as z from 'zod';
import { defaultFramework, isFrameworkName } from '../../lib/job/frameworks.ts';
import { parse } from '../../lib/request/parse.ts';
import {
  type CredentialFiles,
  credentialFiles,
  credentialOptions,
  givenRemotes,
} from '../credentials/options.ts';
import { storeCredentials, storedSentence } from '../credentials/store-credentials.ts';
import { exitCodes } from '../exit-codes.ts';
import { addFollowOptions, followOptions, launchAndFollow } from '../launch-and-follow.ts';
import { launchBody } from '../launch-body.ts';
import {
  addOption,
  fieldOptions,
  type LaunchOptions,
  launchOptions,
  withWebhookKey,
} from '../launch-options.ts';
import { readJsonFile } from '../read-json-file.ts';
import { type Cli, openSession, type Session } from '../session.ts';
import { plannedLines } from '../text/launched-lines.ts';
import { examples } from './examples.ts';
import { intervalMsOf, intervalOption } from './interval-option.ts';

const options = z.object({
  ...credentialFiles.shape,
  job: z.string(),
  ...followOptions.shape,
  dryRun: z.boolean().default(false),
});

const afterHelp = `
The job file holds a native Chronos job, a native Marathon app, or a whole launch request with the job under "job"
(docs/launch.md has its fields). Options stand above what the file says. Credential files are stored first.
${examples(
  'launch -j job.json --deadline 10m --iterations 20 --duration 35s --watch',
  'launch -j job.json -c chronos.json -m monasca.json -i http://127.0.0.1:8880',
  'launch -j job.json --deadline 2h --cpus-max 4 --target 0.99 --wait',
  'launch -j job.json --deadline 2h --schedule "cron(0 2 * * ? *)" --time-zone Europe/Madrid',
)}`;

/** `pacer launch`: launches the job of a file. */
export function launchCommand(cli: Cli): Command {
  return intervalOption(withOptions(new Command('launch')))
    .description('launch a job')
    .addHelpText('after', afterHelp)
    .action(async (_, command: Command) => {
      const session = openSession(cli, command);
      const given = parse(options, command.opts(), 'command line');
      const intervalMs = intervalMsOf(command);
      const asGiven = parse(launchOptions, command.opts(), 'command line');
      const fields = withWebhookKey(asGiven, session.environment);
      const body = launchBody(readJsonFile(given.job), { ...fields, framework: frameworkOf(fields, given) });
      if (givenRemotes(given).length > 0) {
        const files = parse(credentialFiles, { ...given, cluster: body.cluster }, 'launch request');
        session.note(storedSentence(await storeCredentials(session, files)));
      }
      if (given.dryRun) {
        cli.exitCode = await plan(session, body);
        return;
      }
      cli.exitCode = await launchAndFollow(session, { ...given, intervalMs }, (key) =>
        session.api.launchOrSchedule(body, key),
      );
    });
}

function withOptions(command: Command): Command {
  const repeated = (value: string, earlier: string[] = []) => [...earlier, value];
  command.requiredOption('-j, --job <file>', 'JSON file of the job, or - for stdin');
  for (const { option } of fieldOptions) addOption(command, option);
  const launch = command
    .option('--name <name>', 'replaces the name in the file')
    .option('--set <field=value>', 'any other field of the request; repeatable', repeated);
  addFollowOptions(launch).option(
    '--dry-run',
    'say what a launch would come to, and launch nothing; the exit code is 0 if it would be on time',
  );
  return credentialOptions(launch);
}

/** As in the ancestor, the credentials of only one framework choose it. */
function frameworkOf({ framework }: LaunchOptions, files: CredentialFiles) {
  const [only, ...more] = givenRemotes(files).filter(isFrameworkName);
  return framework ?? (only === defaultFramework || more.length > 0 ? undefined : only);
}

/** Says what a launch would come to; resolves to the exit code. */
async function plan(session: Session, body: unknown): Promise<number> {
  const planned = await session.api.planLaunch(body);
  session.print(planned, plannedLines(planned, Date.now()));
  return planned.outlook === 'on-time' ? exitCodes.done : exitCodes.notOnTime;
}
