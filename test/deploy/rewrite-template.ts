import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import * as z from 'zod';
import { parseTemplateYaml } from '../../local/template-yaml.ts';

const resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const file = z.looseObject({ Resources: z.record(z.string(), resource) });
const httpEvent = z.object({
  Type: z.literal('HttpApi'),
  Properties: z.object({
    Method: z.string(),
    Path: z.string(),
    Auth: z.object({ Authorizer: z.string() }).optional(),
  }),
});

/** Chosen, so that the address at which containers report is known before the deployment. */
export const apiId = 'ab12cd34';

type Resource = z.infer<typeof resource>;
type Resources = Record<string, Resource>;

/** What ministack cannot do of the template, what stands in its place, and what of the deployment is therefore not shown. */
interface Rewrite {
  why: string;
  apply: (resources: Resources) => Resources;
}

/** Changes the resources of a type, each into others. */
function eachOf(type: string, change: (id: string, resource: Resource) => Resources) {
  return (resources: Resources): Resources =>
    Object.fromEntries(
      Object.entries(resources).flatMap(([id, each]) =>
        Object.entries(each.Type === type ? change(id, each) : { [id]: each }),
      ),
    );
}

/** The same with some of its text replaced. */
function replaced<Value>(value: Value, from: RegExp, to: string): Value {
  return JSON.parse(JSON.stringify(value).replaceAll(from, to));
}

const rewrites: Rewrite[] = [
  {
    why: 'it does not know AWS::IAM::RolePolicy; AWS::IAM::Policy gives the same rights to the same role',
    apply: eachOf('AWS::IAM::RolePolicy', (id, { Properties: { RoleName, ...rest } }) => ({
      [id]: { Type: 'AWS::IAM::Policy', Properties: { ...rest, Roles: [RoleName] } },
    })),
  },
  {
    why: 'it makes no routes of the OpenAPI document that SAM makes of the events; here each event is a route by itself',
    apply: (resources) =>
      eachOf(
        'AWS::Serverless::HttpApi',
        plainApi,
      )(eachOf('AWS::Serverless::Function', plainRoutes)(resources)),
  },
  {
    why: 'it takes every schedule for one of the group "default" when it checks permissions',
    apply: eachOf('AWS::IAM::Role', (id, role) => ({
      [id]: replaced(role, /:schedule\/\$\{ScheduleGroup\}\//g, ':schedule/default/'),
    })),
  },
  {
    why: '!Ref of a secret is its name, which is no resource of a policy, and not its ARN',
    apply: eachOf('AWS::IAM::Role', (id, role) => ({
      [id]: replaced(
        role,
        /\{"Ref":"CallbackKey"\}/g,
        `{"Fn::Sub":"arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:\${SecretsPrefix}/callback-key-*"}`,
      ),
    })),
  },
  {
    why: 'it does not look at the source of an event, and so refuses what is permitted for one source',
    apply: eachOf('AWS::Serverless::Function', (id, each) => ({
      [id]: replaced(each, /,"Condition":\{"StringEquals":\{"events:source":"pacer"\}\}/g, ''),
    })),
  },
  {
    why: 'it knows no alarms on metric mathematics',
    apply: (resources) =>
      Object.fromEntries(
        Object.entries(resources).filter(
          ([, { Type, Properties }]) => Type !== 'AWS::CloudWatch::Alarm' || !('Metrics' in Properties),
        ),
      ),
  },
];

function plainApi(id: string): Resources {
  const ApiId = { Ref: id };
  return {
    [id]: {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: { Name: id, ProtocolType: 'HTTP', Tags: { 'ms-custom-id': apiId } },
    },
    [`${id}Stage`]: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId, StageName: '$default', AutoDeploy: true },
    },
  };
}

function plainRoutes(id: string, lambda: Resource): Resources {
  const { Events = {}, ...rest } = lambda.Properties as { Events?: Record<string, unknown> };
  const routes = Object.entries(Events).filter(([, event]) => httpEvent.safeParse(event).success);
  const others = Object.entries(Events).filter(([name]) => !routes.some(([route]) => route === name));
  const Properties = { ...rest, ...(others.length > 0 ? { Events: Object.fromEntries(others) } : {}) };
  const made: Resources = { [id]: { ...lambda, Properties } };
  if (routes.length === 0) return made;
  const FunctionArn = { 'Fn::GetAtt': `${id}.Arn` };
  made[`${id}Integration`] = {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: FunctionArn,
      PayloadFormatVersion: '2.0',
    },
  };
  made[`${id}ApiPermission`] = {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: id },
      Principal: 'apigateway.amazonaws.com',
    },
  };
  for (const [name, event] of routes) made[`${id}${name}Route`] = routeOf(id, httpEvent.parse(event));
  return made;
}

function routeOf(id: string, { Properties: { Method, Path, Auth } }: z.infer<typeof httpEvent>): Resource {
  return {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: `${Method} ${Path}`,
      Target: { 'Fn::Sub': `integrations/\${${id}Integration}` },
      AuthorizationType: Auth?.Authorizer ?? 'NONE',
    },
  };
}

/** Writes what `sam build` made, as ministack can deploy it, beside it; gives the path of the template and a line for each change. */
export function rewriteForMinistack(built: string): { template: string; changes: string[] } {
  const folder = join(built, '../emulator');
  for (const nested of ['Monitoring', 'Network']) {
    mkdirSync(join(folder, nested), { recursive: true });
    rewriteFile(join(built, nested, 'template.yaml'), join(folder, nested, 'template.yaml'));
  }
  const template = join(folder, 'template.yaml');
  rewriteFile(join(built, 'template.yaml'), template);
  return { template, changes: rewrites.map(({ why }) => why) };
}

function rewriteFile(from: string, to: string): void {
  const { Resources, ...rest } = file.parse(parseTemplateYaml(readFileSync(from, 'utf8')));
  const changed = rewrites.reduce((resources, { apply }) => apply(resources), Resources);
  // The code stays where SAM has built it.
  const Resources_ = replaced(changed, /"CodeUri":"/g, '"CodeUri":"../build/');
  writeFileSync(to, stringify({ ...rest, Resources: Resources_ }));
}
