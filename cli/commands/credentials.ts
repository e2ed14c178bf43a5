import { Command } from 'commander';
import { InvalidRequestError } from '../../lib/job/errors.ts';
import { alternatives } from '../../lib/request/alternatives.ts';
import { launchFields } from '../../lib/request/launch-fields.ts';
import { parse } from '../../lib/request/parse.ts';
import {
  type CredentialFiles,
  credentialFileOptions,
  credentialFiles,
  credentialOptions,
  fileLetters,
  givenRemotes,
} from '../credentials/options.ts';
import { readCredentials } from '../credentials/read-credentials.ts';
import { storeCredentials, storedSentence } from '../credentials/store-credentials.ts';
import { exitCodes } from '../exit-codes.ts';
import { addOption } from '../launch-options.ts';
import { type Cli, openSession } from '../session.ts';

const examples = `
Only what is given changes. Credentials go to AWS Secrets Manager, in the region of the API; for an API on this
machine they go into the state of the local stack. Running functions use them within five minutes.

Examples:
  $ pacer credentials put -c chronos.json -m monasca.json --prefix pacer
  $ pacer credentials put -a marathon.json --cluster lab --url https://abc.execute-api.eu-west-1.amazonaws.com`;

const checkExamples = `
Logs in from this machine and reads something; nothing is changed or stored. Where only the functions reach the cluster, the
job itself says in "problem" what is wrong.

Example:
  $ pacer credentials check -c chronos.json -a marathon.json -m monasca.json`;

/** `pacer credentials`: keeps the ancestor's credential files as the secret of a cluster, and tries them. */
export function credentialsCommand(cli: Cli): Command {
  return new Command('credentials')
    .description('the credentials of clusters')
    .addCommand(putCommand(cli))
    .addCommand(checkCommand(cli));
}

function putCommand(cli: Cli): Command {
  return addOption(credentialOptions(new Command('put')), launchFields.cluster.option)
    .description('store the credentials of a cluster, from the files of Chronos, Marathon, Mesos, Monasca')
    .addHelpText('after', examples)
    .action(async (_, command: Command) => {
      const session = openSession(cli, command);
      const stored = await storeCredentials(session, givenFiles(command));
      session.print(stored, [storedSentence(stored)]);
    });
}

function checkCommand(cli: Cli): Command {
  return credentialFileOptions(new Command('check'))
    .description('try the logins in the files of Chronos, Marathon, Mesos, Monasca')
    .addHelpText('after', checkExamples)
    .action(async (_, command: Command) => {
      const session = openSession(cli, command);
      const credentials = readCredentials(givenFiles(command));
      // Only this command needs the clients of all of them.
      const { checkLogins } = await import('../credentials/check-logins.ts');
      const checks = await checkLogins(credentials);
      const failed = checks.filter(({ problem }) => problem !== null);
      if (failed.length > 0)
        cli.exitCode = failed.every(({ isReached }) => !isReached)
          ? exitCodes.notAnswered
          : exitCodes.refused;
      session.print(
        checks,
        checks.map(({ remote, problem }) => `${remote}: ${problem ?? 'the login works'}`),
      );
    });
}

function givenFiles(command: Command): CredentialFiles {
  const files = parse(credentialFiles, command.opts(), 'command line');
  if (givenRemotes(files).length > 0) return files;
  throw new InvalidRequestError(`Give at least one credential file: ${alternatives(fileLetters)}.`);
}
