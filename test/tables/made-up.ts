import type { CopiedSources } from './copied-sources.ts';

/** The made-up law, framework, route and field, each in the list of its table and nowhere else. */
export function listAll({ edit }: CopiedSources): void {
  edit('lib/job/job.ts', "['adaptive', 'step']", "['adaptive', 'step', 'hasty']");
  edit('lib/job/frameworks.ts', "['chronos', 'marathon']", "['chronos', 'marathon', 'nomad']");
  edit(
    'lib/request/launch-fields.ts',
    '    pause: z._default(',
    "    colour: z._default(z.string(), 'red'),\n    pause: z._default(",
  );
  before(
    edit,
    'lib/api/routes.ts',
    "  'GET /jobs': {",
    `  'PUT /jobs/{jobId}': {
    action: 'replaceJob', summary: 'Replaces a job', caller: 'operator', function: 'jobs', parameters: ['jobId'],
    replies: { 200: { schema: 'Job', description: 'The job.' }, ...signed },
  },`,
  );
}

/** A route that a handler has and the table has not. */
export const hiddenRoute = "'GET /hidden': async () => ({ status: 200, body: {} }),";

/** The law and the framework where the compiler asked for them: they are the step law and Marathon by other names. */
export function addLawAndFramework({ edit }: CopiedSources): void {
  edit('lib/control/laws.ts', '{ adaptive, step }', '{ adaptive, step, hasty: step }');
  before(
    edit,
    'lib/job/frameworks.ts',
    '  marathon: {\n',
    "  nomad: { title: 'Nomad', nameField: 'title', execution: 'looping-app', restartsOnResize: true, iterationsField: null, hasSchedule: false },",
  );
  before(
    edit,
    'lib/frameworks/credentials.ts',
    '  marathon: marathonCredentials,',
    '  nomad: marathonCredentials,',
  );
  before(edit, 'lib/frameworks/registry.ts', '  marathon: checkMarathonApp,', '  nomad: checkMarathonApp,');
  before(
    edit,
    'lib/frameworks/registry.ts',
    '  marathon: (parts)',
    '  nomad: (parts) => marathonFramework({ ...parts, client: marathonClient(parts) }),',
  );
  before(
    edit,
    'cli/credentials/options.ts',
    "  monasca: { letter: 'm'",
    "  nomad: { letter: 'n', help: 'of nomad' },",
  );
  edit('cli/credentials/options.ts', 'monasca: file }', 'monasca: file, nomad: file }');
}

/** The route where the compiler asked for it. */
export function addRoute({ edit }: CopiedSources): void {
  before(
    edit,
    'functions/jobs/handler.ts',
    "    'GET /jobs': async",
    "    'PUT /jobs/{jobId}': async (event) => ({ status: 200, body: jobView(await cancelJob(deps, await jobIdOf(event), null)) }),",
  );
  before(
    edit,
    'cli/api/jobs-api.ts',
    '    showJob: ',
    "    replaceJob: (jobId: string) => answered('PUT /jobs/{jobId}', { jobId }),",
  );
}

/** What is to be known of the field besides its schema. */
export function noteField({ edit }: CopiedSources): void {
  before(
    edit,
    'lib/request/launch-fields.ts',
    '  pause: {',
    "  colour: { description: 'Its colour.', option: { name: 'colour', value: 'name', help: 'of it' }, kept: 'as given' },",
  );
}

export function addFieldToSpec({ edit }: CopiedSources): void {
  before(edit, 'lib/job/job.ts', '  pauseSeconds: z.number(),', "  colour: z._default(z.string(), 'red'),");
}

export function keepField({ edit }: CopiedSources): void {
  before(edit, 'lib/commands/new-job.ts', '    deviation,\n    cpus,', '    colour: request.colour,');
}

function before(edit: CopiedSources['edit'], file: string, text: string, added: string): void {
  edit(file, text, `${added}\n${text}`);
}
