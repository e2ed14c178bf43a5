import * as z from 'zod/mini';
import { jsonOf } from '../../http/json.ts';
import type { RunState, SchedulerState } from '../../ports/observation.ts';
import type { Caller, ChronosAccess } from './caller.ts';

/** What every job is doing, as far as the leader remembers, or why that cannot be told; `at` is when it was asked. */
export type RunStates =
  | { at: number; problem: string }
  | { at: number; problem: null; of: (name: string) => RunState; scheduler: SchedulerState };

/** The answer grows with all jobs of anybody, so the evaluations of a process share one for so long. */
const sharedForMs = 5_000;
/** The search for the job at fault reads all jobs whole. */
const diagnosisHoldsMs = 600_000;
const shownNames = 3;

/** Reads the run states, none from before `since` (epoch milliseconds), else the last ones if they are 5 s old or less. */
export function runStatesReader(
  chronos: Caller,
  { now }: Pick<ChronosAccess, 'now'>,
): (since?: number) => Promise<RunStates> {
  const diagnose = diagnosis(chronos, now);
  let kept: { at: number; states: Promise<RunStates> } | null = null;
  return (since = now() - sharedForMs) => {
    if (kept && kept.at >= since) return kept.states;
    const at = now();
    const states = read(chronos, at, diagnose);
    kept = { at, states };
    states.catch(() => {
      if (kept?.states === states) kept = null;
    });
    return states;
  };
}

async function read(chronos: Caller, at: number, diagnose: () => Promise<string>): Promise<RunStates> {
  const { states } = await chronos.dialect();
  const answer = await chronos.expect(
    { method: 'GET', path: states.path, accept: states.accept },
    states.isSpoilt,
  );
  if (states.isSpoilt(answer)) return { at, problem: await diagnose() };
  const known = states.read(answer.body);
  const count = (wanted: RunState) => [...known.values()].filter((state) => state === wanted).length;
  const scheduler = { queued: count('queued'), running: count('running'), names: known.size };
  // A job that is not listed was made a moment ago.
  return { at, problem: null, of: (name) => known.get(name) ?? 'idle', scheduler };
}

/** Finds the job at fault, once in a while. */
function diagnosis({ expect }: Caller, now: () => number): () => Promise<string> {
  let last: { at: number; sentence: Promise<string> } | null = null;
  return () => {
    if (last && now() - last.at < diagnosisHoldsMs) return last.sentence;
    const sentence = expect({ method: 'GET', path: '/jobs' }).then(
      ({ body }) => sentenceOf(spoilers.parse(jsonOf(body)).filter(isUnreadable)),
      (error: Error) => `${cannotTell}, and finding the job at fault failed: ${error.message}`,
    );
    last = { at: now(), sentence };
    return sentence;
  };
}

const cannotTell =
  'Chronos cannot tell what its jobs are doing, because the lastSuccess or lastError of one job is not a date';
const spoilers = z.array(
  z.looseObject({
    name: z.string(),
    lastSuccess: z._default(z.string(), ''),
    lastError: z._default(z.string(), ''),
  }),
);

/** Chronos reads both dates as soon as neither is empty. */
function isUnreadable({ lastSuccess, lastError }: z.infer<typeof spoilers>[number]): boolean {
  const isDate = (text: string) => /^\d{4,}-\d\d-\d\dT/.test(text);
  return lastSuccess !== '' && lastError !== '' && !(isDate(lastSuccess) && isDate(lastError));
}

function sentenceOf(atFault: { name: string }[]): string {
  if (atFault.length === 0) return `${cannotTell}, but no listed job has such a field.`;
  const shown = atFault.slice(0, shownNames).map(({ name }) => name);
  const more = atFault.length > shownNames ? ` and ${atFault.length - shownNames} more` : '';
  return `${cannotTell}: ${shown.join(', ')}${more}. Post it again without these fields, or delete it.`;
}
