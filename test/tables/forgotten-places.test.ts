/**
 * A made-up law, framework, route and field of a launch come into a copy of the sources, at first into the lists of their
 * tables alone: the compiler or a test names every place that lacks them, and whatever else needs them follows by itself.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Complaint, copySources } from './copied-sources.ts';
import * as madeUp from './made-up.ts';

const sources = copySources();
after(() => sources.remove());

/** The files of which the compiler says something with that word in it. */
function filesNaming(word: string, complaints: Complaint[]): string[] {
  return [...new Set(complaints.filter(({ sentence }) => sentence.includes(word)).map(({ file }) => file))];
}

test('what stands in its list alone does not compile, and the compiler names each place that lacks it', async () => {
  madeUp.listAll(sources);
  const inHandler = "routed<'iteration'>({";
  sources.edit('functions/iteration/handler.ts', inHandler, `${inHandler}${madeUp.hiddenRoute}`);
  const complaints = await sources.compile();
  assert.deepEqual(filesNaming('hasty', complaints), ['lib/control/laws.ts']);
  // Besides these it names some whose types follow from them.
  const namingNomad = filesNaming('nomad', complaints);
  for (const file of [
    'lib/job/frameworks.ts',
    'lib/frameworks/credentials.ts',
    'lib/frameworks/registry.ts',
    'cli/credentials/options.ts',
  ])
    assert.ok(namingNomad.includes(file), `${file} is not among ${namingNomad}`);
  assert.deepEqual(filesNaming('PUT /jobs/{jobId}', complaints), ['functions/jobs/handler.ts']);
  assert.deepEqual(filesNaming('replaceJob', complaints), ['cli/api/jobs-api.ts']);
  assert.deepEqual(filesNaming('GET /hidden', complaints), ['functions/iteration/handler.ts']);
  assert.deepEqual(filesNaming('colour', complaints), ['lib/request/launch-fields.ts']);
  sources.edit('functions/iteration/handler.ts', madeUp.hiddenRoute, '');
});

test('a field that the spec lacks, or that the launch does not put there, does not compile', async () => {
  madeUp.addLawAndFramework(sources);
  madeUp.addRoute(sources);
  madeUp.noteField(sources);
  assert.deepEqual(filesNaming('colour', await sources.compile()), ['lib/commands/new-job.ts']);
  madeUp.addFieldToSpec(sources);
  const complaints = await sources.compile();
  assert.deepEqual(filesNaming('colour', complaints), ['lib/commands/new-job.ts']);
  assert.equal(complaints.length, 1, 'the compiler misses nothing else');
  madeUp.keepField(sources);
});

test('the tests of the template, of the description and of the docs name what they lack', async () => {
  sources.edit('template.yaml', 'Path: /jobs/{jobId}/metrics', 'Path: /jobs/{jobId}/hidden');
  const failing = await sources.failingTests([
    'test/template/routes.test.ts',
    'lib/api/openapi/document.test.ts',
    'lib/api/openapi/docs.test.ts',
  ]);
  const expected = [
    'PUT /jobs/{jobId} of the table leads to its function in the template, and is open to operators',
    'POST /jobs/{jobId}/metrics of the table leads to its function in the template, and is open to operators',
    'POST /jobs/{jobId}/hidden of the template is in the table of routes',
    'docs/openapi.json is what the schemas give now (npm run openapi writes it)',
    'docs/api.md has PUT /jobs/{jobId}',
    'docs/launch.md says what colour means',
    'docs/cli.md has the option of colour',
    'docs/control-law.md tells of the law hasty',
    'hasty stands with the other choices of law in docs/launch.md and docs/cli.md',
    'nomad stands with the other choices of framework in docs/launch.md and docs/cli.md',
    'docs/cli.md tells of the credentials of Nomad, and which field of its job --name gives',
  ];
  assert.deepEqual(failing.sort(), expected.sort());
});

test('all else follows: the door, the spec, the plan, the command line and the description', async () => {
  const kept = { framework: 'nomad', law: 'hasty', colour: 'blue' };
  assert.deepEqual(await sources.printedBy('test/tables/what-follows.ts'), {
    asked: kept,
    named: 'weekly',
    kept,
    hasLaw: true,
    restartSeconds: 10,
    launchHelp: ['colour', 'hasty', 'nomad'],
    credentialsHelp: ['nomad'],
    described: ['colour', 'hasty', 'nomad', 'replaceJob'],
  });
});
