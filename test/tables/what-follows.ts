/**
 * Runs in a copy of the sources to which made-up.ts was added, and prints as JSON what became of it without any
 * other change: at the door, in the spec, in the plan, on the command line, in the description.
 */
import { Writable } from 'node:stream';
import { launchBody } from '../../cli/launch-body.ts';
import { launchOptions } from '../../cli/launch-options.ts';
import { run } from '../../cli/run.ts';
import { openApiDocument } from '../../lib/api/openapi/document.ts';
import { specOf } from '../../lib/commands/new-job.ts';
import { laws } from '../../lib/control/laws.ts';
import { checkDefinition } from '../../lib/frameworks/registry.ts';
import { planOf } from '../../lib/plan/decide-cpus.ts';
import { parseLaunchRequest } from '../../lib/request/launch-request.ts';

const now = Date.UTC(2030, 0, 1);
const native = {
  title: 'nightly',
  id: '/nightly',
  cmd: 'true',
  container: { type: 'DOCKER', docker: { image: 'debian' } },
};
const options = launchOptions.parse({
  framework: 'nomad',
  law: 'hasty',
  colour: 'blue',
  name: 'weekly',
  deadline: '10m',
  iterations: '5',
});
const body = launchBody({ job: native }, options);
const request = parseLaunchRequest(body, now);
const spec = specOf(request, checkDefinition[request.framework](request.job), {
  jobId: '01KDTEST000000000000000000',
  baseUrl: 'https://pacer.example',
  launchedAt: now,
  launchedBy: null,
});

/** What the program writes to stdout. */
async function written(...args: string[]): Promise<string> {
  const pieces: string[] = [];
  const out = new Writable({
    write(chunk, _, done) {
      pieces.push(String(chunk));
      done();
    },
  });
  await run(args, { out, err: out, environment: {} });
  return pieces.join('');
}

const made = (spec: object) =>
  Object.fromEntries(
    Object.entries(spec).filter(
      ([, value]) => typeof value === 'string' && ['nomad', 'hasty', 'blue'].includes(value),
    ),
  );
const wordsIn = (text: string) =>
  ['colour', 'hasty', 'nomad', 'replaceJob'].filter((word) => text.includes(word));

console.log(
  JSON.stringify({
    asked: made(body),
    named: Object(body.job).title,
    kept: made(spec),
    hasLaw: laws[spec.law] !== undefined,
    restartSeconds: planOf(spec, now + 600_000).restartSeconds,
    launchHelp: wordsIn(await written('launch', '--help')),
    credentialsHelp: wordsIn(await written('credentials', 'put', '--help')),
    described: wordsIn(JSON.stringify(openApiDocument())),
  }),
);
