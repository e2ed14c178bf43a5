import { InvalidRequestError } from './errors.ts';

/** Today's place of each word of the ancestor, `cpus.max` meaning `max` inside `cpus`. */
const places: Record<string, string> = {
  desviation_deadline: 'deviation',
  desv_deadline: 'deviation',
  job_duration: 'iterationDuration',
  cpu_max_slave: 'cpus.max',
  cpu_min_slave: 'cpus.min',
  cpu_increment: 'cpus.increment',
  cpu_decrement: 'cpus.decrement',
  sleeping_time: 'pause',
};

/** The words of the block `qos` inside the ancestor's job file. */
const qosPlaces: Record<string, string> = {
  duration: 'iterationDuration',
  desv_deadline: 'deviation',
  deadline: 'deadline',
};

type Fields = Record<string, unknown>;

/** The launch request with every word of the ancestor moved to where it stands today. */
export function translateAncestorWords(given: Fields): Fields {
  const { job, ...rest } = given;
  const today: Fields = {};
  for (const [word, value] of Object.entries(rest)) put(today, places[word] ?? word, value, word);
  if (!isFields(job)) return job === undefined ? today : { ...today, job };
  const { qos, ...definition } = job;
  for (const [word, value] of Object.entries(qosFields(qos))) {
    const place = qosPlaces[word];
    if (!place)
      throw wrong(`job.qos.${word}`, `is not known; qos holds ${Object.keys(qosPlaces).join(', ')}`);
    put(today, place, value, `job.qos.${word}`);
  }
  return { ...today, job: definition };
}

function qosFields(qos: unknown): Fields {
  if (qos === undefined) return {};
  if (isFields(qos)) return qos;
  throw wrong('job.qos', 'must be an object');
}

function put(fields: Fields, place: string, value: unknown, word: string): void {
  const [outer = '', inner] = place.split('.');
  const target = inner === undefined ? fields : inside(fields, outer, word);
  const key = inner ?? outer;
  if (key in target && isFields(target[key]) && isFields(value)) Object.assign(target[key], value);
  else if (key in target) throw wrong(word, `says the same as another field: give ${place} once`);
  else target[key] = isFields(value) && place === 'cpus' ? { ...value } : value;
}

function inside(fields: Fields, outer: string, word: string): Fields {
  const inner = fields[outer] ?? {};
  if (!isFields(inner)) throw wrong(word, `stands beside ${outer}, which must be an object`);
  fields[outer] = inner;
  return inner;
}

function wrong(field: string, problem: string): InvalidRequestError {
  return new InvalidRequestError(`${field} ${problem}.`, [{ field, problem }]);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
