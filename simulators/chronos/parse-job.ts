import { missingValue, unreadable } from './api-error.ts';
import type { Dialect } from './dialect.ts';
import { asBoolean, asInteger, asLong, asNumber, asText, elements } from './jackson.ts';
import type { ChronosJob } from './job.ts';
import { fieldsOf, type JsonFields, listedFields } from './json-fields.ts';
import { formatPeriod, parsePeriod } from './period.ts';

/** What a task gets if its job does not say: CPU shares, MB of memory, MB of disk. */
export const defaultResources = { cpus: 0.1, mem: 128, disk: 256 };

/**
 * Reads a posted job as the server's own deserializer does: unknown fields are dropped, missing ones get their default, and an
 * explicit null is not missing. Throws a ChronosError for what makes no job.
 */
export function parseJob(node: JsonFields, dialect: Dialect, now: number): ChronosJob {
  const isDependent = 'parents' in node;
  const base = {
    ...description(node, dialect),
    ...counters(node),
    ...resources(node),
    ...flags(node),
    ...lists(node, dialect),
    concurrent: dialect.fields.concurrent && 'schedule' in node && asBoolean(node.concurrent),
    ...container(node, dialect),
  };
  if (isDependent) return { ...base, parents: texts(node.parents) };
  const schedule = 'schedule' in node ? asText(node.schedule) : dialect.runOnceSchedule(now);
  return { ...base, schedule, scheduleTimeZone: textOr(node, 'scheduleTimeZone', '') };
}

function description(node: JsonFields, dialect: Dialect) {
  return {
    name: required(node, 'name'),
    command: dialect.requiresCommand ? required(node, 'command') : textOr(node, 'command', ''),
    shell: 'shell' in node ? asBoolean(node.shell) : true,
    epsilon: epsilon(node, dialect),
    executor: textOr(node, 'executor', ''),
    executorFlags: textOr(node, 'executorFlags', ''),
    taskInfoData: textOr(node, 'taskInfoData', ''),
    retries: 'retries' in node ? asInteger(node.retries) : 2,
    owner: textOr(node, 'owner', ''),
    ownerName: textOr(node, 'ownerName', ''),
    description: textOr(node, 'description', ''),
    async: dialect.fields.async && asBoolean(node.async),
    runAsUser: textOr(node, 'runAsUser', 'root'),
  };
}

const counters = (node: JsonFields) => ({
  successCount: asLong(node.successCount),
  errorCount: asLong(node.errorCount),
  errorsSinceLastSuccess: asLong(node.errorsSinceLastSuccess),
  lastSuccess: textOr(node, 'lastSuccess', ''),
  lastError: textOr(node, 'lastError', ''),
});

/** Zero, null and text that is no number all mean the default; a negative amount is kept. */
const resources = (node: JsonFields) => ({
  cpus: amount(node.cpus) || defaultResources.cpus,
  mem: amount(node.mem) || defaultResources.mem,
  disk: amount(node.disk) || defaultResources.disk,
});

/** What is infinite could not be stored. */
const amount = (value: unknown): number => (Number.isFinite(asNumber(value)) ? asNumber(value) : 0);

const flags = (node: JsonFields) => ({
  disabled: asBoolean(node.disabled),
  softError: asBoolean(node.softError),
  dataProcessingJobType: asBoolean(node.dataProcessingJobType),
  highPriority: asBoolean(node.highPriority),
});

const lists = (node: JsonFields, dialect: Dialect) => ({
  fetch: elements(node.fetch).map((file) => fetched(listedFields(file), dialect)),
  uris: texts(node.uris),
  environmentVariables: elements(node.environmentVariables).map((variable) => {
    const fields = listedFields(variable);
    return { name: required(fields, 'name'), value: required(fields, 'value') };
  }),
  arguments: texts(node.arguments),
  constraints: elements(node.constraints).flatMap(parseConstraint),
});

function fetched(file: JsonFields, dialect: Dialect): ChronosJob['fetch'][number] {
  const outputFile = dialect.fields.outputFile && 'output_file' in file;
  return {
    uri: textOr(file, 'uri', ''),
    executable: asBoolean(file.executable),
    cache: asBoolean(file.cache),
    extract: 'extract' in file ? asBoolean(file.extract) : dialect.extractsFetched,
    ...(outputFile ? { output_file: asText(file.output_file) } : {}),
  };
}

/** A constraint with another operator is dropped without a word; one without an operator makes no job. */
function parseConstraint(value: unknown): string[][] {
  const [attribute, operator, wanted] = Array.isArray(value) ? value : [];
  if (operator === undefined) throw missingValue();
  if (!['EQUALS', 'LIKE', 'UNLIKE'].includes(asText(operator))) return [];
  if (wanted === undefined) throw missingValue();
  if (asText(operator) !== 'EQUALS') checkPattern(asText(wanted));
  return [[asText(attribute), asText(operator), asText(wanted)]];
}

/** What Java has beyond the patterns of this language: flags for the rest of a pattern, and quantifiers that give nothing back. */
const javaOnly = /\(\?[a-zA-Z-]+\)|(?<=[*+?}])\+/g;

function checkPattern(pattern: string): void {
  try {
    new RegExp(pattern.replace(javaOnly, ''));
  } catch {
    throw unreadable('java.util.regex.PatternSyntaxException', `no pattern: ${pattern}`);
  }
}

function container(node: JsonFields, dialect: Dialect): Pick<ChronosJob, 'container'> {
  if (!('container' in node)) return {};
  const parsed = dialect.parseContainer(fieldsOf(node.container) ?? {});
  return parsed ? { container: parsed } : {};
}

function epsilon(node: JsonFields, dialect: Dialect): string {
  const period = parsePeriod(dialect.fields.epsilon ? textOr(node, 'epsilon', 'PT60S') : 'PT60S');
  if (!period) throw unreadable('java.lang.IllegalArgumentException', 'Invalid format: epsilon');
  return formatPeriod(period);
}

const texts = (value: unknown): string[] => elements(value).map(asText);

const textOr = (node: JsonFields, field: string, otherwise: string): string =>
  field in node ? asText(node[field]) : otherwise;

function required(node: JsonFields, field: string): string {
  if (field in node) return asText(node[field]);
  throw missingValue();
}
