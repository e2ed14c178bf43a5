import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { FunctionName } from '../../lib/aws/config.ts';
import { parseTemplateYaml } from '../../local/template-yaml.ts';

const skip = z.strictObject({ id: z.string(), comment: z.string() });
const resource = z.looseObject({
  Type: z.string(),
  Metadata: z.looseObject({ checkov: z.object({ skip: z.array(skip) }).optional() }).optional(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const parameter = z.looseObject({
  Type: z.string(),
  Description: z.string(),
  Default: z.union([z.string(), z.number()]).optional(),
});
const file = z.looseObject({
  Parameters: z.record(z.string(), parameter),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), z.object({ Description: z.string(), Value: z.unknown() })).default({}),
});

export type TemplateFile = z.infer<typeof file>;
export type Resource = z.infer<typeof resource>;

export const repository = join(import.meta.dirname, '../..');

/** A template as it is written, by its path in the repository; intrinsic functions are objects such as `{ Ref: 'Api' }`. */
export function readTemplateFile(path: string): TemplateFile {
  return file.parse(parseTemplateYaml(readFileSync(join(repository, path), 'utf8')));
}

/** The properties of all resources of a type, by logical id. */
export function ofType({ Resources }: TemplateFile, type: string): Map<string, Resource['Properties']> {
  const found = Object.entries(Resources).filter(([, { Type }]) => Type === type);
  return new Map(found.map(([id, { Properties }]) => [id, Properties]));
}

/** The properties of a resource that must be there. */
export function propertiesOf({ Resources }: TemplateFile, id: string): Resource['Properties'] {
  const found = Resources[id];
  if (!found) throw new Error(`The template has no resource ${id}.`);
  return found.Properties;
}

/** The logical id of a function of the code, such as `LaunchFunction`. */
export function logicalIdOf(name: FunctionName): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Function`;
}

const functionProperties = z.looseObject({
  Timeout: z.number(),
  LoggingConfig: z.object({ LogGroup: z.object({ Ref: z.string() }) }),
  Role: z.unknown().optional(),
  VpcConfig: z.unknown().optional(),
  EventInvokeConfig: z.unknown().optional(),
  Events: z
    .record(
      z.string(),
      z.strictObject({
        Type: z.string(),
        Properties: z.strictObject({
          ApiId: z.unknown().optional(),
          Method: z.string().optional(),
          Path: z.string().optional(),
          Auth: z.unknown().optional(),
          Schedule: z.string().optional(),
          Description: z.string().optional(),
        }),
      }),
    )
    .default({}),
});

/** The functions of a template, by logical id. */
export function functionsOf(template: TemplateFile): Map<string, z.infer<typeof functionProperties>> {
  const found = [...ofType(template, 'AWS::Serverless::Function')];
  return new Map(found.map(([id, properties]) => [id, functionProperties.parse(properties)]));
}
