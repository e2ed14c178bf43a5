import type { HttpResponse } from '../../http/http.ts';
import { ZombieJobError } from '../../job/errors.ts';
import type { Caller, ChronosAccess } from './caller.ts';
import { jobPath } from './definition/chronos-job.ts';
import { type FindJob, saysNo } from './find-job.ts';

/** Another DELETE of the same job, which may be under way, is done by then. */
const otherDeleteMs = 1_000;

/**
 * Deletes the job and kills its tasks. Idempotent. A DELETE that coincided with the end or the launch of a run leaves
 * a zombie (chronos #549): no list shows it, 3.x still gives it by its name, and every DELETE is a 400. Two DELETEs at once look
 * the same for a moment, so the job is looked for and deleted once more before ZombieJobError is thrown. 2.x shows a zombie
 * nowhere: only the words of the 400 tell, and behind a follower, which loses them, it counts as gone.
 */
export async function deleteJob(
  chronos: Caller,
  find: FindJob,
  sleep: ChronosAccess['sleep'],
  name: string,
): Promise<void> {
  const attempt = () => chronos.expect({ method: 'DELETE', path: jobPath(name) }, saysNo);
  const isLeft = async (answer: HttpResponse) => {
    if ((await find(name)) !== null) return true;
    return isOutOfGraph(answer) && !(await chronos.dialect()).singleJob;
  };
  const first = await attempt();
  if (!saysNo(first) || !(await isLeft(first))) return;
  await sleep(otherDeleteMs);
  const second = await attempt();
  if (saysNo(second) && (await isLeft(second))) throw zombie(name);
}

function isOutOfGraph({ body }: HttpResponse): boolean {
  return /no such vertex/i.test(body);
}

function zombie(name: string): ZombieJobError {
  return new ZombieJobError(
    `Chronos still holds the job ${name}, but can neither run nor delete it, which happens when a DELETE coincides with the end or the launch of a run. ` +
      `Restart Chronos; then ${name} is an ordinary job, so delete it there.`,
  );
}
