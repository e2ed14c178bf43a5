import { Command } from 'commander';
import { InvalidRequestError } from '../../lib/job/errors.ts';
import { alternatives } from '../../lib/request/alternatives.ts';
import { launchFields } from '../../lib/request/launch-fields.ts';
import { parse } from '../../lib/request/parse.ts';
import { credentialFiles, credentialOptions, fileLetters, givenRemotes } from '../credentials/options.ts';
import { storeCredentials, storedSentence } from '../credentials/store-credentials.ts';
import { addOption } from '../launch-options.ts';
import { type Cli, openSession } from '../session.ts';

const examples = `
Only what is given changes. Credentials go to AWS Secrets Manager, in the region of the API; for an API on this
machine they go into the state of the local stack. Running functions use them within five minutes.

Examples:
  $ pacer credentials put -c chronos.json -m monasca.json --prefix pacer
  $ pacer credentials put -a marathon.json --cluster lab --url https://abc.execute-api.eu-west-1.amazonaws.com`;

/** `pacer credentials put`: keeps the ancestor's credential files as the secret of a cluster. */
export function credentialsCommand(cli: Cli): Command {
  const put = addOption(credentialOptions(new Command('put')), launchFields.cluster.option)
    .description('store the credentials of a cluster, from the files of Chronos, Marathon, Monasca')
    .addHelpText('after', examples)
    .action(async (_, command: Command) => {
      const session = openSession(cli, command);
      const files = parse(credentialFiles, command.opts(), 'command line');
      if (givenRemotes(files).length === 0)
        throw new InvalidRequestError(`Give at least one credential file: ${alternatives(fileLetters)}.`);
      const stored = await storeCredentials(session, files);
      session.print(stored, [storedSentence(stored)]);
    });
  return new Command('credentials').description('the credentials of clusters').addCommand(put);
}
