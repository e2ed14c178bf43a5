import type { Resource, TemplateFile } from './read-template-file.ts';

/** The names that a value of a template refers to, `AWS::` ones included. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt') return [String(inner).split('.')[0] ?? ''];
    if (key !== 'Fn::Sub') return referencesIn(inner);
    return [...String(inner).matchAll(/\$\{([^}.]+)/g)].map(([, name]) => name ?? '');
  });
}

/**
 * What must be there before each resource. SAM makes of a function a role, which has its policies, and the rest;
 * and the API names the functions that it calls, not they the API.
 */
export function dependenciesOf({ Resources }: TemplateFile): Map<string, string[]> {
  const dependencies = new Map<string, string[]>();
  const callees: string[] = [];
  for (const [id, resource] of Object.entries(Resources)) {
    if (resource.Type === 'AWS::Serverless::Function') {
      const { Policies, Events, ...rest } = resource.Properties;
      dependencies.set(`${id}Role`, referencesIn(Policies));
      dependencies.set(id, [`${id}Role`, ...referencesIn(rest)]);
      if (Events) callees.push(id);
    } else {
      dependencies.set(id, [...referencesIn(resource.Properties), ...dependsOn(resource)]);
    }
  }
  if (dependencies.has('Api')) dependencies.get('Api')?.push(...callees);
  return dependencies;
}

function dependsOn({ DependsOn = [] }: Resource): string[] {
  return [DependsOn].flat().map(String);
}

/** The resources of a circle, first to last, or null when there is none. */
export function circleIn(dependencies: ReadonlyMap<string, string[]>): string[] | null {
  const done = new Set<string>();
  const follow = (id: string, path: string[]): string[] | null => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return null;
    for (const next of dependencies.get(id) ?? []) {
      const circle = follow(next, [...path, id]);
      if (circle) return circle;
    }
    done.add(id);
    return null;
  };
  return [...dependencies.keys()].map((id) => follow(id, [])).find((circle) => circle !== null) ?? null;
}
