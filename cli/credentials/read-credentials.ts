import { chronosCredentials } from '../../lib/frameworks/chronos/credentials.ts';
import { marathonCredentials } from '../../lib/frameworks/marathon/credentials.ts';
import { parse } from '../../lib/job/parse.ts';
import { monascaCredentials } from '../../lib/monasca/credentials.ts';
import { readJsonFile } from '../read-json-file.ts';
import type { Credentials, Remote } from './credentials.ts';
import type { CredentialFiles } from './options.ts';

const schemas = { chronos: chronosCredentials, marathon: marathonCredentials, monasca: monascaCredentials };
const remotes: Remote[] = ['chronos', 'marathon', 'monasca'];

/** The contents of the credential files that are given; InvalidRequestError names the file and each wrong field, never a value. */
export function readCredentials(files: CredentialFiles): Credentials {
  const entries = remotes.flatMap((remote) => {
    const file = files[remote];
    if (file === undefined) return [];
    const content = readJsonFile(file);
    parse(schemas[remote], content, `credential file ${file} (${remote})`);
    return [[remote, content]];
  });
  return Object.fromEntries(entries);
}
