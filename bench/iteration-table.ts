/** What one job cost, from its launch to its end. */
export interface Measured {
  iterations: number;
  /** Jobs of others in Chronos. */
  others: number;
  /** By service and operation. */
  calls: ReadonlyMap<string, number>;
  chronosCalls: number;
  /** Of the bodies of its answers. */
  chronosBytes: number;
  stateBytes: number;
}

const mostCalls = 4;
const mostGrowth = 1.1;

/** What the jobs cost for each of their iterations. */
export function table(jobs: Measured[]): string[] {
  const names = [...new Set(jobs.flatMap(({ calls }) => [...calls.keys()]))].sort();
  return [
    row(
      'iterations',
      jobs.map(({ iterations }) => String(iterations)),
    ),
    row(
      'jobs of others in Chronos',
      jobs.map(({ others }) => String(others)),
    ),
    'calls per iteration',
    ...names.map((name) =>
      row(
        `  ${name}`,
        jobs.map((job) => ((job.calls.get(name) ?? 0) / job.iterations).toFixed(2)),
      ),
    ),
    row(
      'bytes read from Chronos per iteration',
      jobs.map((job) => (job.chronosBytes / job.iterations).toFixed(0)),
    ),
    row(
      'bytes of the item STATE, as JSON',
      jobs.map(({ stateBytes }) => String(stateBytes)),
    ),
    'Nothing is drawn at random. Launch and end are spread over the iterations, and so are looks at a task that is just',
    'ending: the rows of Query and of the run state vary by a few tenths.',
  ];
}

/** What one more iteration costs Chronos, from a short and a long job each, and how that grows with the jobs of others. */
export function chronosTargets(jobs: Measured[]): string[] {
  const sizes = [...new Set(jobs.map(({ others }) => others))];
  const further = sizes.map((others) => furtherIteration(jobs.filter((job) => job.others === others)));
  const [few, many] = [further.at(0)?.bytes ?? 0, further.at(-1)?.bytes ?? 0];
  const growth = many / few;
  const isWithin = further.every(({ calls }) => calls <= mostCalls);
  return [
    row('one more iteration, with jobs of others', sizes.map(String)),
    `${row(
      '  calls to Chronos',
      further.map(({ calls }) => calls.toFixed(2)),
    )}   ${judged(isWithin, `at most ${mostCalls}`)}`,
    row(
      '  bytes read from Chronos',
      further.map(({ bytes }) => bytes.toFixed(0)),
    ),
    `${row('  bytes with many : bytes with few', [growth.toFixed(2)])}   ${judged(growth <= mostGrowth, `at most ${mostGrowth}`)}`,
  ];
}

function furtherIteration(ofOneSize: Measured[]): { calls: number; bytes: number } {
  const byLength = ofOneSize.toSorted((a, b) => a.iterations - b.iterations);
  const [short, long] = [byLength.at(0), byLength.at(-1)];
  if (!short || !long || short === long) throw new Error('It takes a short job and a long one.');
  const more = long.iterations - short.iterations;
  return {
    calls: (long.chronosCalls - short.chronosCalls) / more,
    bytes: (long.chronosBytes - short.chronosBytes) / more,
  };
}

function judged(isMet: boolean, target: string): string {
  return `(target: ${target}; ${isMet ? 'met' : 'MISSED'})`;
}

function row(name: string, values: string[]): string {
  return name.padEnd(46) + values.map((value) => value.padStart(10)).join('');
}
