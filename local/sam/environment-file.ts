import type { TemplateFunction } from '../template.ts';

/** What `sam local` reads as `--env-vars`: by logical id of a function, all its variables. */
export type EnvironmentFile = Record<string, Record<string, string>>;

/** The variables that the template gives each function, with other values for those that have one. SAM passes no others on. */
export function environmentFile(
  functions: readonly Pick<TemplateFunction, 'id' | 'environment'>[],
  values: Readonly<Record<string, string>>,
): EnvironmentFile {
  return Object.fromEntries(
    functions.map(({ id, environment }) => {
      const variables = Object.entries(environment).map(([name, own]) => [name, values[name] ?? own]);
      return [id, Object.fromEntries(variables)];
    }),
  );
}
