import { invalidObject, type Violation } from './api-error.ts';

/** Looks at a definition, or at a part of one, and tells what is wrong with it. */
export type Rule<T> = (checked: T) => Violation[];

/** A rule of one sentence, told at one place. */
export const rule =
  <T>(path: string, error: string, isBroken: (checked: T) => boolean): Rule<T> =>
  (checked) =>
    isBroken(checked) ? [{ path, error }] : [];

/** The same rule for each of a list, told with its place in the list. */
export const forEach =
  <T, Part>(path: string, partsOf: (checked: T) => readonly Part[], rules: readonly Rule<Part>[]): Rule<T> =>
  (checked) =>
    partsOf(checked).flatMap((part, index) =>
      rules.flatMap((one) => one(part).map((found) => at(`${path}(${index})`, found))),
    );

const at = (place: string, { path, error }: Violation): Violation => ({
  path: path === '/' ? place : place + path,
  error,
});

/** Throws if any of the rules is broken, with all that is wrong. */
export function enforce<T>(rules: readonly Rule<T>[], checked: T): void {
  const found = rules.flatMap((one) => one(checked));
  if (found.length > 0) throw invalidObject(found);
}

export const isUnique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

export const given = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;
