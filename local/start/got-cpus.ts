import { cpus as coresNow } from 'node:os';
import type { DetailedJob } from '../../cli/api/answers.ts';
import { type FrameworkName, isFrameworkName } from '../../lib/job/frameworks.ts';
import { mesosName } from '../../simulators/marathon/app-id.ts';
import type { Stack } from '../stack.ts';
import type { GotCpus } from './summary.ts';

/** What the agents of the stack have measured of the ended tasks of a job; null when that is nothing. */
export function gotCpus(
  { cluster }: Pick<Stack, 'cluster'>,
  { framework, name }: Pick<DetailedJob, 'framework' | 'name'>,
  machineBusy: number,
): GotCpus | null {
  const use = cluster.cpuUse(isFrameworkName(framework) ? taskNames[framework](name) : name);
  return use && { ...use, machineBusy };
}

/** What Mesos calls the tasks of a job. */
const taskNames: Record<FrameworkName, (jobName: string) => string> = {
  chronos: (jobName) => `ChronosTask:${jobName}`,
  marathon: mesosName,
};

/** How busy all cores of this machine have been since the call, 0 to 1. */
export function busyMeter(): () => number {
  const before = coreTimes();
  return () => {
    const now = coreTimes();
    const passed = now.all - before.all;
    return passed > 0 ? 1 - (now.idle - before.idle) / passed : 0;
  };
}

function coreTimes(): { all: number; idle: number } {
  const times = coresNow().map((core) => core.times);
  return {
    all: times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0),
    idle: times.reduce((sum, { idle }) => sum + idle, 0),
  };
}
