import type { Command } from 'commander';
import * as z from 'zod';

/** What the options of `credentialOptions` give; a cluster is named as the API takes it. */
export const credentialFiles = z.object({
  chronos: z.string().optional(),
  marathon: z.string().optional(),
  monasca: z.string().optional(),
  cluster: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits or dashes')
    .optional(),
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9/_.-]{1,64}$/, 'must be 1 to 64 letters, digits or any of / _ . -')
    .optional(),
});

export type CredentialFiles = z.infer<typeof credentialFiles>;

/** Adds the ancestor's options for its three credential files, and where they are kept. */
export function credentialOptions(command: Command): Command {
  return command
    .option('-c, --chronos <file>', 'credentials of Chronos: url, user, password')
    .option('-a, --marathon <file>', 'credentials of Marathon: url, user, password')
    .option('-m, --monasca <file>', 'credentials of Monasca and Keystone')
    .option('--cluster <name>', 'the cluster that they open (else "default")')
    .option('--prefix <prefix>', 'store in AWS Secrets Manager under this prefix (else "pacer")');
}
