import type { Command } from 'commander';
import * as z from 'zod';
import { clusterName } from '../../lib/request/launch-fields.ts';
import { type Remote, remotes } from './credentials.ts';

/** The ancestor's options for credential files. */
const fileOptions: Record<Remote, { letter: string; help: string }> = {
  chronos: { letter: 'c', help: 'credentials of Chronos: url, and user, password or token' },
  marathon: { letter: 'a', help: 'credentials of Marathon: url, and user, password or token' },
  mesos: {
    letter: 'r',
    help: 'room of the cluster: url of the Mesos master, and user, password or token; or agents',
  },
  monasca: { letter: 'm', help: 'credentials of Monasca and Keystone' },
};

const file = z.string().optional();
const files = { chronos: file, marathon: file, mesos: file, monasca: file } satisfies Record<
  Remote,
  typeof file
>;

/** What the options of `credentialOptions` give, and the cluster, which is named as the API takes it. */
export const credentialFiles = z.object({
  ...files,
  cluster: z.optional(clusterName),
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9/_.-]{1,64}$/, 'must be 1 to 64 letters, digits or any of / _ . -')
    .optional(),
});

export type CredentialFiles = z.infer<typeof credentialFiles>;

/** The remotes whose files are given. */
export function givenRemotes(given: CredentialFiles): Remote[] {
  return remotes.filter((remote) => given[remote] !== undefined);
}

/** The options that give credential files, shortly: `-c, -a or -m`. */
export const fileLetters = remotes.map((remote) => `-${fileOptions[remote].letter}`);

/** Adds the ancestor's options for its credential files. */
export function credentialFileOptions(command: Command): Command {
  for (const remote of remotes) {
    const { letter, help } = fileOptions[remote];
    command.option(`-${letter}, --${remote} <file>`, help);
  }
  return command;
}

/** Adds the same options, and where the credentials are kept. */
export function credentialOptions(command: Command): Command {
  return credentialFileOptions(command).option(
    '--prefix <prefix>',
    'store in AWS Secrets Manager under this prefix (default: "pacer")',
  );
}
