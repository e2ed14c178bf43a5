import { isFields } from '../../../request/legacy-fields.ts';
import { nullFields } from '../../../request/without-nulls.ts';
import { isEmpty, listed, unknownFields, unknownSentence } from '../../unknown-fields.ts';
import { containerFields, type JobField, jobFields } from './job-fields.ts';
import { isMapOfVariables } from './variables-field.ts';
import { versionSentences } from './version-sentences.ts';

type Fields = Record<string, unknown>;

/** A job as it is read, as far as there is something to tell of it. */
interface GivenJob {
  [field: string]: unknown;
  cpus?: number | undefined;
  arguments?: unknown[] | undefined;
  uris?: unknown[] | undefined;
  fetch?: unknown[] | undefined;
}

/** What of a job is read or run otherwise than it is written, a sentence each: as it came, without its nulls, and as it is read. */
export function adjustmentsOf(job: Fields, asked: Fields, given: GivenJob): string[] {
  return [
    'Pacer starts every run itself, so its schedule in Chronos never fires and retries is 0.',
    ...ofRuns(given),
    ...versionSentences(asked),
    ...ofForms(job, asked, given),
    ...beginsAnew(asked),
    ...unknownSentence('Chronos', [
      ...unknownFields(asked, Object.keys(jobFields)),
      ...unknownFields(asked.container, containerFields, 'container.'),
    ]),
  ];
}

function ofRuns(given: GivenJob): string[] {
  const made: string[] = [];
  if (!given.cpus)
    made.push('The job specifies no cpus; it starts with 1, or with the nearest value within its bounds.');
  if (given.disabled === true) made.push('disabled is false: a disabled job cannot be started.');
  if (given.concurrent === true) made.push('concurrent is false: there is one run at a time.');
  if (given.async === true) made.push('async is false: a run ends when its command ends.');
  if (given.arguments?.length)
    made.push('arguments are appended to the command, without any semicolon, as by Chronos.');
  if (given.uris?.length && given.fetch?.length)
    made.push('uris is left out, since fetch names the same downloads.');
  return made;
}

/** What is written in another form than the one in which Chronos reads it. */
function ofForms(job: Fields, asked: Fields, given: GivenJob): string[] {
  const made: string[] = [];
  const nulls = nullFields(job);
  if (nulls.length > 0) made.push(`What is null counts as absent: ${listed(nulls)}.`);
  const read = readOtherwise(asked, given);
  if (read.length > 0) made.push(`Chronos reads ${listed(read)}.`);
  const zeros = ['mem', 'disk'].filter((field) => given[field] === 0);
  if (zeros.length > 0) made.push(`0 is the word of Chronos for its default: ${listed(zeros)}.`);
  const maps = entries(asked.environmentVariables).filter((each) => isFields(each) && isMapOfVariables(each));
  if (maps.length > 0)
    made.push(
      'What has neither name nor value in environmentVariables is read as variables, each by the name of its field.',
    );
  return made;
}

/** Their values may be passwords: it is told that some are read as texts, and not which. */
const secretive = new Set(['environmentVariables', 'parameters']);

/** `cpus "0.5" as 0.5` for each text, number or truth value that is read as another kind of these. */
function readOtherwise(written: unknown, read: unknown, path: string[] = []): string[] {
  if (typeof written !== 'object' || written === null) {
    const isRead = typeof read !== 'object' && read !== undefined && typeof read !== typeof written;
    return isRead ? [`${path.join('.')} ${shown(written)} as ${shown(read)}`] : [];
  }
  if (typeof read !== 'object' || read === null) return [];
  return Object.entries(written).flatMap(([name, each]) => {
    const at = [...path, name];
    if (secretive.has(name))
      return hasOtherThanText(each) ? [`what is no text in ${at.join('.')} as text`] : [];
    return Object.hasOwn(read, name) ? readOtherwise(each, (read as Fields)[name], at) : [];
  });
}

/** Whether a value below is a number or a truth value. */
function hasOtherThanText(written: unknown): boolean {
  if (typeof written !== 'object' || written === null) return typeof written !== 'string' && written !== null;
  return Object.values(written).some(hasOtherThanText);
}

const longestShown = 40;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}

/** Counters and dates of earlier runs, as a listed job has them. */
function beginsAnew(asked: Fields): string[] {
  const fields = Object.entries<JobField>(jobFields).filter(
    ([name, { fate }]) => fate === 'dropped' && !/^(parents|schedule)/.test(name),
  );
  const dropped = fields.map(([name]) => name).filter((name) => asked[name] !== 0 && !isEmpty(asked[name]));
  return dropped.length > 0 ? [`The job begins anew, without ${listed(dropped)}.`] : [];
}

function entries(list: unknown): unknown[] {
  return Array.isArray(list) ? list : [];
}
