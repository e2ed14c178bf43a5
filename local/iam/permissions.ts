import type { Grant, Policies } from './policies.ts';

/** Something that a principal is about to do. */
export interface Action {
  /** As in `dynamodb:UpdateItem`. */
  action: string;
  /** An ARN. */
  resource: string;
  /** What conditions are compared with. */
  context?: Record<string, string>;
}

/** Who may do what, as IAM decides it. */
export interface Permissions {
  /** Whether the principal is one of the template; every other caller may do everything. */
  knows(principal: string): boolean;
  /** Why the principal may not do this, in the words of AWS; null when it may. */
  refusal(principal: string, action: Action): string | null;
  /** The grants that let nothing pass so far, a line each. */
  unused(): string[];
}

/** The permissions that policies give, and which of them are made use of. */
export function permissions(policies: Policies): Permissions {
  const used = new Set<Grant>();
  return {
    knows: (principal) => policies.has(principal),
    refusal(principal, action) {
      const grants = policies.get(principal);
      if (!grants) return null;
      const passing = grants.filter((grant) => allows(grant, action));
      for (const grant of passing) used.add(grant);
      return passing.length > 0 ? null : sentence(principal, action);
    },
    unused: () =>
      [...policies].flatMap(([principal, grants]) =>
        grants
          .filter((grant) => !used.has(grant))
          .map(({ action, resource }) => `${principal}: ${action} on ${resource}`),
      ),
  };
}

function allows(grant: Grant, { action, resource, context = {} }: Action): boolean {
  return (
    grant.action === action &&
    matches(grant.resource, resource) &&
    Object.entries(grant.conditions).every(([key, value]) => context[key] === value)
  );
}

function matches(pattern: string, resource: string): boolean {
  const expression = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${expression}$`, 's').test(resource);
}

function sentence(principal: string, { action, resource }: Action): string {
  const user = `arn:aws:sts::000000000000:assumed-role/${principal}`;
  return `User: ${user} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
}
