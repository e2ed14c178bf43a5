import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type FunctionName, readConfig } from '../../lib/aws/config.ts';
import { localAws } from '../../local/local-aws.ts';
import { readTemplate } from '../../local/template.ts';
import { repository } from './read-template-file.ts';

const functionNames: Record<string, FunctionName> = {
  LaunchFunction: 'launch',
  IterationFunction: 'iteration',
  EvaluateFunction: 'evaluate',
  JobsFunction: 'jobs',
  SweepFunction: 'sweep',
  TellFunction: 'tell',
};
/** Set by Lambda itself, or by who wants all services elsewhere. */
const given = ['AWS_REGION', 'AWS_ENDPOINT_URL'];
/** Read by the SDK. */
const endpoints = ['DYNAMODB', 'EVENTBRIDGE', 'LAMBDA', 'SCHEDULER', 'SECRETS_MANAGER'].map(
  (service) => `AWS_ENDPOINT_URL_${service}`,
);
/** Only where secrets are files. */
const local = ['SECRETS_DIRECTORY'];

const { functions } = readTemplate(repository, localAws.resolve);

/** The names of all variables that a function looks for. */
function variablesReadBy(name: FunctionName): string[] {
  const asked = new Set<string>();
  const environment = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, key) => void asked.add(String(key)),
      has: (_, key) => !asked.add(String(key)),
    },
  );
  assert.throws(() => readConfig(name, environment));
  return [...asked];
}

test('the template has the six functions of the code', () => {
  assert.deepEqual(functions.map(({ id }) => id).sort(), Object.keys(functionNames).sort());
});

for (const { id, environment } of functions) {
  const name = functionNames[id];
  if (!name) continue;

  test(`${id} has every variable that its code reads, and no other`, () => {
    const read = variablesReadBy(name).filter((each) => ![...given, ...local].includes(each));
    assert.deepEqual(Object.keys(environment).sort(), [...new Set([...read, ...endpoints])].sort());
    for (const each of endpoints) assert.equal(environment[each], '', each);
  });

  test(`${id} takes the defaults of the template`, () => {
    const settings = readConfig(name, { ...environment, AWS_REGION: localAws.region });
    for (const each of Object.keys(environment)) assert.ok(each in settings || endpoints.includes(each));
  });
}

test('nothing but the configuration reads the environment', () => {
  const sources = globSync(['lib/**/*.ts', 'functions/**/*.ts'], { cwd: repository });
  const deployed = sources.filter((path) => !/\.test\.ts$|-rig\.ts$/.test(path));
  const readers = deployed.filter((path) =>
    readFileSync(join(repository, path), 'utf8').includes('process.env'),
  );
  assert.deepEqual(readers, ['lib/aws/config.ts']);
});
