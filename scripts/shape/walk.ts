import type { Source } from './sources.ts';

/** The files through which one iteration passes: from the callback to the write, and from the wake to the act. */
export const walks = {
  report: ['functions/iteration/handler.ts', 'lib/commands/record-iteration.ts', 'lib/store/reports.ts'],
  evaluation: [
    'functions/evaluate/handler.ts',
    'lib/evaluate/evaluate-event.ts',
    'lib/evaluate/evaluate-job.ts',
    'lib/plan/plan-evaluation.ts',
    'lib/plan/decide-cpus.ts',
    'lib/evaluate/execute-step.ts',
  ],
};

/** What is wrong with a walk: a stop that no earlier one imports, or one that leads back to an earlier one. */
export function problemsOf(walk: string[], sources: Source[]): string[] {
  const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
  return walk.flatMap((stop, at) => {
    const earlier = walk.slice(0, at);
    const isReached = at === 0 || earlier.some((each) => importsOf.get(each)?.includes(stop));
    const back = earlier.filter((each) => importsOf.get(stop)?.includes(each));
    return [
      ...(isReached ? [] : [`nothing before it leads to ${stop}`]),
      ...back.map((each) => `${stop} leads back to ${each}`),
    ];
  });
}
