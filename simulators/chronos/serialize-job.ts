import type { Dialect } from './dialect.ts';
import { formatDouble } from './java-number.ts';
import { type ChronosJob, isScheduled } from './job.ts';

const doubles = new Set(['cpus', 'disk', 'mem']);

/** A job as JSON, in the field order of the server and with just the fields that its version has. */
export function serializeJob(job: ChronosJob, dialect: Dialect): string {
  const fields = Object.entries(orderedFields(job, dialect)).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return `${JSON.stringify(name)}:${doubles.has(name) ? formatDouble(Number(value)) : JSON.stringify(value)}`;
  });
  return `{${fields.join(',')}}`;
}

function orderedFields(job: ChronosJob, { fields }: Dialect): Record<string, unknown> {
  return {
    name: job.name,
    command: job.command,
    shell: job.shell,
    epsilon: fields.epsilon ? job.epsilon : undefined,
    executor: job.executor,
    executorFlags: job.executorFlags,
    taskInfoData: job.taskInfoData,
    retries: job.retries,
    owner: job.owner,
    ownerName: job.ownerName,
    description: job.description,
    async: fields.async ? job.async : undefined,
    successCount: job.successCount,
    errorCount: job.errorCount,
    lastSuccess: job.lastSuccess,
    lastError: job.lastError,
    cpus: job.cpus,
    disk: job.disk,
    mem: job.mem,
    disabled: job.disabled,
    softError: job.softError,
    dataProcessingJobType: job.dataProcessingJobType,
    errorsSinceLastSuccess: job.errorsSinceLastSuccess,
    fetch: job.fetch,
    uris: job.uris,
    environmentVariables: job.environmentVariables,
    arguments: job.arguments,
    highPriority: job.highPriority,
    runAsUser: job.runAsUser,
    concurrent: fields.concurrent ? job.concurrent : undefined,
    container: job.container,
    constraints: job.constraints,
    ...(isScheduled(job)
      ? { schedule: job.schedule, scheduleTimeZone: job.scheduleTimeZone }
      : { parents: job.parents }),
  };
}

/** The list of jobs shows each file to fetch under both names, so that a listed job cannot be posted back as a new one. */
export function mirrorFetched(job: ChronosJob, dialect: Dialect): ChronosJob {
  const asFetched = (uri: string) => ({
    uri,
    executable: false,
    cache: false,
    extract: dialect.extractsFetched,
  });
  if (job.fetch.length > 0) return { ...job, uris: job.fetch.map(({ uri }) => uri) };
  return { ...job, fetch: job.uris.map(asFetched) };
}
