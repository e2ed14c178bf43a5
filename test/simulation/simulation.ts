import { parseArgs } from 'node:util';
import { faultKinds, kinds } from './faults.ts';
import { invariants } from './invariants/invariants.ts';
import { runSeeds, type Summary } from './run-seeds.ts';
import { shrink } from './shrink.ts';
import { type Result, simulate } from './simulate.ts';

const usage = `npm run test:simulation -- [--seeds 2000] [--from 1] [--new 500] [--ignore NAME,NAME | --only NAME,NAME] [--first] [--shrink 5]
npm run test:simulation -- --sharing …            the same with several jobs of one small cluster, and a gate
npm run test:simulation -- --seed N [--whole]     plays one schedule and shows what happens; shrunk unless --whole
`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    new: { type: 'string', default: '0' },
    seed: { type: 'string' },
    sharing: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
    ignore: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    first: { type: 'boolean', default: false },
    shrink: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});
const { sharing } = values;
const named = (text: string) => text.split(',').filter(Boolean);
const only = named(values.only);
const ignored =
  only.length === 0
    ? named(values.ignore)
    : invariants.map(({ name }) => name).filter((name) => !only.includes(name));
/** New seeds are those of the second: far above all that are fixed. */
const newest = Math.floor(Date.now() / 1000);

Error.stackTraceLimit = 0;

if (values.help) process.stdout.write(usage);
else if (values.seed !== undefined) await show(Number(values.seed));
else process.exitCode = await runAll();

async function runAll(): Promise<number> {
  const from = Number(values.from);
  const isClean = await run(from, from + Number(values.seeds));
  const areNewClean = Number(values.new) === 0 || (await run(newest, newest + Number(values.new)));
  return isClean && areNewClean ? 0 : 1;
}

async function run(from: number, to: number): Promise<boolean> {
  if (from >= to) return true;
  const startedAt = performance.now();
  const summary = await runSeeds({ from, to, ignored, sharing, isEnough: () => values.first });
  const seconds = (performance.now() - startedAt) / 1000;
  const rate = Math.round(summary.played / seconds);
  say(
    `${summary.played} schedules, seeds ${from} to ${to - 1}: ${Math.round(summary.hours)} hours in ${Math.round(seconds)} s, ${rate} a second.`,
  );
  sayFired(summary);
  for (const [name, found] of Map.groupBy(summary.findings, ({ violation }) => violation?.invariant ?? '')) {
    const seeds = found.map(({ scenario }) => scenario.seed);
    say(`BROKEN ${name}: ${found.length} times (seeds ${seeds.slice(0, 12).join(', ')})`);
    for (const finding of found.slice(0, Number(values.shrink))) await sayShrunk(finding);
  }
  if (summary.findings.length === 0) say('Every invariant holds.');
  return summary.findings.length === 0;
}

function sayFired({ fired, played }: Summary): void {
  const shares = faultKinds
    .map((kind) => ({ kind, share: (100 * (fired.get(kind) ?? 0)) / played }))
    .sort((a, b) => a.share - b.share);
  say(
    `Faults that struck, in per cent of the schedules: ${shares.map(({ kind, share }) => `${kind} ${share.toFixed(1)}`).join(', ')}`,
  );
}

async function sayShrunk(finding: Result): Promise<void> {
  const fewest = (await shrink(finding, { ignored: new Set(ignored), sharing })) ?? finding;
  say(`  seed ${finding.scenario.seed}: ${fewest.violation?.what}`);
  sayFaults(fewest);
}

function sayFaults({ scenario }: Result): void {
  const { framework, law, iterations, faults } = scenario;
  say(`    ${framework}, ${law}, ${iterations} iterations${faults.length === 0 ? ', no fault' : ''}`);
  for (const { id, kind, from, until, share } of faults) {
    const lasts = until > from ? ` to ${until / 1000} s, ${share.toFixed(2)} of the time` : '';
    say(`    fault ${id} at ${from / 1000} s${lasts}: ${kind}, ${kinds[kind].means}`);
  }
}

/** One schedule with all that happens in it. */
async function show(seed: number): Promise<void> {
  const options = { ignored: new Set(ignored), sharing };
  const whole = await simulate(seed, options);
  const fewest = values.whole ? null : await shrink(whole, options);
  const { faults } = (fewest ?? whole).scenario;
  const hear = (at: number, text: string) => say(`${(at / 1000).toFixed(3).padStart(12)}  ${text}`);
  const result = await simulate(seed, { ...options, faults, hear });
  sayFaults(result);
  say(
    result.violation
      ? `BROKEN ${result.violation.invariant}: ${result.violation.what}`
      : 'Every invariant holds.',
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
