import { InvalidRequestError } from '../job/errors.ts';

/** Today's field for each word of the ancestor. */
const fieldOf = new Map([
  ['desviation_deadline', 'deviation'],
  ['desv_deadline', 'deviation'],
  ['job_duration', 'iterationDuration'],
  ['sleeping_time', 'pause'],
]);

/** The same for the words whose field stands inside `cpus` today. */
const boundOf = new Map([
  ['cpu_max_slave', 'max'],
  ['cpu_min_slave', 'min'],
  ['cpu_increment', 'increment'],
  ['cpu_decrement', 'decrement'],
]);

/** The same for the words of the block `qos` inside the ancestor's job file. */
const qosFieldOf = new Map([
  ['duration', 'iterationDuration'],
  ['desv_deadline', 'deviation'],
  ['deadline', 'deadline'],
]);

type Fields = Record<string, unknown>;

/** The launch request with every word of the ancestor moved to where it stands today. */
export function translateAncestorWords({ job, cpus, ...rest }: Fields): Fields {
  const today = section('');
  const bounds = section('cpus.', isFields(cpus) ? cpus : {});
  for (const [word, value] of Object.entries(rest)) {
    const bound = boundOf.get(word);
    if (bound) bounds.put(bound, word, value);
    else today.put(fieldOf.get(word) ?? word, word, value);
  }
  const { qos = {}, ...definition } = isFields(job) ? job : {};
  if (!isFields(qos)) throw wrong('job.qos', 'must be an object');
  for (const [word, value] of Object.entries(qos)) today.put(qosField(word), `job.qos.${word}`, value);
  return {
    ...today.fields(),
    ...(job === undefined ? {} : { job: isFields(job) ? definition : job }),
    cpus: cpus === undefined || isFields(cpus) ? bounds.fields() : cpus,
  };
}

function qosField(word: string): string {
  const field = qosFieldOf.get(word);
  if (field) return field;
  throw wrong(`job.qos.${word}`, `is an unknown field; qos has ${[...qosFieldOf.keys()].join(', ')}`);
}

/** Fields side by side, each of which may be said once, by whatever word. */
function section(place: string, given: Fields = {}) {
  const fields = new Map(Object.entries(given));
  return {
    put(field: string, word: string, value: unknown): void {
      const isSaid = fields.has(field) && !isNothing(fields.get(field));
      if (isSaid && isNothing(value)) return;
      if (isSaid) throw wrong(word, `means the same as another field: give ${place}${field} once`);
      fields.set(field, value);
    },
    fields: (): Fields => Object.fromEntries(fields),
  };
}

/** What is there but empty hides nothing that is said by another word. */
function isNothing(value: unknown): boolean {
  return value === null || value === '';
}

function wrong(field: string, problem: string): InvalidRequestError {
  return new InvalidRequestError(`Invalid launch request: ${field} ${problem}.`, [{ field, problem }]);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
