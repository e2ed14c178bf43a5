import * as z from 'zod';

/** One action on the resources of one ARN, in which `*` stands for any text. */
export interface Grant {
  action: string;
  resource: string;
  /** What must be equal in the context of the call, such as `iam:PassedToService`. */
  conditions: Record<string, string>;
}

/** What each function may do, and each role that is not of a function, by logical id. */
export type Policies = ReadonlyMap<string, readonly Grant[]>;

const oneOrMore = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.array(schema)]);
const statement = z.strictObject({
  Effect: z.literal('Allow'),
  Action: oneOrMore(z.string()),
  Resource: oneOrMore(z.unknown()),
  Condition: z.strictObject({ StringEquals: z.record(z.string(), z.string()) }).optional(),
});
const policyDocument = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(statement) });

const functionProperties = z.union([
  z.object({ Policies: z.array(policyDocument), Role: z.undefined().optional() }),
  z.object({ Policies: z.undefined().optional(), Role: z.object({ 'Fn::GetAtt': z.string() }) }),
]);
const roleProperties = z.object({
  Policies: z.array(z.object({ PolicyDocument: policyDocument })).default([]),
});
const rolePolicyProperties = z.object({
  RoleName: z.object({ Ref: z.string() }),
  PolicyDocument: policyDocument,
});

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

/** The policies that are written out in a template; `textOf` makes of a value such as `{ Ref: 'Api' }` what it is here. */
export function policiesOf(
  resources: Readonly<Record<string, Resource>>,
  textOf: (value: unknown) => string,
): Policies {
  const policies = new Map<string, Grant[]>();
  const functionOfRole = functionsByRole(resources);
  for (const [id, resource] of Object.entries(resources)) {
    const written = documentsOf(id, resource);
    if (!written) continue;
    const grants = written.documents.flatMap(({ Statement }) =>
      Statement.flatMap((each) => grantsOf(each, textOf)),
    );
    const principal = functionOfRole.get(written.principal) ?? written.principal;
    policies.set(principal, [...(policies.get(principal) ?? []), ...grants]);
  }
  return policies;
}

/** The functions that name a role of the template as their own, by the logical id of the role. */
function functionsByRole(resources: Readonly<Record<string, Resource>>): ReadonlyMap<string, string> {
  const functions = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::Serverless::Function');
  return new Map(
    functions.flatMap(([id, { Properties }]) => {
      const { Role } = functionProperties.parse(Properties);
      return Role ? [[Role['Fn::GetAtt'].replace(/\.Arn$/, ''), id]] : [];
    }),
  );
}

type PolicyDocument = z.infer<typeof policyDocument>;

/** The documents that a resource holds, and whom they are for; null when it is of a type that holds none. */
function documentsOf(
  id: string,
  { Type, Properties }: Resource,
): { principal: string; documents: PolicyDocument[] } | null {
  switch (Type) {
    case 'AWS::Serverless::Function':
      return { principal: id, documents: functionProperties.parse(Properties).Policies ?? [] };
    case 'AWS::IAM::Role': {
      const { Policies } = roleProperties.parse(Properties);
      return { principal: id, documents: Policies.map(({ PolicyDocument }) => PolicyDocument) };
    }
    case 'AWS::IAM::RolePolicy': {
      const { RoleName, PolicyDocument } = rolePolicyProperties.parse(Properties);
      return { principal: RoleName.Ref, documents: [PolicyDocument] };
    }
    default:
      return null;
  }
}

function grantsOf(
  { Action, Resource, Condition }: z.infer<typeof statement>,
  textOf: (value: unknown) => string,
): Grant[] {
  const conditions = Condition?.StringEquals ?? {};
  const resources = listOf(Resource).map(textOf);
  return listOf(Action).flatMap((action) => resources.map((resource) => ({ action, resource, conditions })));
}

function listOf<Value>(value: Value | Value[]): Value[] {
  return Array.isArray(value) ? value : [value];
}
