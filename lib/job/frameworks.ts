import type { ExecutionKind } from './execution.ts';

/** Every framework that can run jobs: the one list of their names. What each of them is stands in `frameworkTraits`. */
export const frameworkNames = ['chronos', 'marathon'] as const;

export type FrameworkName = (typeof frameworkNames)[number];

/** The framework of a job that names none. */
export const defaultFramework: FrameworkName = 'chronos';

/** What tells the frameworks apart for those who need no client of them. lib/frameworks/registry.ts has the rest. */
export interface FrameworkTraits {
  /** As its makers write it. */
  title: string;
  /** The field of a native job that holds its name. */
  nameField: string;
  /** Whether Pacer starts every run, or one task goes from run to run by itself. */
  execution: ExecutionKind;
  /** Whether a change of cpus restarts the task, and so costs lost work and a start; otherwise the next run simply has others. */
  restartsOnResize: boolean;
  /** How a native job can say its number of iterations, for a person; null where it cannot. */
  iterationsField: string | null;
  /** Whether a native job can have a `schedule`, as ISO 8601 writes repeating intervals. */
  hasSchedule: boolean;
}

export const frameworkTraits: Record<FrameworkName, FrameworkTraits> = {
  chronos: {
    title: 'Chronos',
    nameField: 'name',
    execution: 'started-runs',
    restartsOnResize: false,
    iterationsField: 'in the schedule of the job as "R20/…"',
    hasSchedule: true,
  },
  marathon: {
    title: 'Marathon',
    nameField: 'id',
    execution: 'looping-app',
    restartsOnResize: true,
    iterationsField: null,
    hasSchedule: false,
  },
};

export function isFrameworkName(name: unknown): name is FrameworkName {
  return frameworkNames.some((each) => each === name);
}

/** How the problem of a job begins whose framework did not answer as it should. */
export function failedRequest(framework: string): string {
  return `The request to ${framework} failed: `;
}

/** A framework as its makers write it; a name that is not known here as it is. */
export function frameworkTitle(name: string): string {
  return isFrameworkName(name) ? frameworkTraits[name].title : name;
}

/** The framework whose job this looks like, by the field of its name; undefined for the default, or where nothing tells. */
export function frameworkLike(job: Record<string, unknown>): FrameworkName | undefined {
  const isNamedBy = (name: FrameworkName) =>
    !['', null, undefined].includes(job[frameworkTraits[name].nameField] as null);
  return isNamedBy(defaultFramework) ? undefined : frameworkNames.find(isNamedBy);
}
