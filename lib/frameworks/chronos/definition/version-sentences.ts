import { isFields } from '../../../request/legacy-fields.ts';
import { isEmpty, listed } from '../../unknown-fields.ts';

type Fields = Record<string, unknown>;

/** What of a job not every version of Chronos reads as it is written, a sentence each. */
export function versionSentences(asked: Fields): string[] {
  const container = isFields(asked.container) ? asked.container : {};
  const lacks = [
    {
      version: '2.4',
      fields: [...given(asked, ['fetch']), ...given(container, ['parameters'], 'container.')],
    },
    { version: '2.4 and 2.5', fields: networkFields(container) },
  ];
  const sentences = lacks
    .filter(({ fields }) => fields.length > 0)
    .map(({ version, fields }) => `Chronos ${version} cannot read ${listed(fields)}.`);
  if (/^mesos$/i.test(String(container.type ?? '')))
    sentences.push(
      'container.type MESOS is for Chronos 3.0.1 and later; earlier ones run the image with Docker.',
    );
  const infos = Array.isArray(container.networkInfos) ? container.networkInfos : [];
  if (infos.some(isPartial))
    sentences.push('Later versions than Chronos 3.0.2 refuse networkInfos without name or portMappings.');
  return sentences;
}

function networkFields(container: Fields): string[] {
  const user = container.network === 'USER' ? ['container.network USER'] : [];
  return [...user, ...given(container, ['networkName', 'networkInfos'], 'container.')];
}

function given(of: Fields, fields: string[], path = ''): string[] {
  return fields.filter((field) => !isEmpty(of[field])).map((field) => `${path}${field}`);
}

function isPartial(info: unknown): boolean {
  return !isFields(info) || isEmpty(info.name) || isEmpty(info.portMappings);
}
