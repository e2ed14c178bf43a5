import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type ScalarTag } from 'yaml';
import * as z from 'zod';

/** What an intrinsic function of the template stands for on this machine, such as `JobsTable` or `ScheduleRole.Arn`. */
export type Resolve = (name: string) => string;

export interface TemplateFunction {
  /** The logical id, such as `LaunchFunction`. */
  id: string;
  /** The source of the handler, relative to the template. */
  entryPoint: string;
  timeoutSeconds: number;
  environment: Record<string, string>;
  /** As in `POST /jobs/{jobId}/iterations`. */
  routes: string[];
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
}

const route = z.object({
  Type: z.literal('HttpApi'),
  Properties: z.object({ Method: z.string(), Path: z.string() }),
});
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
    Events: z.record(z.string(), route).default({}),
  }),
});
const templateFile = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })),
  Globals: z.object({
    Function: z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) }),
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

/** Reads `template.yaml` in a directory: the functions with their routes and environment, and the table. */
export function readTemplate(directory: string, resolve: Resolve): Template {
  const text = readFileSync(join(directory, 'template.yaml'), 'utf8');
  const { Resources, Parameters, Globals } = templateFile.parse(
    parse(text, { customTags: intrinsicTags, logLevel: 'error' }),
  );
  const values: Resolve = (name) => {
    const parameter = Parameters[name];
    return parameter && typeof parameter.Default !== 'object'
      ? String(parameter.Default ?? '')
      : resolve(name);
  };
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
      environment: Object.fromEntries(
        Object.entries(variables).map(([key, value]) => [key, textOf(value, values)]),
      ),
      routes: Object.values(Properties.Events).map(({ Properties: { Method, Path } }) => `${Method} ${Path}`),
    };
  });
  return { functions, table: tableProperties.parse(Resources.JobsTable?.Properties) };
}

type BuildProperties = z.infer<typeof functionResource>['Metadata']['BuildProperties'];

function bundleOf({ Format, MainFields, Target, Minify, Alias }: BuildProperties): Bundle {
  const alias = Object.fromEntries(Alias.map((pair) => pair.split('=') as [string, string]));
  return { format: Format, mainFields: MainFields.split(','), target: Target, minify: Minify, alias };
}

interface Intrinsic {
  intrinsic: string;
}

const intrinsic = z.object({ intrinsic: z.string() });

/** Each becomes the name that it refers to. The other tags stand where nothing is read: they are left as they are. */
const intrinsicTags: ScalarTag[] = ['!Ref', '!GetAtt', '!Sub'].map((tag) => ({
  tag,
  resolve: (name: string): Intrinsic => ({ intrinsic: name }),
}));

function textOf(value: unknown, resolve: Resolve): string {
  const reference = intrinsic.safeParse(value);
  return reference.success ? resolve(reference.data.intrinsic) : String(value);
}
