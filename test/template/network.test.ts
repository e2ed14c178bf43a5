import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localAws } from '../../local/local-aws.ts';
import { readTemplate } from '../../local/template.ts';
import { functionsOf, ofType, propertiesOf, readTemplateFile, repository } from './read-template-file.ts';

const network = readTemplateFile('infra/network.yaml');
const endpoints = ofType(network, 'AWS::EC2::VPCEndpoint');
const inVpc = [...functionsOf(readTemplateFile('template.yaml'))].flatMap(([id, { VpcConfig }]) =>
  VpcConfig === undefined ? [] : [id],
);
/** Scheduler takes on the role that it is passed, and Lambda itself sends failed evaluations to their queue. */
const calledForThem = ['iam', 'sqs'];
const schedules = `arn:\${AWS::Partition}:scheduler:\${AWS::Region}:\${AWS::AccountId}`;

test('there is a private endpoint for each service that the functions inside call, and no other', () => {
  const { policies } = readTemplate(repository, localAws.resolve);
  const actions = inVpc.flatMap((id) => policies.get(id) ?? []).map(({ action }) => action);
  const services = new Set(
    actions.map((action) => action.split(':')[0] ?? '').filter((service) => !calledForThem.includes(service)),
  );
  const served = [...endpoints.values()].map(({ ServiceName }) =>
    String(Object(ServiceName)['Fn::Sub']).split('.').at(-1),
  );
  assert.deepEqual(served.sort(), [...services].sort());
});

test('the endpoint that costs nothing is used for the table', () => {
  assert.equal(endpoints.get('DynamoDbEndpoint')?.VpcEndpointType, 'Gateway');
});

for (const [endpoint, service, resource] of [
  [
    ...(['DynamoDbEndpoint', 'dynamodb'] as const),
    [{ Ref: 'TableArn' }, { 'Fn::Sub': `\${TableArn}/index/listing` }],
  ],
  ['SchedulerEndpoint', 'scheduler', { 'Fn::Sub': `${schedules}:schedule/\${ScheduleGroup}/*` }],
] as const) {
  test(`through ${endpoint} goes what the functions inside do with what is of this stack, and nothing else`, () => {
    const { policies } = readTemplate(repository, localAws.resolve);
    const done = inVpc.flatMap((id) => policies.get(id) ?? []).map(({ action }) => action);
    const [statement] = Object(endpoints.get(endpoint)?.PolicyDocument).Statement;
    const allowed = new Set(done.filter((action) => action.startsWith(`${service}:`)));
    assert.deepEqual([...statement.Action].sort(), [...allowed].sort());
    assert.deepEqual(statement.Resource, resource);
  });
}

test('no two of the ways out of the functions can be the same rule', () => {
  const egress: Record<string, unknown>[] = Object(
    propertiesOf(network, 'FunctionsGroup'),
  ).SecurityGroupEgress;
  const conditions = egress.flatMap((rule) => (Array.isArray(rule['Fn::If']) ? [rule['Fn::If'][0]] : []));
  assert.deepEqual(conditions, ['MarathonHasOwnPort', 'KeystoneHasOwnPort', 'MonascaHasOwnPort']);
});

test('nothing can call the functions from the network, and there is no way to the internet', () => {
  const group = propertiesOf(network, 'FunctionsGroup');
  assert.equal(group.SecurityGroupIngress, undefined);
  const types = Object.values(network.Resources).map(({ Type }) => Type);
  for (const gate of ['InternetGateway', 'EgressOnlyInternetGateway', 'NatGateway']) {
    assert.ok(!types.includes(`AWS::EC2::${gate}`));
  }
});

test('the functions get out to four ports of the cluster, to DynamoDB and to the endpoints', () => {
  type Rule = { Description: string; FromPort: unknown; ToPort: unknown; IpProtocol: string };
  const egress: Record<string, unknown>[] = Object(
    propertiesOf(network, 'FunctionsGroup'),
  ).SecurityGroupEgress;
  const rules = egress.map((rule) => (Array.isArray(rule['Fn::If']) ? rule['Fn::If'][1] : rule) as Rule);
  assert.deepEqual(
    rules.map(({ Description, FromPort }) => [Description, FromPort]),
    [
      ['Chronos', { Ref: 'ChronosPort' }],
      ['Marathon', { Ref: 'MarathonPort' }],
      ['Keystone', { Ref: 'KeystonePort' }],
      ['Monasca', { Ref: 'MonascaPort' }],
      ['DynamoDB', 443],
    ],
  );
  for (const { FromPort, ToPort, IpProtocol } of rules) {
    assert.deepEqual([ToPort, IpProtocol], [FromPort, 'tcp']);
  }
});

test('the subnets lie in two zones', () => {
  const zones = [...ofType(network, 'AWS::EC2::Subnet').values()].map(
    ({ AvailabilityZone }) => AvailabilityZone,
  );
  assert.deepEqual(
    zones,
    [0, 1].map((zone) => ({
      'Fn::If': [
        'ChoosesZones',
        { 'Fn::Select': [zone, { Ref: 'Zones' }] },
        { 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] },
      ],
    })),
  );
});
