import * as z from 'zod';
import { parse } from './parse.ts';

/** How far a container's clock may run ahead of ours. */
const clockSkewSeconds = 300;
const firstEpochSecond = 1e9;

const runName = 'must be 1 to 200 printable ASCII characters without spaces';
const hostname = 'must be a text of 1 to 255 characters';
const container = 'must be the name of a container: letters, digits, "_", "." and "-", at most 255';
const exitCode = 'must be a whole number from 0 to 255';

/** What `POST /jobs/{jobId}/iterations` takes. */
export function reportBody(now: number) {
  const instant = z
    .number('must be epoch seconds, a number')
    .min(firstEpochSecond, 'must be epoch seconds, a number')
    .max(now / 1000 + clockSkewSeconds, 'must not lie in the future (epoch seconds)');
  return z
    .strictObject({
      run: z.string(runName).regex(/^[\x21-\x7e]{1,200}$/, runName),
      exitCode: z.int(exitCode).min(0, exitCode).max(255, exitCode),
      startedAt: instant,
      finishedAt: instant,
      cpus: z.number().min(0.001).max(1024).optional(),
      hostname: z.string(hostname).min(1, hostname).max(255, hostname).optional(),
      container: z
        .string(container)
        .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$/, container)
        .optional(),
    })
    .refine((report) => report.finishedAt >= report.startedAt, {
      path: ['finishedAt'],
      message: 'must not be before startedAt',
    });
}

/** What a container says of the run that it made; instants are epoch seconds on the container's clock. */
export type Report = z.output<ReturnType<typeof reportBody>>;

/** Parses the body of `POST /jobs/{jobId}/iterations`. */
export function parseReport(body: unknown, now: number): Report {
  return parse(reportBody(now), body, 'report');
}
