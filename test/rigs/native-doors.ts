import { definitionOf } from '../../lib/frameworks/chronos/definition/definition.ts';
import { appOf } from '../../lib/frameworks/marathon/framework.ts';
import { checkDefinition } from '../../lib/frameworks/registry.ts';
import type { FrameworkName } from '../../lib/job/frameworks.ts';
import type { CheckedDefinition } from '../../lib/ports/framework.ts';
import { ChronosError } from '../../simulators/chronos/api-error.ts';
import { putJob } from '../../simulators/chronos/change-jobs.ts';
import { createChronos } from '../../simulators/chronos/create-chronos.ts';
import type { ChronosVersion } from '../../simulators/chronos/dialect.ts';
import type { ChronosJob } from '../../simulators/chronos/job.ts';
import { isScheduled } from '../../simulators/chronos/job.ts';
import { jsonFields } from '../../simulators/chronos/json-fields.ts';
import { parseJob } from '../../simulators/chronos/parse-job.ts';
import { readJson } from '../../simulators/chronos/read-json.ts';
import { MarathonError } from '../../simulators/marathon/api-error.ts';
import type { AppDraft } from '../../simulators/marathon/app.ts';
import { newDraft } from '../../simulators/marathon/draft-app.ts';
import { parseApp } from '../../simulators/marathon/parse-app.ts';
import { simulatedCluster } from '../../simulators/mesos/simulated-cluster.ts';
import { virtualClock } from '../../simulators/virtual-clock.ts';
import { aSpec } from './builders.ts';
import { noon } from './progress.ts';

const agent = { id: 'a', hostname: 'a.example', cpus: 1, mem: 1, disk: 1 };

/** The job as a Chronos of that version stores it when it is posted; null when it is refused. */
export function chronosTakes(version: ChronosVersion, job: unknown): ChronosJob | null {
  const clock = virtualClock(noon);
  const cluster = simulatedCluster({ agent, clock, planOf: () => ({ runsMs: 1, ends: 'TASK_FINISHED' }) });
  const chronos = createChronos({ cluster, version, clock }, () => {});
  try {
    const fields = jsonFields(readJson(Buffer.from(JSON.stringify(job))));
    const parsed = parseJob(fields, chronos.dialect, clock.now());
    // A job with parents is none that is posted to run by itself.
    if (!isScheduled(parsed)) return null;
    putJob(chronos, parsed);
    return parsed;
  } catch (error) {
    if (error instanceof ChronosError) return null;
    throw error;
  }
}

/** The app as Marathon makes it of a POST; null when it is refused. */
export function marathonTakes(app: unknown): AppDraft | null {
  try {
    const fields = parseApp(JSON.parse(JSON.stringify(app)));
    return newDraft(fields.id, fields);
  } catch (error) {
    if (error instanceof MarathonError) return null;
    throw error;
  }
}

/** What Pacer posts for a native job. */
export function posted(framework: FrameworkName, checked: CheckedDefinition): Record<string, unknown> {
  const { name, image, command, definition, cpus } = checked;
  const spec = aSpec({ framework, name, image, command, definition });
  const makeOf = { chronos: definitionOf, marathon: appOf };
  return makeOf[framework](spec, cpus ?? 1, 'token');
}

/** What Pacer makes of a native job; throws an InvalidRequestError. */
export function pacerTakes(framework: FrameworkName, job: Record<string, unknown>): CheckedDefinition {
  return checkDefinition[framework](JSON.parse(JSON.stringify(job)));
}
