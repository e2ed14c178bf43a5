import * as z from 'zod';
import { jobIdPattern } from '../../job/job-id.ts';
import { launchQuery, pageQuery } from '../page-query.ts';
import { fieldDescriptions, type ParameterName, requestSchemas } from '../requests.ts';
import { type Route, replySchemas } from '../route.ts';
import { methodAndPath, routeByKey } from '../routes.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

const description = `Launching, looking at, changing and cancelling jobs, and the reports of their containers.
A LaunchRequest also accepts the field names of the Python tool of the EUBra-BIGSEA project; docs/launch.md lists them.`;

/** The API in the words of OpenAPI 3.1, from the schemas by which requests are parsed. */
export function openApiDocument() {
  return {
    openapi: '3.1.1',
    info: { title: 'Pacer', version: '1', license: { name: 'MIT', identifier: 'MIT' }, description },
    servers: [
      {
        url: 'https://{api}.execute-api.{region}.amazonaws.com',
        description: 'The output ApiUrl of the stack.',
        variables: { api: { default: 'a1b2c3d4e5' }, region: { default: 'us-east-1' } },
      },
      {
        url: 'http://127.0.0.1:8880',
        description: 'The local stack, which requires its own token instead of a signature.',
      },
    ],
    paths: paths(),
    components: {
      parameters,
      headers: {
        retryAfter: {
          description: 'After how many seconds to repeat the call; absent in answers of API Gateway.',
          schema: { type: 'integer' },
        },
      },
      securitySchemes,
      schemas: { ...schemasOf(requestSchemas, 'input'), ...schemasOf(replySchemas, 'output') },
    },
  };
}

const securitySchemes = {
  awsSigV4: {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    description: 'The request signed with AWS Signature Version 4 for the service execute-api.',
    'x-amazon-apigateway-authtype': 'awsSigv4',
  },
  localToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The token of a local stack, in the file api-token of its state. Not used in AWS.',
  },
  jobToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'The token of one job, which its containers have in their environment.',
  },
};

const { state, name, status, cluster, outlook, limit, before } = pageQuery.shape;

const query = (field: string, schema: z.core.$ZodType, description?: string) => ({
  name: field,
  in: 'query',
  ...(description ? { description } : {}),
  schema: jsonSchema(schema),
});

const parameters: Record<ParameterName, object> = {
  jobId: {
    name: 'jobId',
    in: 'path',
    required: true,
    schema: { type: 'string', pattern: jobIdPattern.source },
  },
  job: {
    name: 'jobId',
    in: 'path',
    required: true,
    description:
      'The id of a job in any case, or its name: that of the live job, else of the newest. A colon stands for a slash in a name.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  recurring: {
    name: 'name',
    in: 'path',
    required: true,
    description: 'The name of a recurring job. A colon stands for a slash in it.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Makes the launch idempotent: within a day, the same key with the same body launches one job.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' },
  },
  dryRun: query('dryRun', launchQuery.shape.dryRun, 'With `true` nothing is launched.'),
  state: query(
    'state',
    state,
    'By default `finished` if the status or the outlook is one of an ended job, otherwise `active`.',
  ),
  name: query('name', name, 'Only jobs of this name; `*` stands for any text.'),
  status: query('status', status),
  cluster: query('cluster', cluster),
  outlook: query('outlook', outlook, 'How the job stands with its deadline, or how it ended.'),
  limit: query('limit', limit),
  before: query('before', before, 'The `next` of the previous page.'),
};

function paths() {
  const byPath: Record<string, Record<string, unknown>> = {};
  for (const [key, route] of routeByKey) {
    const [method, path] = methodAndPath(key);
    byPath[path] = { ...byPath[path], [method.toLowerCase()]: described(route) };
  }
  return byPath;
}

function described({ action, summary, caller, parameters: names, request, replies }: Route) {
  return {
    operationId: action,
    summary,
    security: caller === 'operator' ? [{ awsSigV4: [] }, { localToken: [] }] : [{ jobToken: [] }],
    ...(names.length > 0
      ? { parameters: names.map((name) => ({ $ref: `#/components/parameters/${name}` })) }
      : {}),
    ...(request ? { requestBody: { required: true, content: jsonOf(request) } } : {}),
    responses: Object.fromEntries(
      Object.entries(replies).map(([status, { schema, orSchemas, description }]) => [
        status,
        { description, ...headersOf(Number(status)), content: jsonOf(schema, orSchemas) },
      ]),
    ),
  };
}

/** Of the replies to calls that may be sent again. */
function headersOf(status: number) {
  return status === 429 || status === 503
    ? { headers: { 'Retry-After': { $ref: '#/components/headers/retryAfter' } } }
    : {};
}

function jsonOf(schema: string, orSchemas: readonly string[] = []) {
  const [only, ...more] = [schema, ...orSchemas].map((name) => ({ $ref: `#/components/schemas/${name}` }));
  const either = more.length > 0 ? { oneOf: [only, ...more] } : only;
  return { 'application/json': { schema: either } };
}

function schemasOf(schemas: Record<string, z.core.$ZodType>, io: 'input' | 'output') {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, {
    io,
    uri: (id) => `#/components/schemas/${id}`,
    override: tidy,
  });
  return Object.fromEntries(Object.entries(made.schemas).map(([id, schema]) => [id, component(id, schema)]));
}

/** A schema as a component: what the fields mean is added, and its place in the document is its name. */
function component(id: string, { $schema, $id, ...schema }: JsonSchema): JsonSchema {
  for (const [field, meaning] of Object.entries(fieldDescriptions.get(id) ?? {})) {
    const property = schema.properties?.[field];
    if (typeof property === 'object') property.description = meaning;
  }
  return schema;
}

function jsonSchema(schema: z.core.$ZodType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { override: tidy });
  return rest;
}

/** Leaves out what JSON cannot say, a bound that is infinite, and the pattern that a format stands for. */
function tidy({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.maximum === Number.POSITIVE_INFINITY) delete jsonSchema.maximum;
  if (jsonSchema.format) delete jsonSchema.pattern;
}
