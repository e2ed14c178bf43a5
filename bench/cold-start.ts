/**
 * How much CPU does it take to load each function, which Lambda bills as INIT? Loads the bundles in fresh processes of Node,
 * each beside a bare client of DynamoDB in the same round, so that a busy moment of the machine touches both. Fails when a
 * function takes more than its limit; with `--quick`, which makes fewer starts, there is room for noise.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundled } from '../local/lambda/bundle.ts';
import { localAws } from '../local/local-aws.ts';
import { readTemplate } from '../local/template.ts';
import { coldStartTable, type Limits, type Starts, tooSlow } from './cold-start-table.ts';

/** What was reached, and a tenth more: on a busy machine the medians vary by that. */
const full: Limits = {
  IterationFunction: 1.2,
  JobsFunction: 1.35,
  EvaluateFunction: 1.85,
  LaunchFunction: 1.95,
  SweepFunction: 1.5,
  TellFunction: 1.3,
};
const isQuick = process.argv.includes('--quick');
const rounds = isQuick ? 9 : 25;
const roomForNoise = isQuick ? 1.25 : 1;
const limits = Object.fromEntries(Object.entries(full).map(([name, ratio]) => [name, ratio * roomForNoise]));

/** Of what the functions leave out of the SDK, the bare client leaves out the search for credentials only. */
const alias = { '@aws-sdk/credential-provider-node': './lib/aws/lambda-credentials.ts' };

interface Loaded {
  name: string;
  kb: number;
  path: string;
  environment: Record<string, string>;
}

const repository = join(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'pacer-cold-start-'));
try {
  const starts = startInRounds(await writeBundles());
  for (const line of coldStartTable(starts, limits)) console.log(line);
  console.log(
    `Medians of ${rounds} starts on Node ${process.version}; user and system time of all threads from before the bundle is required to after it.`,
  );
  console.log(
    `"x bare" is what to compare: the ms are those of this machine (load ${loadavg()[0]?.toFixed(1)}), not of Lambda. The start of Node and the`,
  );
  console.log('first call, which connects, are not in it.');
  if (tooSlow(starts, limits).length > 0) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true });
}

/** The bundle of the bare client, then those of the functions. */
async function writeBundles(): Promise<Loaded[]> {
  const { functions } = readTemplate(repository, localAws.resolve);
  const aws = localAws.environment({
    dynamodb: 'http://127.0.0.1:1',
    lambda: 'http://127.0.0.1:2',
    scheduler: 'http://127.0.0.1:3',
    events: 'http://127.0.0.1:4',
  });
  const [bundle] = functions.map((each) => each.bundle);
  if (!bundle) throw new Error('The template has no functions.');
  const bare = {
    id: 'bare client',
    entryPoint: 'bench/bare-client.ts',
    bundle: { ...bundle, alias },
    environment: {},
  };
  const written = [bare, ...functions].map(async ({ id, entryPoint, bundle, environment }) => {
    const { code } = await bundled(repository, { entryPoint, bundle });
    const path = join(directory, `${id.replace(' ', '-')}.js`);
    writeFileSync(path, code);
    return { name: id, kb: Buffer.byteLength(code) / 1024, path, environment: { ...environment, ...aws } };
  });
  return Promise.all(written);
}

/** Each bundle once in each round, in another order each time. */
function startInRounds(bundles: readonly Loaded[]): Starts[] {
  const measured = bundles.map(({ name, kb }) => ({ name, kb, cpuMs: new Array<number>(rounds) }));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < bundles.length; turn++) {
      const index = (round + turn) % bundles.length;
      const bundle = bundles[index];
      const starts = measured[index];
      if (bundle && starts) starts.cpuMs[round] = cpuMsToLoad(bundle);
    }
  }
  return measured;
}

function cpuMsToLoad({ path, environment }: Loaded): number {
  const program = `
    const before = process.cpuUsage();
    require(${JSON.stringify(path)});
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(String((user + system) / 1000));
    process.exit();`;
  return Number(execFileSync(process.execPath, ['--eval', program], { env: environment, encoding: 'utf8' }));
}
