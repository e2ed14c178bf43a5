import type { FieldFate } from '../../field-fate.ts';

/** A field of a Chronos job: the form in which Chronos reads it, and what Pacer does with it. */
export interface JobField {
  form: 'text' | 'texts' | 'number' | 'count' | 'flag' | 'list' | 'object';
  fate: FieldFate;
}

const sentText = { form: 'text', fate: 'sent' } as const;
const sentFlag = { form: 'flag', fate: 'sent' } as const;
const counter = { form: 'count', fate: 'dropped' } as const;

/** Every field that Chronos 2.4 to 3.0 knows, and `maxCompletionTime` of its unreleased successor. */
export const jobFields = {
  name: { form: 'text', fate: 'used' },
  command: { form: 'text', fate: 'used' },
  arguments: { form: 'texts', fate: 'used' },
  shell: { form: 'flag', fate: 'set' },
  schedule: { form: 'text', fate: 'used' },
  scheduleTimeZone: { form: 'text', fate: 'dropped' },
  parents: { form: 'texts', fate: 'dropped' },
  cpus: { form: 'number', fate: 'used' },
  mem: { form: 'number', fate: 'sent' },
  disk: { form: 'number', fate: 'sent' },
  container: { form: 'object', fate: 'sent' },
  environmentVariables: { form: 'list', fate: 'sent' },
  constraints: { form: 'list', fate: 'sent' },
  fetch: { form: 'list', fate: 'sent' },
  uris: { form: 'texts', fate: 'sent' },
  executor: sentText,
  executorFlags: sentText,
  taskInfoData: sentText,
  runAsUser: sentText,
  owner: sentText,
  ownerName: sentText,
  description: sentText,
  epsilon: sentText,
  highPriority: sentFlag,
  softError: sentFlag,
  dataProcessingJobType: sentFlag,
  maxCompletionTime: { form: 'count', fate: 'sent' },
  retries: { form: 'count', fate: 'set' },
  disabled: { form: 'flag', fate: 'set' },
  concurrent: { form: 'flag', fate: 'set' },
  async: { form: 'flag', fate: 'set' },
  successCount: counter,
  errorCount: counter,
  errorsSinceLastSuccess: counter,
  lastSuccess: { form: 'text', fate: 'dropped' },
  lastError: { form: 'text', fate: 'dropped' },
} as const satisfies Record<string, JobField>;

export type JobFieldName = keyof typeof jobFields;

/** The fields of its container, of any version. */
export const containerFields = [
  'type',
  'image',
  'network',
  'networkName',
  'networkInfos',
  'volumes',
  'forcePullImage',
  'parameters',
];

/** Whether Chronos gets the field as the user has it; also one that is not known, since a newer Chronos may know it. */
export function isSent(name: string): boolean {
  const field: JobField | undefined = Object.hasOwn(jobFields, name)
    ? jobFields[name as JobFieldName]
    : undefined;
  return (field?.fate ?? 'sent') === 'sent';
}
