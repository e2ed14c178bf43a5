import type * as z from 'zod/mini';
import { credentialSchemas } from '../../lib/frameworks/credentials.ts';
import { mesosCredentials } from '../../lib/mesos/credentials.ts';
import { monascaCredentials } from '../../lib/monasca/credentials.ts';
import { parse } from '../../lib/request/parse.ts';
import { readJsonFile } from '../read-json-file.ts';
import type { Credentials, Remote } from './credentials.ts';
import { type CredentialFiles, givenRemotes } from './options.ts';

const schemas: Record<Remote, z.ZodMiniType> = {
  ...credentialSchemas,
  mesos: mesosCredentials,
  monasca: monascaCredentials,
};

/** The contents of the credential files that are given; InvalidRequestError names the file and each wrong field, never a value. */
export function readCredentials(files: CredentialFiles): Credentials {
  const entries = givenRemotes(files).map((remote) => {
    const file = files[remote] ?? '';
    const content = readJsonFile(file);
    parse(schemas[remote], content, `credential file ${file} (${remote})`);
    return [remote, content];
  });
  return Object.fromEntries(entries);
}
