import { serviceUnavailable } from './monasca-error.ts';

const unicodeCi = new Intl.Collator('en', { sensitivity: 'base' });

/** Whether MySQL, in which a real Monasca keeps its names, takes two of them for the same: it does not look at case and accents. */
export function isSameName(one: string, other: string): boolean {
  return unicodeCi.compare(one.trimEnd(), other.trimEnd()) === 0;
}

/** A name that MySQL can look for; with a character beyond three bytes it cannot over the connection that Monasca has (500). */
export function checkStoredName(name: string): void {
  if (!/[\u{10000}-\u{10ffff}]/u.test(name)) return;
  throw serviceUnavailable(
    '(1267, "Illegal mix of collations (utf8mb4_unicode_ci) and (utf8mb3_general_ci)")',
  );
}
