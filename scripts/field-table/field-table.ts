import { type JobField, jobFields } from '../../lib/frameworks/chronos/definition/job-fields.ts';
import type { FieldFate } from '../../lib/frameworks/field-fate.ts';
import { appFates } from '../../lib/frameworks/marathon/known-fields.ts';
import { checkDefinition } from '../../lib/frameworks/registry.ts';
import { InvalidRequestError } from '../../lib/job/errors.ts';
import { type FrameworkName, frameworkTraits } from '../../lib/job/frameworks.ts';
import { nativeJob } from '../../lib/request/native-job.ts';
import { chronosCases, type FieldCases, marathonCases, smallest } from './field-cases.ts';

const fateWords: Record<FieldFate, string> = {
  sent: 'sent',
  used: 'used by Pacer',
  set: 'set by Pacer',
  dropped: 'left out',
};

interface Row {
  framework: FrameworkName;
  fields: string[];
  fate: string;
  cases: FieldCases;
}

const { chronos, marathon } = smallest;

/** What is given as a whole job. The framework's own forms around a job are taken off without a word. */
const wholes = [
  [chronos, chronos],
  [marathon],
  { id: '/g', apps: [marathon] },
  { id: '/p', containers: [{}] },
];

/** The table of docs/launch.md: what becomes of each field, with the words that the code itself has for its examples. */
export function fieldTable(): string {
  const rows = [
    ...rowsOf('chronos', chronosFates(), chronosCases),
    ...rowsOf('marathon', appFates, marathonCases),
  ];
  const lines = rows.map(({ framework, fields, fate, cases }) => {
    const names = fields.map((name) => `\`${name}\``).join(', ');
    const changed = (cases.changed ?? []).map((value) => changeOf(framework, fields[0] ?? '', value));
    const refused = (cases.refused ?? []).map((value) => refusalOf(framework, fields[0] ?? '', value));
    return cells(frameworkTraits[framework].title, names, fate, changed.join('<br>'), refused.join('<br>'));
  });
  const ofWholes = wholes.map((whole) => said(() => nativeJob(whole))).join('<br>');
  return [
    cells('of', 'field', 'is', 'changed, and told', 'refused'),
    cells('---', '---', '---', '---', '---'),
    cells('both', 'the job', 'taken out of `[job]` of Chronos and `{"app": …}` of Marathon', '', ofWholes),
    ...lines,
  ].join('\n');
}

function chronosFates(): Record<string, FieldFate> {
  return Object.fromEntries(Object.entries<JobField>(jobFields).map(([name, { fate }]) => [name, fate]));
}

/** A row for each field of which there is more to say, and one for all others of the same fate. */
function rowsOf(
  framework: FrameworkName,
  fates: Record<string, FieldFate>,
  cases: Partial<Record<string, FieldCases>>,
): Row[] {
  const own = Object.entries(fates).flatMap(([name, fate]) => {
    const found = cases[name];
    return found ? [{ framework, fields: [name], fate: fateWords[fate], cases: found }] : [];
  });
  const others = Object.entries(fateWords).flatMap(([fate, words]) => {
    const fields = Object.keys(fates).filter((name) => fates[name] === fate && !cases[name]);
    return fields.length > 0 ? [{ framework, fields, fate: words, cases: {} }] : [];
  });
  return [...own, ...others];
}

/** A value with the sentences that are told of it and not of a job without it. */
function changeOf(framework: FrameworkName, field: string, value: unknown): string {
  const told = (job: Record<string, unknown>) => checkDefinition[framework](job).adjustments;
  const usual = new Set(told(smallest[framework]));
  const more = told({ ...smallest[framework], [field]: value }).filter((sentence) => !usual.has(sentence));
  if (more.length === 0) throw new Error(`Nothing is told of ${field} ${JSON.stringify(value)}.`);
  return `\`${JSON.stringify(value)}\`: ${more.join(' ')}`;
}

function refusalOf(framework: FrameworkName, field: string, value: unknown): string {
  const problem = said(() => checkDefinition[framework]({ ...smallest[framework], [field]: value }));
  return `\`${JSON.stringify(value)}\`: ${problem}`;
}

/** The problems that a call tells; throws where it tells none. */
function said(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    return error.fields.map(({ field, problem }) => `\`${field.replace('job.', '')}\` ${problem}`).join('; ');
  }
  throw new Error('An example of what is refused is taken.');
}

function cells(...texts: string[]): string {
  return `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}
