/** What the id of a task says: when its run was due (ms since 1970), which attempt it is, of which job, with what arguments. */
export type RunRequest = { dueAt: number; attempt: number; jobName: string; arguments: string };

export const formatTaskId = (run: RunRequest): string =>
  `ct:${run.dueAt}:${run.attempt}:${run.jobName}:${run.arguments.replaceAll(';', '')}`;

/** Undefined for a task that is not of Chronos. */
export function parseTaskId(taskId: string): RunRequest | undefined {
  const [, dueAt, attempt, jobName, rest] = /^ct:(\d+):(\d+):([^:]*):?(.*)$/s.exec(taskId) ?? [];
  if (jobName === undefined) return undefined;
  return { dueAt: Number(dueAt), attempt: Number(attempt), jobName, arguments: rest ?? '' };
}
