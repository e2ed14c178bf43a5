import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Policies, policiesOf } from './iam/policies.ts';
import { parseTemplateYaml } from './template-yaml.ts';

/** What stands for something of the template on this machine: for `JobsTable`, `ScheduleRole.Arn`, or a text with such in `${}`. */
export type Resolve = (name: string) => string;

export interface TemplateFunction {
  /** The logical id, such as `LaunchFunction`. */
  id: string;
  /** The source of the handler, relative to the template. */
  entryPoint: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  environment: Record<string, string>;
  /** As in `POST /jobs/{jobId}/iterations`. */
  routes: string[];
  /** When rules of EventBridge invoke it, as in `rate(10 minutes)`. */
  rules: string[];
  /** The filters of each mapping from the stream of the table to it, as JSON; what matches one of them invokes it. */
  streams: string[][];
  /** The options with which esbuild bundles it. */
  bundle: Bundle;
}

export interface Bundle {
  format: 'cjs';
  mainFields: string[];
  target: string;
  minify: boolean;
  alias: Record<string, string>;
}

export interface Template {
  functions: TemplateFunction[];
  /** The properties of the table as `CreateTable` takes them. */
  table: Record<string, unknown>;
  policies: Policies;
}

const route = z.object({
  Type: z.literal('HttpApi'),
  Properties: z.object({ Method: z.string(), Path: z.string() }),
});
const rule = z.object({ Type: z.literal('Schedule'), Properties: z.object({ Schedule: z.string() }) });
const functionResource = z.object({
  Type: z.literal('AWS::Serverless::Function'),
  Metadata: z.object({
    BuildProperties: z.strictObject({
      EntryPoints: z.tuple([z.string()]),
      Format: z.literal('cjs'),
      MainFields: z.string(),
      Target: z.string(),
      Minify: z.boolean(),
      Sourcemap: z.literal(false),
      Alias: z.array(z.string()),
    }),
  }),
  Properties: z.object({
    Timeout: z.number(),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional(),
    Events: z.record(z.string(), z.discriminatedUnion('Type', [route, rule])).default({}),
  }),
});
const streamMapping = z.object({
  EventSourceArn: z.strictObject({ 'Fn::GetAtt': z.literal('JobsTable.StreamArn') }),
  FunctionName: z.strictObject({ Ref: z.string() }),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }),
});
const templateFile = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })),
  Globals: z.object({
    Function: z.object({
      MemorySize: z.unknown(),
      Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
    }),
  }),
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()) }).loose(),
  ),
});
const tableProperties = z.object({
  AttributeDefinitions: z.array(z.unknown()),
  KeySchema: z.array(z.unknown()),
  GlobalSecondaryIndexes: z.array(z.unknown()),
  BillingMode: z.string(),
});

/** Reads `template.yaml` in a directory: the functions with their routes and environment, the table, and who may do what. */
export function readTemplate(directory: string, resolve: Resolve): Template {
  const text = readFileSync(join(directory, 'template.yaml'), 'utf8');
  const { Resources, Parameters, Globals } = templateFile.parse(parseTemplateYaml(text));
  const textOf = textsOf(Parameters, resolve);
  const everywhere = Globals.Function.Environment.Variables;
  const functions = Object.entries(Resources).flatMap(([id, resource]) => {
    if (resource.Type !== 'AWS::Serverless::Function') return [];
    const { Metadata, Properties } = functionResource.parse(resource);
    const variables = { ...everywhere, ...Properties.Environment?.Variables };
    return {
      id,
      entryPoint: Metadata.BuildProperties.EntryPoints[0],
      bundle: bundleOf(Metadata.BuildProperties),
      timeoutSeconds: Properties.Timeout,
      memoryMegabytes: Number(textOf(Globals.Function.MemorySize)),
      environment: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, textOf(value)])),
      ...invokersOf(Properties.Events),
      streams: streamsOf(Resources, id),
    };
  });
  const table = tableProperties.parse(Resources.JobsTable?.Properties);
  return { functions, table, policies: policiesOf(Resources, textOf) };
}

function streamsOf(resources: z.infer<typeof templateFile>['Resources'], functionId: string): string[][] {
  return Object.values(resources).flatMap(({ Type, Properties }) => {
    if (Type !== 'AWS::Lambda::EventSourceMapping') return [];
    const { FunctionName, FilterCriteria } = streamMapping.parse(Properties);
    return FunctionName.Ref === functionId ? [FilterCriteria.Filters.map(({ Pattern }) => Pattern)] : [];
  });
}

type Events = z.infer<typeof functionResource>['Properties']['Events'];

function invokersOf(events: Events): Pick<TemplateFunction, 'routes' | 'rules'> {
  const routes: string[] = [];
  const rules: string[] = [];
  for (const { Type, Properties } of Object.values(events)) {
    if (Type === 'Schedule') rules.push(Properties.Schedule);
    else routes.push(`${Properties.Method} ${Properties.Path}`);
  }
  return { routes, rules };
}

type BuildProperties = z.infer<typeof functionResource>['Metadata']['BuildProperties'];

function bundleOf({ Format, MainFields, Target, Minify, Alias }: BuildProperties): Bundle {
  const alias = Object.fromEntries(Alias.map((pair) => pair.split('=') as [string, string]));
  return { format: Format, mainFields: MainFields.split(','), target: Target, minify: Minify, alias };
}

const intrinsic = z.union([
  z.strictObject({ Ref: z.string() }).transform(({ Ref }) => ({ name: Ref })),
  z.strictObject({ 'Fn::GetAtt': z.string() }).transform((value) => ({ name: value['Fn::GetAtt'] })),
  z.strictObject({ 'Fn::Sub': z.string() }).transform((value) => ({ text: value['Fn::Sub'] })),
]);

/** What a value of the template is here: parameters have their defaults, and all else is for `resolve`. */
function textsOf(parameters: z.infer<typeof templateFile>['Parameters'], resolve: Resolve) {
  const defaultOf = (name: string) => {
    const parameter = parameters[name];
    return parameter && typeof parameter.Default !== 'object' ? String(parameter.Default ?? '') : undefined;
  };
  const filled = (text: string) => text.replaceAll(/\$\{(\w+)\}/g, (all, name) => defaultOf(name) ?? all);
  return (value: unknown): string => {
    const reference = intrinsic.safeParse(value);
    if (!reference.success) return String(value);
    if ('text' in reference.data) return resolve(filled(reference.data.text));
    return defaultOf(reference.data.name) ?? resolve(reference.data.name);
  };
}
