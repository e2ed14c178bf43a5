import { MonascaError } from './monasca-error.ts';

/** From the least to the worst. */
export const severities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

/** Whether a severity is one of `?severity=low|high`. */
export function severityFilter(query: URLSearchParams): (severity: string) => boolean {
  const text = query.get('severity');
  if (!text) return () => true;
  const wanted = text.toUpperCase().split('|');
  const unknown = wanted.find((each) => !severities.some((severity) => severity === each));
  if (unknown !== undefined) {
    const why = `Severity ${unknown} must be one of [${severities.join(', ')}]`;
    throw new MonascaError(422, 'Invalid Severity', why);
  }
  return (severity) => wanted.includes(severity);
}
