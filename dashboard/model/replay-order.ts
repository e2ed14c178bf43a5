import type { CsvFile, ReplayOrder } from '../replay/replay.ts';

/** The form of a replay; an empty text leaves a field to the measurements. */
export interface ReplayForm {
  iterations: string;
  deadlineCpus: string;
  deadlineFactor: string;
  declaredSeconds: string;
  initialCpus: string;
  restartSeconds: string;
  target: string;
  trials: string;
}

export const emptyReplayForm: ReplayForm = {
  iterations: '',
  deadlineCpus: '',
  deadlineFactor: '',
  declaredSeconds: '',
  initialCpus: '',
  restartSeconds: '',
  target: '',
  trials: '',
};

interface Limits {
  label: string;
  /** Taken where the field is empty; null leaves it to the measurements. */
  usual: number | null;
  least: number;
  most: number;
  isWhole?: boolean;
}

/** The fields in their order. A browser has less patience and memory than `npm run bench:control`, so iterations and jobs are bounded. */
export const replayFields: Record<keyof ReplayForm, Limits> = {
  iterations: { label: 'Iterations', usual: 20, least: 1, most: 2000, isWhole: true },
  deadlineCpus: { label: 'Deadline: the mean total at cpus', usual: null, least: 0.001, most: 10_000 },
  deadlineFactor: { label: '… times', usual: 1, least: 0.001, most: 1000 },
  declaredSeconds: { label: 'Declared seconds of one', usual: null, least: 0.001, most: 1e9 },
  initialCpus: { label: 'Initial cpus', usual: null, least: 0.001, most: 10_000 },
  restartSeconds: { label: 'Seconds of a restart (Marathon)', usual: 0, least: 0, most: 1e6 },
  target: { label: 'Target probability', usual: 0.985, least: 0.5, most: 0.9999 },
  trials: { label: 'Simulated jobs', usual: 400, least: 1, most: 2000, isWhole: true },
};

interface Files {
  measured: CsvFile;
  noise: CsvFile | null;
}

/** The order that the form comes to, or what is wrong with it. */
export function replayOrderOf(
  form: ReplayForm,
  { measured, noise }: Files,
): { order: ReplayOrder; problem: null } | { order: null; problem: string } {
  const names = Object.keys(replayFields) as (keyof ReplayForm)[];
  const problem = names
    .map((name) => problemOf(form[name], replayFields[name]))
    .find((each) => each !== null);
  if (problem) return { order: null, problem };
  const { trials, ...replay } = Object.fromEntries(
    names.map((name) => [name, numberIn(form[name], replayFields[name])]),
  ) as unknown as ReplayOrder['replay'] & { trials: number };
  return { order: { measured, noise, replay, trials }, problem: null };
}

function numberIn(text: string, { usual }: Limits): number | null {
  return text.trim() === '' ? usual : Number(text);
}

function problemOf(text: string, limits: Limits): string | null {
  const value = numberIn(text, limits);
  if (value === null) return null;
  const { label, least, most, isWhole = false } = limits;
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return null;
  return `${label}: “${text}” is no ${isWhole ? 'whole ' : ''}number from ${least} to ${most}.`;
}
